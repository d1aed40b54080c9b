/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-canvas.h"

G_BEGIN_DECLS

/* What a back end is. Arguments are checked by the callers in pn-canvas.c. */
typedef struct
{
  void (*move_to) (PnCanvas *self, double x, double y);
  void (*line_to) (PnCanvas *self, double x, double y);
  void (*curve_to) (PnCanvas *self, const double points[6]);
  void (*close_path) (PnCanvas *self);
  void (*paint) (PnCanvas *self, const PnColor *fill, const PnColor *stroke, const PnStroke *pen);
  void (*image) (PnCanvas *self,
                 const PnImage *image,
                 const PnRect *source,
                 const PnRect *target,
                 PnFilter filter);
  void (*coarse) (PnCanvas *self); /* NULL: there are no pixels */
  void (*clip) (PnCanvas *self, const PnRect *rect);
  void (*save) (PnCanvas *self);
  void (*restore) (PnCanvas *self);
  void (*transform) (PnCanvas *self, const cairo_matrix_t *matrix);
  void (*text) (PnCanvas *self,
                const PnFont *font,
                PnColor color,
                double x,
                double y,
                PnAnchor anchor,
                const char *text);
  double (*device_scale) (PnCanvas *self);
  void (*free) (PnCanvas *self);
} PnCanvasClass;

struct _PnCanvas
{
  const PnCanvasClass *class;
  PangoContext *context;
};

/* A layout of one line in `font`; unreferenced by the caller. */
PangoLayout *pn_text_layout (PangoContext *context, const PnFont *font, const char *text);

G_END_DECLS
