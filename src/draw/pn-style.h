/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-palette.h"

G_BEGIN_DECLS

/* How numbers are written. */
typedef struct
{
  char decimal[8]; /* UTF-8 */
  char group[8];   /* "" does not group thousands */
} PnNumbers;

/* How a picture looks, apart from what it shows. A plain value. */
typedef struct
{
  const PnPalette *palette;
  const char *family; /* NULL: the Pango context's; must outlive the style */
  double text_size;   /* of body text, in the canvas' units */
  double line_scale;  /* factor on the width of lines: 1, or 2 for a beamer */
  PnNumbers numbers;
} PnStyle;

/* For the screen: numbers in the user's locale; `text_size` of a desktop's body, 14.67 for 11 pt.
 */
PnStyle pn_style_screen (const PnPalette *palette, double text_size);

/* For a figure: light palette, English numbers, a family that reports use. `text_size` in the
 * canvas' units.
 */
PnStyle pn_style_report (double text_size);

/* The body text size, in pixels, that a widget's Pango context asks for (Large Text included). */
double pn_style_context_text_size (PangoContext *context);

/* Fonts in relation to body text. */
PnFont pn_style_body (const PnStyle *self);
PnFont pn_style_bold (const PnStyle *self);
PnFont pn_style_small (const PnStyle *self); /* tick labels, captions: 13/15 of the body */

/* The height of a line of body and of small text. */
double pn_style_line (const PnStyle *self);
double pn_style_small_line (const PnStyle *self);

PnNumbers pn_numbers_locale (void);
PnNumbers pn_numbers_english (void);

/* `value` with `decimals` after the point, thousands grouped from 10,000 on (from 1,000 on in
 * English), a true minus sign. The caller frees it.
 */
char *pn_numbers_format (const PnNumbers *self, double value, int decimals);

/* 10 to the `exponent`: plain from 0.001 to 1,000, else 10 with a superscript. The caller frees it.
 */
char *pn_numbers_format_power (const PnNumbers *self, int exponent);

/* To `digits` significant digits, with a power of ten where it is very large or small. */
char *pn_numbers_format_significant (const PnNumbers *self, double value, int digits);

G_END_DECLS
