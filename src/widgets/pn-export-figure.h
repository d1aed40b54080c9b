/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "pn-document.h"
#include "pn-export-choice.h"

G_BEGIN_DECLS

/* PnExportFigure: the checked runs' curves as they are when it is made, and how they are wanted:
 * what the dialog shows, and what a thread can write while the runs train on. Immutable,
 * reference-counted.
 */
typedef struct _PnExportFigure PnExportFigure;

PnExportFigure *pn_export_figure_new (PnDocument *document, const PnExportChoice *choice);
PnExportFigure *pn_export_figure_ref (PnExportFigure *self);
void pn_export_figure_unref (PnExportFigure *self);

/* Whether there is not a single point. */
gboolean pn_export_figure_is_empty (PnExportFigure *self);

/* Draws it as it will be on paper, `scale` units a millimetre. Main thread. */
void pn_export_figure_draw (PnExportFigure *self, cairo_t *cr, double scale);

/* The beginning of the file, which is text: at most `n_lines`. The caller frees it. */
char *pn_export_figure_head (PnExportFigure *self, guint n_lines);

/* In words, for those who can't see it. The caller frees it. */
char *pn_export_figure_describe (PnExportFigure *self);

/* The file's bytes, of whatever kind. Any thread. Errors: options, memory. */
GBytes *pn_export_figure_render (PnExportFigure *self, PnFigureFormat format, GError **error);

/* Writes the file, in a thread; whole or not at all. */
void pn_export_figure_write_async (PnExportFigure *self,
                                   GFile *file,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean pn_export_figure_write_finish (GFile *file, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnExportFigure, pn_export_figure_unref)

G_END_DECLS
