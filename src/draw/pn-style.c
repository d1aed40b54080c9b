/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-style.h"

#include <locale.h>
#include <math.h>
#include <string.h>

PnStyle
pn_style_screen (const PnPalette *palette, double text_size)
{
  PnStyle style = {
    .palette = palette,
    .text_size = text_size,
    .line_scale = 1,
    .numbers = pn_numbers_locale (),
  };

  return style;
}

PnStyle
pn_style_report (double text_size)
{
  PnStyle style = {
    .palette = pn_palette_get (FALSE, FALSE),
    .family = "DejaVu Sans",
    .text_size = text_size,
    .line_scale = 1,
    .numbers = pn_numbers_english (),
  };

  return style;
}

double
pn_style_context_text_size (PangoContext *context)
{
  const PangoFontDescription *description = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (description) / (double) PANGO_SCALE;
  PangoFontMap *map = pango_context_get_font_map (context);
  double resolution = -1;

  if (size <= 0)
    return 44 / 3.0; /* 11 pt at 96 dpi */
  if (pango_font_description_get_size_is_absolute (description))
    return size;
  /* Pango asks for no header of a back end here: the property is there for both cairo's and others.
   */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (map), "resolution") != NULL)
    g_object_get (map, "resolution", &resolution, NULL);
  return size * (resolution > 0 ? resolution : 96) / 72;
}

static PnFont
make_font (const PnStyle *self, double scale, gboolean bold)
{
  PnFont font = { self->family, self->text_size * scale, bold };

  return font;
}

PnFont
pn_style_body (const PnStyle *self)
{
  return make_font (self, 1, FALSE);
}

PnFont
pn_style_bold (const PnStyle *self)
{
  return make_font (self, 1, TRUE);
}

PnFont
pn_style_small (const PnStyle *self)
{
  return make_font (self, 13 / 15.0, FALSE);
}

double
pn_style_line (const PnStyle *self)
{
  return self->text_size * 1.4;
}

double
pn_style_small_line (const PnStyle *self)
{
  return self->text_size * 1.2;
}

PnNumbers
pn_numbers_locale (void)
{
  const struct lconv *conventions = localeconv ();
  PnNumbers numbers = { ".", "" };

  g_strlcpy (numbers.decimal, conventions->decimal_point, sizeof numbers.decimal);
  g_strlcpy (numbers.group, conventions->thousands_sep, sizeof numbers.group);
  /* The C locale groups nothing; a figure of 50880 is hard to read, and English is what C speaks.
   */
  if (*numbers.group == '\0' && strcmp (numbers.decimal, ".") == 0)
    return pn_numbers_english ();
  return numbers;
}

PnNumbers
pn_numbers_english (void)
{
  PnNumbers numbers = { ".", "," };

  return numbers;
}

static void
append_grouped (GString *string, const char *digits, gsize n, const char *group)
{
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && (n - i) % 3 == 0)
        g_string_append (string, group);
      g_string_append_c (string, digits[i]);
    }
}

char *
pn_numbers_format (const PnNumbers *self, double value, int decimals)
{
  GString *string = g_string_new (NULL);
  g_autofree char *plain = NULL;
  char format[8], buffer[512];
  const char *point;

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "–" : value > 0 ? "∞" : "−∞");
  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 17));
  plain = g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, fabs (value)));
  if (value < 0 && strspn (plain, "0.") != strlen (plain))
    g_string_append (string, "−");
  point = strchrnul (plain, '.');
  append_grouped (string, plain, point - plain, self->group);
  if (*point != '\0')
    g_string_append_printf (string, "%s%s", self->decimal, point + 1);
  return g_string_free (string, FALSE);
}

static void
append_superscript (GString *string, int exponent)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *plain = g_strdup_printf ("%d", exponent);

  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (string, *c == '-' ? "⁻" : digits[*c - '0']);
}

char *
pn_numbers_format_power (const PnNumbers *self, int exponent)
{
  GString *string;

  if (exponent >= -3 && exponent <= 3)
    return pn_numbers_format (self, pow (10, exponent), MAX (0, -exponent));
  string = g_string_new ("10");
  append_superscript (string, exponent);
  return g_string_free (string, FALSE);
}

char *
pn_numbers_format_significant (const PnNumbers *self, double value, int digits)
{
  int exponent = value != 0 && isfinite (value) ? (int) floor (log10 (fabs (value))) : 0;
  g_autofree char *mantissa = NULL;
  GString *string;

  if (exponent >= -4 && exponent < 6)
    return pn_numbers_format (self, value, MAX (0, digits - 1 - exponent));
  mantissa = pn_numbers_format (self, value / pow (10, exponent), digits - 1);
  string = g_string_new (mantissa);
  g_string_append (string, "·10");
  append_superscript (string, exponent);
  return g_string_free (string, FALSE);
}
