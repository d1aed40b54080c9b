/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure.h"

#include <glib/gi18n-lib.h>

/* One of the four series of a run, by its place in the struct. */
static PnSeries *
series_of (const PnFigureRun *run, gsize offset)
{
  return G_STRUCT_MEMBER (PnSeries *, run, offset);
}

/* Whether every run has a point at x; their mean, least and most then. */
static gboolean
summarise (const PnFigureRun *const *runs,
           guint n,
           gsize offset,
           double x,
           double *mean,
           double *low,
           double *high)
{
  *mean = 0;
  for (guint i = 0; i < n; i++)
    {
      const PnSeries *series = series_of (runs[i], offset);
      gsize at = pn_series_search (series, x);
      double y;

      if (at >= series->length || series->x[at] != x)
        return FALSE;
      y = series->y[at];
      *low = i == 0 ? y : MIN (*low, y);
      *high = i == 0 ? y : MAX (*high, y);
      *mean += y / n;
    }
  return TRUE;
}

/* `band` may be NULL: without one. */
static void
gather (PnFigureRun *self,
        const PnFigureRun *const *runs,
        guint n,
        gsize offset,
        PnFigureBand *band)
{
  const PnSeries *first = series_of (runs[0], offset);

  if (band != NULL)
    *band = (PnFigureBand){ pn_series_new (), pn_series_new () };
  for (gsize i = 0; i < first->length; i++)
    {
      double x = first->x[i], mean, low, high;

      if (!summarise (runs, n, offset, x, &mean, &low, &high))
        continue;
      pn_series_append (series_of (self, offset), x, mean);
      if (band != NULL)
        {
          pn_series_append (band->low, x, low);
          pn_series_append (band->high, x, high);
        }
    }
}

/* The first run's checks, as far as all have them, with the mean of their seconds. */
static void
gather_checks (PnFigureRun *self, const PnFigureRun *const *runs, guint n)
{
  guint length = runs[0]->checks->len;

  for (guint i = 1; i < n; i++)
    length = MIN (length, runs[i]->checks->len);
  for (guint k = 0; k < length; k++)
    {
      PnCheckRecord check = g_array_index (runs[0]->checks, PnCheckRecord, k);

      check.training_seconds = 0;
      for (guint i = 0; i < n; i++)
        check.training_seconds
            += g_array_index (runs[i]->checks, PnCheckRecord, k).training_seconds / n;
      g_array_append_val (self->checks, check);
    }
}

PnFigureRun *
pn_figure_run_new_group (const char *name, guint run, const PnFigureRun *const *runs, guint n)
{
  /* Translators: in a legend: the name of a group of runs; how many there are. */
  g_autofree char *words = g_strdup_printf (_ ("%s (mean and min–max of %u seeds)"), name, n);
  PnFigureRun *self = pn_figure_run_new (words, run);

  gather (self, runs, n, G_STRUCT_OFFSET (PnFigureRun, training_loss), NULL);
  gather (self, runs, n, G_STRUCT_OFFSET (PnFigureRun, training_accuracy), NULL);
  gather (self, runs, n, G_STRUCT_OFFSET (PnFigureRun, validation_loss), &self->loss_band);
  gather (self, runs, n, G_STRUCT_OFFSET (PnFigureRun, validation_accuracy), &self->accuracy_band);
  for (gsize i = 0; i < PN_N_MEASURES; i++)
    gather (self, runs, n,
            G_STRUCT_OFFSET (PnFigureRun, measures) + (glong) (i * sizeof (PnSeries *)),
            &self->measure_bands[i]);
  gather_checks (self, runs, n);
  self->steps_per_epoch = runs[0]->steps_per_epoch;
  self->batch = runs[0]->batch;
  return self;
}
