/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-color.h"

#include <math.h>

PnColor
pn_color_with_alpha (PnColor color, double alpha)
{
  color.alpha = alpha;
  return color;
}

static double
to_linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static double
mix (double a, double b, double t)
{
  return a * (1 - t) + b * t;
}

PnColor
pn_color_mix (PnColor a, PnColor b, double t)
{
  PnColor color = {
    mix (a.red, b.red, t),
    mix (a.green, b.green, t),
    mix (a.blue, b.blue, t),
    mix (a.alpha, b.alpha, t),
  };

  return color;
}

double
pn_color_luminance (PnColor color)
{
  return 0.2126 * to_linear (color.red) + 0.7152 * to_linear (color.green)
         + 0.0722 * to_linear (color.blue);
}

double
pn_color_contrast (PnColor a, PnColor b)
{
  double la = pn_color_luminance (a);
  double lb = pn_color_luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

double
pn_color_hue (PnColor c)
{
  double high = MAX (c.red, MAX (c.green, c.blue));
  double range = high - MIN (c.red, MIN (c.green, c.blue));
  double hue;

  if (range <= 0)
    return 0;
  if (high == c.red)
    hue = (c.green - c.blue) / range;
  else if (high == c.green)
    hue = 2 + (c.blue - c.red) / range;
  else
    hue = 4 + (c.red - c.green) / range;
  return fmod (60 * hue + 360, 360);
}

static guint32
to_byte (double v)
{
  return (guint32) (CLAMP (v, 0, 1) * 255 + 0.5);
}

guint32
pn_color_to_argb (PnColor c)
{
  return to_byte (c.alpha) << 24 | to_byte (c.red * c.alpha) << 16
         | to_byte (c.green * c.alpha) << 8 | to_byte (c.blue * c.alpha);
}
