/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-ink-undo.h"
#include "pn-pad-sheet.h"

G_BEGIN_DECLS

/* What the sheet's files share: pn-pad-sheet.c owns and draws, pn-pad-sheet-input.c takes what the
 * hand does.
 */
struct _PnPadSheet
{
  GtkWidget parent_instance;

  PnInkUndo *undo;
  PnInk *smooth;   /* the ink as it is drawn */
  GBytes *picture; /* instead of ink: rows of as many pixels; NULL: none */

  gboolean
      stroke_open; /* FALSE after an undo in the middle of a stroke, whose rest is then nothing */

  /* The pen that the arrows move, in units of the side. */
  PnInkPoint pen;
  gboolean pen_visible;
  gboolean pen_down;
};

/* The square on which the ink lies: centred, as large as fits. */
void pn_pad_sheet_get_square (PnPadSheet *self, double *x, double *y, double *side);

/* Begins a stroke, or lengthens it, at a point in units of the side. */
void pn_pad_sheet_begin_stroke (PnPadSheet *self, PnInkPoint point);
void pn_pad_sheet_add_point (PnPadSheet *self, PnInkPoint point);
/* Shows what was added and tells of it. */
void pn_pad_sheet_ink_changed (PnPadSheet *self);

void pn_pad_sheet_init_input (PnPadSheet *self);
void pn_pad_sheet_class_init_keys (GtkWidgetClass *widget_class);

G_END_DECLS
