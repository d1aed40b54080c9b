/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-canvas.h"

G_BEGIN_DECLS

/* PnReport: a text with pictures and tables, from its title to its last line: a list of blocks that
 * knows nothing of pages. Written as PDF or as Markdown. One thread at a time, any thread.
 */
typedef struct _PnReport PnReport;

/* Rows of cells under the titles of their columns. */
typedef struct _PnReportTable PnReportTable;

/* Draws a picture into `rect`, in points (1/72 inch), white ground included. */
typedef void (*PnReportDraw) (PnCanvas *canvas, const PnRect *rect, gpointer data);

/* The width of the text on a page, in millimetres: A4 less its margins. */
#define PN_REPORT_WIDTH 174.0

PnReport *pn_report_new (const char *title);
void pn_report_free (PnReport *self);

/* `level` is 1 for a section, 2 for what is inside of one. */
void pn_report_add_heading (PnReport *self, guint level, const char *text);
/* Broken into lines where it must; a line's end in `text` is kept. */
void pn_report_add_paragraph (PnReport *self, const char *text);
/* Lines of a derivation, set apart; and of what a computer reads, which is not broken at words. */
void pn_report_add_formula (PnReport *self, const char *text);
void pn_report_add_code (PnReport *self, const char *text);
/* `name` is that of its file where it gets one of its own, without an ending. At most
 * PN_REPORT_WIDTH wide and 200 mm high. `destroy` frees `data` (both may be NULL).
 */
void pn_report_add_picture (PnReport *self,
                            const char *name,
                            double width_mm,
                            double height_mm,
                            PnReportDraw draw,
                            gpointer data,
                            GDestroyNotify destroy,
                            const char *caption);
/* Takes the table. */
void pn_report_take_table (PnReport *self, PnReportTable *table, const char *caption);

PnReportTable *pn_report_table_new (void);
void pn_report_table_free (PnReportTable *table);
/* All columns before the first cell; START or END. */
void pn_report_table_add_column (PnReportTable *table, PnAnchor anchor, const char *title);
/* The next cell, from left to right, row by row; takes `text` (NULL is "–"). */
void pn_report_table_take_cell (PnReportTable *table, char *text);

/* The bytes of a PDF on A4, with page numbers and an outline of the headings. Figures keep with
 * their captions, headings with what follows. `n_pages` may be NULL.
 */
GBytes *pn_report_to_pdf (const PnReport *self, guint *n_pages, GError **error);

/* GitHub-flavoured Markdown; pictures are links to FOLDER/NAME.svg. The caller frees it. */
char *pn_report_to_markdown (const PnReport *self, const char *folder);

/* Writes the report as the ending says, .pdf or .md; the pictures of NAME.md into the folder
 * NAME-figures beside it. `n_pages` (may be NULL) is 0 for Markdown, which has none.
 */
gboolean pn_report_save (const PnReport *self, const char *path, guint *n_pages, GError **error);

/* Whether the ending is one that pn_report_save() knows; to ask before long work. */
gboolean pn_report_check_path (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnReport, pn_report_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnReportTable, pn_report_table_free)

G_END_DECLS
