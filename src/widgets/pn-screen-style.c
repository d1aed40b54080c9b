/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-screen-style.h"

PnStyle
pn_screen_style (GtkWidget *widget, double line_scale)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  const PnPalette *palette = pn_palette_get (adw_style_manager_get_dark (manager),
                                             adw_style_manager_get_high_contrast (manager));
  PnStyle style = pn_style_screen (
      palette, pn_style_context_text_size (gtk_widget_get_pango_context (widget)));

  style.line_scale = line_scale;
  return style;
}
