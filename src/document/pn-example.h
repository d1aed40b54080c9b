/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The experiments that ship as examples: a name for the menu and the recipes that belong together.
 */
typedef struct
{
  const char *id;         /* "task3": the parameter of the action that opens it */
  const char *title;      /* to be translated with gettext */
  const char *recipes[6]; /* names of shipped recipes, NULL-terminated, in the figure's order */
} PnExample;

/* The examples in the order of the report, `n` of them. */
const PnExample *pn_examples (gsize *n);

/* NULL if there is none by that id. */
const PnExample *pn_example_find (const char *id);

G_END_DECLS
