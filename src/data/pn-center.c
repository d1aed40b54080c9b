/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-center-private.h"

#include <math.h>
#include <string.h>

gsize
pn_center_box (gsize size)
{
  return (size * 20 + 14) / 28;
}

static double
largest (const double *ink, gsize n)
{
  double max = 0;

  for (gsize i = 0; i < n; i++)
    max = fmax (max, ink[i]);
  return max;
}

static void
round_to_bytes (const double *ink, gsize n, double max, guint8 *bytes)
{
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) lround (fmax (ink[i], 0) * 255 / max);
}

static void
find_centroid (const guint8 *bytes, gsize box, double *x, double *y)
{
  double sum = 0;

  *x = *y = 0;
  for (gsize i = 0; i < box * box; i++)
    {
      sum += bytes[i];
      *x += bytes[i] * ((double) (i % box) + 0.5);
      *y += bytes[i] * ((double) (i / box) + 0.5);
    }
  *x /= sum;
  *y /= sum;
}

static void
paste (const guint8 *bytes, gsize box, gsize size, gssize left, gssize top, guint8 *pixels)
{
  for (gsize i = 0; i < box * box; i++)
    {
      gssize x = left + (gssize) (i % box);
      gssize y = top + (gssize) (i / box);

      if (x >= 0 && y >= 0 && x < (gssize) size && y < (gssize) size)
        pixels[(gsize) y * size + (gsize) x] = bytes[i];
    }
}

gboolean
pn_center_ink (const double *ink, gsize box, gsize size, guint8 *pixels)
{
  double max = largest (ink, box * box);
  double middle = (double) (size / 2 + 1);
  g_autofree guint8 *bytes = NULL;
  double x, y;

  memset (pixels, 0, size * size);
  if (max <= 0)
    return FALSE;
  bytes = g_new (guint8, box * box);
  round_to_bytes (ink, box * box, max, bytes);
  find_centroid (bytes, box, &x, &y);
  paste (bytes, box, size, (gssize) trunc (middle - x), (gssize) trunc (middle - y), pixels);
  return TRUE;
}
