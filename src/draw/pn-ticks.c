/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-ticks.h"

#include <float.h>
#include <math.h>

/* The names are those of Talbot, Lin and Hanrahan's paper: every j-th multiple of q times 10^z, k
 * ticks, m wanted.
 */
#define N_Q 6
#define MAX_SKIP 12   /* the scores have long fallen below any that was found */
#define MAX_TICKS 512 /* likewise; also bounds the work for mad arguments */
static const double q_values[N_Q] = { 1, 5, 2, 2.5, 4, 3 };

#define WEIGHT_SIMPLICITY 0.25
#define WEIGHT_COVERAGE 0.2
#define WEIGHT_DENSITY 0.5
#define WEIGHT_LEGIBILITY 0.05

typedef struct
{
  double min;
  double max;
  int wanted;
  gboolean loose;
  double score;
  double low;
  double step;
  int count;
} Search;

static double
simplicity (int i, int j, gboolean has_zero)
{
  return 1 - i / (N_Q - 1.0) - j + has_zero;
}

static double
coverage (const Search *self, double low, double high)
{
  double range = 0.1 * (self->max - self->min);
  double a = (self->max - high) / range, b = (self->min - low) / range;

  return 1 - 0.5 * (a * a + b * b);
}

static double
coverage_max (const Search *self, double span)
{
  double half = (span - (self->max - self->min)) / 2;

  return half > 0 ? coverage (self, self->min - half, self->max + half) : 1;
}

static double
density (const Search *self, int k, double low, double high)
{
  double r = (k - 1) / (high - low);
  double wanted = (self->wanted - 1) / (MAX (high, self->max) - MIN (low, self->min));

  return 2 - MAX (r / wanted, wanted / r);
}

static double
density_max (const Search *self, int k)
{
  return k >= self->wanted ? 2 - (k - 1) / (self->wanted - 1.0) : 1;
}

static double
total (double simple, double covered, double dense)
{
  return WEIGHT_SIMPLICITY * simple + WEIGHT_COVERAGE * covered + WEIGHT_DENSITY * dense
         + WEIGHT_LEGIBILITY;
}

static gboolean
has_zero (double low, double high, double step)
{
  double rest = fmod (fabs (low), step);

  return low <= 0 && high >= 0 && (rest < 1e-10 * step || step - rest < 1e-10 * step);
}

static void
consider (Search *self, int i, int j, int k, double low, double step)
{
  double high = low + step * (k - 1);
  double score = total (simplicity (i, j, has_zero (low, high, step)), coverage (self, low, high),
                        density (self, k, low, high));
  double slack = 1e-10 * step;

  if (!(score > self->score))
    return;
  if (self->loose && (low > self->min + slack || high < self->max - slack))
    return;
  self->score = score;
  self->low = low;
  self->step = step;
  self->count = k;
}

static void
search_starts (Search *self, int i, int j, int k, double step)
{
  double first = floor (self->max / step) * j - (k - 1.0) * j;
  double last = ceil (self->min / step) * j;

  for (double start = first; start <= last; start++)
    consider (self, i, j, k, start * (step / j), step);
}

static void
search_powers (Search *self, int i, int j, int k)
{
  double delta = (self->max - self->min) / (k + 1) / j / q_values[i];

  for (int z = ceil (log10 (delta)); z < DBL_MAX_10_EXP; z++)
    {
      double step = j * q_values[i] * pow (10, z);

      if (total (simplicity (i, j, TRUE), coverage_max (self, step * (k - 1)),
                 density_max (self, k))
          < self->score)
        return;
      search_starts (self, i, j, k, step);
    }
}

static void
search_counts (Search *self, int i, int j)
{
  for (int k = 2; k < MAX_TICKS; k++)
    {
      if (total (simplicity (i, j, TRUE), 1, density_max (self, k)) < self->score)
        return;
      search_powers (self, i, j, k);
    }
}

static void
search (Search *self)
{
  for (int j = 1; j < MAX_SKIP; j++)
    for (int i = 0; i < N_Q; i++)
      {
        if (total (simplicity (i, j, TRUE), 1, 1) < self->score)
          return;
        search_counts (self, i, j);
      }
}

static PnTicks *
ticks_new (void)
{
  PnTicks *self = g_new0 (PnTicks, 1);

  self->major = g_array_new (FALSE, FALSE, sizeof (double));
  self->minor = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
pn_ticks_free (PnTicks *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->major);
  g_array_unref (self->minor);
  g_free (self);
}

static void
append (GArray *array, double value)
{
  g_array_append_val (array, value);
}

PnTicks *
pn_ticks_new_linear (double min, double max, int wanted, gboolean loose)
{
  PnTicks *self = ticks_new ();
  Search best = { min, max, MAX (wanted, 2), loose, -2, min, 0, 1 };

  if (!isfinite (min) || !isfinite (max))
    return self;
  /* Ticks closer than a few units in the last place would all read the same. */
  if (max - min > 1e-12 * MAX (fabs (min), fabs (max)) && max - min > DBL_MIN * 1e20)
    search (&best);
  self->step = best.step;
  for (int i = 0; i < best.count; i++)
    {
      double value = best.low + i * best.step;

      append (self->major, fabs (value) < 1e-10 * best.step ? 0 : value);
    }
  return self;
}

static void
append_decade (PnTicks *self, int exponent, double min, double max, gboolean fine)
{
  for (int digit = 1; digit < 10; digit++)
    {
      double value = digit * pow (10, exponent);
      gboolean is_major = digit == 1 || (fine && (digit == 2 || digit == 5));

      if (value >= min * (1 - 1e-12) && value <= max * (1 + 1e-12))
        append (is_major ? self->major : self->minor, value);
    }
}

/* Powers of ten only, every `stride`-th with a number; the others and no digits between. */
static void
append_powers (PnTicks *self, int first, int last, int stride)
{
  for (int exponent = first; exponent <= last; exponent++)
    append (exponent % stride == 0 ? self->major : self->minor, pow (10, exponent));
}

static PnTicks *
ticks_new_decades (double min, double max, int wanted)
{
  double decades = log10 (max / min);
  int first = floor (log10 (min) + 1e-12), last = floor (log10 (max) + 1e-12);
  PnTicks *self = ticks_new ();

  self->log = TRUE;
  if (decades > MAX (wanted, 2))
    append_powers (self, ceil (log10 (min) - 1e-12), last, ceil (decades / MAX (wanted, 2)));
  else
    for (int exponent = first; exponent <= last; exponent++)
      append_decade (self, exponent, min, max, decades < 2);
  return self;
}

PnTicks *
pn_ticks_new_log (double min, double max, int wanted)
{
  PnTicks *self;

  if (!(min > 0) || !(max > min) || !isfinite (max))
    return ticks_new ();
  self = ticks_new_decades (min, max, wanted);
  if (self->major->len > 2 || max / min > 10)
    return self;
  pn_ticks_free (self);
  return pn_ticks_new_linear (min, max, wanted, FALSE);
}
