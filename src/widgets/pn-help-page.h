/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A page of help, read from Mallard (projectmallard.org), of which help/C uses: page, info with
 * desc, sort title and guide links; title, p, section, list, steps, item, screen; em, code, file,
 * app, gui, guiseq, key, keyseq, link (xref, href). Text comes as Pango markup in which a link's
 * address is "page:ID" or a URL. Pure functions.
 */

typedef enum
{
  PN_HELP_TITLE,
  PN_HELP_HEADING, /* of a section */
  PN_HELP_PARAGRAPH,
  PN_HELP_ITEM,
  PN_HELP_STEP,    /* its text begins with its number */
  PN_HELP_FORMULA, /* <screen>: monospaced, line breaks kept */
} PnHelpKind;

typedef struct
{
  PnHelpKind kind;
  char *markup;
} PnHelpBlock;

typedef struct
{
  char *id;
  char *title;    /* plain */
  char *desc;     /* plain; what a list of pages says below its title */
  char *guide;    /* the page that lists this one; NULL */
  char *sort;     /* its place in that list */
  GArray *blocks; /* of PnHelpBlock */
} PnHelpPage;

/* NULL with an error that names the line, where it is not such a page. */
PnHelpPage *pn_help_page_parse (const char *text, gssize length, GError **error);
/* One that the program carries, by its ID; NULL with an error where there is none. */
PnHelpPage *pn_help_page_load (const char *id, GError **error);
/* The pages that `guide` lists, in their order. Elements are PnHelpPage; free with unref. */
GPtrArray *pn_help_page_list (const char *guide);
void pn_help_page_free (PnHelpPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnHelpPage, pn_help_page_free)

G_END_DECLS
