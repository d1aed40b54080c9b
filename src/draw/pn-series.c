/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-series.h"

#include <math.h>
#include <string.h>

PnSeries *
pn_series_new (void)
{
  return g_new0 (PnSeries, 1);
}

void
pn_series_free (PnSeries *self)
{
  if (self == NULL)
    return;
  g_free (self->x);
  g_free (self->y);
  g_free (self->blocks);
  g_free (self);
}

PnSeries *
pn_series_copy (const PnSeries *self)
{
  PnSeries *copy = pn_series_new ();

  pn_series_append_many (copy, self->x, self->y, self->length);
  return copy;
}

static void
reserve (PnSeries *self, gsize length)
{
  if (length <= self->allocated)
    return;
  self->allocated = MAX (length, 2 * self->allocated);
  self->x = g_renew (double, self->x, self->allocated);
  self->y = g_renew (double, self->y, self->allocated);
}

static gsize
count_not_positive (const double *y, gsize n)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += y[i] <= 0;
  return count;
}

static PnSeriesBlock
summarise (const double *x, const double *y)
{
  PnSeriesBlock block = { 0, 0, TRUE };

  for (guint i = 0; i < PN_SERIES_BLOCK; i++)
    {
      block.finite &= isfinite (x[i]) && isfinite (y[i]);
      if (y[i] < y[block.lowest])
        block.lowest = i;
      if (y[i] > y[block.highest])
        block.highest = i;
    }
  return block;
}

static void
complete_blocks (PnSeries *self)
{
  gsize n = self->length / PN_SERIES_BLOCK;

  if (n > self->blocks_allocated)
    {
      self->blocks_allocated = MAX (n, 2 * self->blocks_allocated);
      self->blocks = g_renew (PnSeriesBlock, self->blocks, self->blocks_allocated);
    }
  for (; self->n_blocks < n; self->n_blocks++)
    self->blocks[self->n_blocks] = summarise (self->x + self->n_blocks * PN_SERIES_BLOCK,
                                              self->y + self->n_blocks * PN_SERIES_BLOCK);
}

void
pn_series_append (PnSeries *self, double x, double y)
{
  pn_series_append_many (self, &x, &y, 1);
}

void
pn_series_append_many (PnSeries *self, const double *x, const double *y, gsize n)
{
  if (n == 0)
    return;
  reserve (self, self->length + n);
  memcpy (self->x + self->length, x, n * sizeof *x);
  memcpy (self->y + self->length, y, n * sizeof *y);
  self->length += n;
  complete_blocks (self);
  self->n_not_positive += count_not_positive (y, n);
}

void
pn_series_truncate (PnSeries *self, gsize length)
{
  if (length >= self->length)
    return;
  self->n_not_positive -= count_not_positive (self->y + length, self->length - length);
  self->length = length;
  self->n_blocks = length / PN_SERIES_BLOCK;
}

gsize
pn_series_search (const PnSeries *self, double x)
{
  gsize low = 0, high = self->length;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->x[middle] < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gsize
pn_series_nearest (const PnSeries *self, double x)
{
  gsize index = pn_series_search (self, x);

  if (self->length == 0)
    return G_MAXSIZE;
  if (index == self->length || (index > 0 && x - self->x[index - 1] < self->x[index] - x))
    return index - 1;
  while (index + 1 < self->length && self->x[index + 1] == self->x[index])
    index++;
  return index;
}

void
pn_smoother_init (PnSmoother *self, double beta)
{
  self->beta = CLAMP (beta, 0, 0.99999);
  self->value = 0;
  self->weight = 0;
}

double
pn_smoother_push (PnSmoother *self, double y)
{
  if (!isfinite (y))
    return y;
  self->weight = 1 - self->beta * (1 - self->weight);
  if (self->weight == 1 - self->beta)
    self->value = y;
  else
    self->value += (y - self->value) * (1 - self->beta) / self->weight;
  return self->value;
}

PnSeries *
pn_series_smooth (const PnSeries *self, double beta)
{
  PnSeries *smooth = pn_series_new ();
  PnSmoother smoother;

  pn_smoother_init (&smoother, beta);
  for (gsize i = 0; i < self->length; i++)
    pn_series_append (smooth, self->x[i], pn_smoother_push (&smoother, self->y[i]));
  return smooth;
}
