/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <math.h>

#include "pn-export-choice.h"

#define MM_PER_INCH 25.4

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, PN_APPLICATION_ID, TRUE);
  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

#define PANELS_BOTH 2

PnFigureMetrics
pn_export_panels_get (guint index)
{
  static const PnFigureMetrics panels[PN_EXPORT_N_PANELS]
      = { PN_FIGURE_LOSS,          PN_FIGURE_ACCURACY,      [PANELS_BOTH] = PN_FIGURE_BOTH,
          PN_FIGURE_LEARNING_RATE, PN_FIGURE_GRADIENT_NORM, PN_FIGURE_THROUGHPUT };

  return panels[MIN (index, PN_EXPORT_N_PANELS - 1)];
}

guint
pn_export_panels_find (PnFigureMetrics metrics)
{
  for (guint i = 0; i < PN_EXPORT_N_PANELS; i++)
    if (pn_export_panels_get (i) == metrics)
      return i;
  return PANELS_BOTH;
}

PnExportChoice
pn_export_choice_load (void)
{
  PnExportChoice choice = { pn_figure_options_default (), PN_FIGURE_PNG, TRUE, FALSE, FALSE };
  g_autoptr (GSettings) settings = open_settings ();

  if (!settings)
    return choice;
  choice.options.metrics
      = pn_export_panels_get ((guint) MAX (g_settings_get_enum (settings, "figure-panels"), 0));
  /* The schema counts from 0 what the figure has as flags: the first, the second, both. */
  choice.options.splits = CLAMP (g_settings_get_enum (settings, "figure-splits"), 0, 2) + 1;
  choice.options.width_mm = g_settings_get_int (settings, "figure-width-mm");
  choice.options.height_mm = g_settings_get_int (settings, "figure-height-mm");
  choice.options.dpi = g_settings_get_int (settings, "figure-dpi");
  choice.options.x_unit = CLAMP (g_settings_get_enum (settings, "figure-x"), 0, PN_N_X_UNITS - 1);
  choice.options.log_x = g_settings_get_boolean (settings, "figure-log-x");
  choice.options.log_y = g_settings_get_boolean (settings, "figure-log-y");
  pn_export_choice_set_user_numbers (&choice,
                                     g_settings_get_boolean (settings, "figure-user-numbers"));
  choice.format
      = CLAMP (g_settings_get_enum (settings, "figure-format"), 0, PN_N_FIGURE_FORMATS - 1);
  choice.data = g_settings_get_boolean (settings, "figure-data");
  choice.group = g_settings_get_boolean (settings, "figure-group");
  return choice;
}

void
pn_export_choice_save (const PnExportChoice *choice)
{
  g_autoptr (GSettings) settings = open_settings ();

  if (!settings)
    return;
  g_settings_set_enum (settings, "figure-panels",
                       (int) pn_export_panels_find (choice->options.metrics));
  g_settings_set_enum (settings, "figure-splits", (int) choice->options.splits - 1);
  g_settings_set_int (settings, "figure-width-mm", (int) choice->options.width_mm);
  g_settings_set_int (settings, "figure-height-mm", (int) choice->options.height_mm);
  g_settings_set_int (settings, "figure-dpi", (int) choice->options.dpi);
  g_settings_set_enum (settings, "figure-x", choice->options.x_unit);
  g_settings_set_boolean (settings, "figure-log-x", choice->options.log_x);
  g_settings_set_boolean (settings, "figure-log-y", choice->options.log_y);
  g_settings_set_boolean (settings, "figure-user-numbers", choice->user_numbers);
  g_settings_set_enum (settings, "figure-format", choice->format);
  g_settings_set_boolean (settings, "figure-data", choice->data);
  g_settings_set_boolean (settings, "figure-group", choice->group);
}

void
pn_export_choice_set_user_numbers (PnExportChoice *choice, gboolean user_numbers)
{
  choice->user_numbers = user_numbers;
  choice->options.numbers = user_numbers ? pn_numbers_locale () : pn_numbers_english ();
}

/* Letters and digits in lower case, anything between them one hyphen: a name for every file system.
 */
static char *
hyphenate (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *name = g_string_new (NULL);

  for (const char *p = lower; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (name, c);
      else if (name->len > 0 && name->str[name->len - 1] != '-')
        g_string_append_c (name, '-');
    }
  if (name->len > 0 && name->str[name->len - 1] == '-')
    g_string_truncate (name, name->len - 1);
  return g_string_free (name, FALSE);
}

char *
pn_export_choice_file_name (const PnExportChoice *choice, const char *subject)
{
  static const char *const endings[PN_N_FIGURE_FORMATS] = { "png", "svg", "pdf", "csv", "tex" };
  g_autofree char *name = hyphenate (subject ? subject : "");
  PnFigureMetrics metrics = choice->options.metrics;

  return g_strdup_printf ("%s-%s.%s", *name ? name : "perceptron",
                          metrics == PN_FIGURE_BOTH
                              ? "loss-accuracy"
                              : pn_metric_name ((PnMetric) g_bit_nth_lsf (metrics, -1)),
                          endings[choice->format]);
}

gboolean
pn_export_choice_can_carry (const PnExportChoice *choice)
{
  return choice->format == PN_FIGURE_PNG || choice->format == PN_FIGURE_SVG
         || choice->format == PN_FIGURE_PDF;
}

gboolean
pn_export_choice_has_size (const PnExportChoice *choice)
{
  return choice->format != PN_FIGURE_CSV;
}

void
pn_export_choice_pixels (const PnExportChoice *choice, int *width, int *height)
{
  const PnFigureOptions *options = &choice->options;

  *width = MAX ((int) lround (options->width_mm / MM_PER_INCH * options->dpi), 1);
  *height = MAX ((int) lround (options->height_mm / MM_PER_INCH * options->dpi), 1);
}
