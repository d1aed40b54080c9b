/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tables of names, for the files' spelling and the screen's. */
typedef struct
{
  const char *name;
  const char *label; /* untranslated; N_() */
} PnName;

/* The index of `name` in `names`, or −1 and an error that lists the known ones. `what` says what is
 * named, as recipes call it: "activation".
 */
int pn_names_find (const PnName *names,
                   gsize n_names,
                   const char *name,
                   const char *what,
                   GError **error);

G_END_DECLS
