/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What cairo leaves out of PDF: a file that travels inside (ISO 32000-1, 7.11.4). It is put behind
 * what is there, as an incremental update (7.5.6), so that nothing of the document is written anew.
 */

/* `pdf`, as cairo writes it (a cross-reference table, no streams of them), with `text`, deflated,
 * as the embedded file `name` (ASCII) of type application/json. NULL with an error where the
 * document is not of that form.
 */
GBytes *pn_pdf_attach (GBytes *pdf, const char *name, const char *text, GError **error);

/* The text of the last embedded file that pn_pdf_attach() put into a document; NULL without an
 * error where there is none. The caller frees it. The error is of a file that isn't PDF, or broken.
 */
char *pn_pdf_get_attachment (GBytes *pdf, GError **error);

G_END_DECLS
