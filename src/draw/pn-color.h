/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A colour in sRGB, not premultiplied, each part in [0, 1]. */
typedef struct
{
  double red;
  double green;
  double blue;
  double alpha;
} PnColor;

/* 0xRRGGBB as an initialiser for an opaque colour. */
#define PN_COLOR(hex)                                                                              \
  {                                                                                                \
    (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) &0xff) / 255.0, 1.0      \
  }

PnColor pn_color_with_alpha (PnColor color, double alpha);

/* The way from `a` (t = 0) to `b` (t = 1) in sRGB as it is coded, whose steps look about equal:
 * half a weight looks half as strong on light and dark grounds alike, which it would not in linear
 * light.
 */
PnColor pn_color_mix (PnColor a, PnColor b, double t);

/* Relative luminance and contrast ratio (1 to 21) of opaque colours: WCAG 2.1, "relative luminance"
 * and "contrast ratio".
 */
double pn_color_luminance (PnColor color);
double pn_color_contrast (PnColor a, PnColor b);

/* Hue in degrees, [0, 360), as in HSV; 0 for greys. */
double pn_color_hue (PnColor color);

/* Premultiplied 0xAARRGGBB, a pixel of CAIRO_FORMAT_ARGB32. */
guint32 pn_color_to_argb (PnColor color);

G_END_DECLS
