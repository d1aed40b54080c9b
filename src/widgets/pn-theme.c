/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-theme.h"

const PnPalette *
pn_theme_palette (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  return pn_palette_get (adw_style_manager_get_dark (style),
                         adw_style_manager_get_high_contrast (style));
}

void
pn_theme_redraw_on_change (GtkWidget *widget)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
}

/* The tick is black or white, whichever is seen better. */
static void
append_run_rule (GString *css, guint run, PnColor colour)
{
  const PnColor black = PN_COLOR (0x000000), white = PN_COLOR (0xffffff);
  gboolean is_light = pn_color_contrast (colour, black) > pn_color_contrast (colour, white);

  g_string_append_printf (css, ".run-%u check:checked { color: %s; }\n", run,
                          is_light ? "black" : "white");
  g_string_append_printf (css,
                          ".run-%u check:checked { background-color: rgb(%d,%d,%d); }\n"
                          ".run-%u progressbar progress { background-color: rgb(%d,%d,%d); }\n",
                          run, (int) (colour.red * 255 + 0.5), (int) (colour.green * 255 + 0.5),
                          (int) (colour.blue * 255 + 0.5), run, (int) (colour.red * 255 + 0.5),
                          (int) (colour.green * 255 + 0.5), (int) (colour.blue * 255 + 0.5));
}

/* A run wears the colour of its index modulo the palette. */
static void
reload_cb (GtkCssProvider *provider)
{
  const PnPalette *palette = pn_theme_palette ();
  g_autoptr (GString) css = g_string_new (NULL);

  for (guint run = 0; run < PN_N_RUN_COLORS; run++)
    append_run_rule (css, run, pn_palette_run_color (palette, run));
  gtk_css_provider_load_from_data (provider, css->str, css->len);
}

void
pn_theme_load (GdkDisplay *display)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkCssProvider *provider = gtk_css_provider_new ();

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (reload_cb), provider,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (reload_cb), provider,
                           G_CONNECT_SWAPPED);
  reload_cb (provider);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
}
