/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-plot-private.h"

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

static void
curve_free (gpointer data)
{
  PnCurve *self = data;

  pn_series_free (self->data);
  pn_series_free (self->smoothed);
  g_free (self->restarts);
  g_free (self->band_low);
  g_free (self->band_high);
  g_free (self->name);
  g_free (self);
}

static void
clear_mark (gpointer data)
{
  g_free (((PnPlotMark *) data)->word);
}

PnPlot *
pn_plot_new (PnPlotKind kind, const char *title, const char *x_label)
{
  PnPlot *self = g_new0 (PnPlot, 1);

  self->kind = kind;
  self->title = g_strdup (title);
  self->x_label = g_strdup (x_label);
  self->x_extent = 1;
  self->follow = TRUE;
  self->curves = g_ptr_array_new_with_free_func (curve_free);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PnPlotMark));
  g_array_set_clear_func (self->marks, clear_mark);
  return self;
}

void
pn_plot_free (PnPlot *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->x_label);
  g_free (self->y_label);
  g_free (self->empty_text);
  g_ptr_array_unref (self->curves);
  g_array_unref (self->marks);
  g_free (self);
}

void
pn_plot_clear (PnPlot *self)
{
  g_ptr_array_set_size (self->curves, 0);
  g_array_set_size (self->marks, 0);
}

PnCurve *
pn_plot_add_curve (PnPlot *self, const char *name, guint run, gboolean training, gboolean smooth)
{
  PnCurve *curve = g_new0 (PnCurve, 1);

  curve->name = g_strdup (name);
  curve->run = run;
  curve->training = training;
  curve->smooth = smooth;
  curve->data = pn_series_new ();
  curve->smoothed = pn_series_new ();
  pn_smoother_init (&curve->smoother, self->smoothing);
  g_ptr_array_add (self->curves, curve);
  return curve;
}

void
pn_curve_set_band (PnCurve *curve, const double *low, const double *high)
{
  g_free (curve->band_low);
  g_free (curve->band_high);
  curve->band_low = g_memdup2 (low, curve->data->length * sizeof *low);
  curve->band_high = g_memdup2 (high, curve->data->length * sizeof *high);
}

void
pn_curve_set_end_interval (PnCurve *curve, double low, double high)
{
  curve->end_low = low < high ? low : 0;
  curve->end_high = low < high ? high : 0;
}

static gboolean
begins_anew (const PnCurve *self, gsize i)
{
  for (gsize k = 0; i > 0 && k < self->n_restarts; k++)
    if (self->data->x[i - 1] <= self->restarts[k] && self->restarts[k] < self->data->x[i])
      return TRUE;
  return FALSE;
}

/* Smooths the points of the data that `smoothed` does not have yet. */
static void
catch_up (PnCurve *self)
{
  if (!self->smooth)
    return;
  for (gsize i = self->smoothed->length; i < self->data->length; i++)
    {
      if (begins_anew (self, i))
        pn_smoother_init (&self->smoother, self->smoother.beta);
      pn_series_append (self->smoothed, self->data->x[i],
                        pn_smoother_push (&self->smoother, self->data->y[i]));
    }
}

void
pn_curve_append (PnCurve *self, double x, double y)
{
  pn_curve_append_many (self, &x, &y, 1);
}

void
pn_curve_append_many (PnCurve *self, const double *x, const double *y, gsize n)
{
  pn_series_append_many (self->data, x, y, n);
  catch_up (self);
}

static void
smooth_again (PnCurve *self, double beta)
{
  pn_smoother_init (&self->smoother, beta);
  pn_series_truncate (self->smoothed, 0);
  catch_up (self);
}

void
pn_curve_truncate (PnCurve *self, gsize length)
{
  if (length >= self->data->length)
    return;
  pn_series_truncate (self->data, length);
  smooth_again (self, self->smoother.beta);
}

void
pn_curve_set_restarts (PnCurve *self, const double *x, gsize n)
{
  if (n == self->n_restarts && (n == 0 || memcmp (x, self->restarts, n * sizeof *x) == 0))
    return;
  g_free (self->restarts);
  self->restarts = g_memdup2 (x, n * sizeof *x);
  self->n_restarts = n;
  smooth_again (self, self->smoother.beta);
}

void
pn_plot_set_smoothing (PnPlot *self, double beta)
{
  if (beta == self->smoothing)
    return;
  self->smoothing = beta;
  for (guint i = 0; i < self->curves->len; i++)
    smooth_again (g_ptr_array_index (self->curves, i), beta);
}

void
pn_plot_add_mark (PnPlot *self, double x, const char *word, guint run)
{
  PnPlotMark mark = { x, g_strdup (word), run };

  g_array_append_val (self->marks, mark);
}

const PnSeries *
pn_plot_curve_series (const PnPlot *self, const PnCurve *curve)
{
  return curve->smooth && self->smoothing > 0 ? curve->smoothed : curve->data;
}

gboolean
pn_plot_is_empty (const PnPlot *self)
{
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!curve->hidden && curve->data->length > 0)
        return FALSE;
    }
  return TRUE;
}

/* Of one curve. A point that neither axis can show counts once. */
static gsize
count_dropped (const PnPlot *self, const PnCurve *curve)
{
  const PnSeries *series = pn_plot_curve_series (self, curve);
  gsize early = self->x_scale == PN_SCALE_LOG ? pn_series_search (series, DBL_MIN) : 0;
  gsize low = self->y_scale == PN_SCALE_LOG ? series->n_not_positive : 0;

  for (gsize i = 0; i < early && low > 0; i++)
    low -= series->y[i] <= 0;
  return early + low;
}

gsize
pn_plot_count_dropped (const PnPlot *self)
{
  gsize n = 0;

  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (!curve->hidden)
        n += count_dropped (self, curve);
    }
  return n;
}

char *
pn_plot_dropped_words (const PnPlot *self, const PnNumbers *numbers)
{
  gsize n = pn_plot_count_dropped (self);
  g_autofree char *count = pn_numbers_format (numbers, (double) n, 0);

  /* Translators: of a logarithmic axis, which can't show them */
  return n > 0 ? g_strdup_printf (ngettext ("%s value of 0 or less is left out",
                                            "%s values of 0 or less are left out", n),
                                  count)
               : NULL;
}

static gboolean
has_run (const GArray *entries, guint run, const char *name)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const PnLegendEntry *entry = &g_array_index (entries, PnLegendEntry, i);

      if (entry->kind == PN_LEGEND_RUN && entry->run == run && g_strcmp0 (entry->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_listed (const PnCurve *curve)
{
  return curve->name != NULL && !curve->hidden && !curve->ghost;
}

static void
add_line_kinds (const PnPlot *self, GArray *entries)
{
  PnLegendEntry kinds[] = { { PN_LEGEND_VALIDATION, 0, _ ("validation") },
                            { PN_LEGEND_TRAINING, 0, _ ("training") } };
  gboolean have[2] = { FALSE, FALSE };

  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (is_listed (curve))
        have[curve->training ? 1 : 0] = TRUE;
    }
  for (int i = 0; i < 2 && !self->one_kind; i++)
    if (have[i])
      g_array_append_val (entries, kinds[i]);
}

static gboolean
has_intervals (const PnPlot *self)
{
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (is_listed (curve) && curve->data->length > 0 && curve->end_low < curve->end_high)
        return TRUE;
    }
  return FALSE;
}

GArray *
pn_plot_legend (const PnPlot *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (PnLegendEntry));

  add_line_kinds (self, entries);
  if (has_intervals (self))
    {
      PnLegendEntry interval = { PN_LEGEND_INTERVAL, 0, _ ("95 % interval at the end") };

      g_array_append_val (entries, interval);
    }
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);
      PnLegendEntry entry = { PN_LEGEND_RUN, curve->run, curve->name };

      /* A run without points has nothing to be told apart from. */
      if (is_listed (curve) && curve->data->length > 0
          && !has_run (entries, curve->run, curve->name))
        g_array_append_val (entries, entry);
    }
  return entries;
}

double
pn_plot_frame_x (const PnPlotFrame *frame, double x)
{
  return frame->area.x + pn_axis_map (&frame->x, x) * frame->area.width;
}

double
pn_plot_frame_y (const PnPlotFrame *frame, double y)
{
  return pn_rect_bottom (&frame->area) - pn_axis_map (&frame->y, y) * frame->area.height;
}

double
pn_plot_frame_data_x (const PnPlotFrame *frame, double px)
{
  return pn_axis_unmap (&frame->x, (px - frame->area.x) / frame->area.width);
}

double
pn_plot_frame_data_y (const PnPlotFrame *frame, double py)
{
  return pn_axis_unmap (&frame->y, (pn_rect_bottom (&frame->area) - py) / frame->area.height);
}

static void
leave_following (PnPlot *self, const PnPlotFrame *frame)
{
  self->follow = FALSE;
  self->x_view = frame->x;
  self->y_view = frame->y;
}

void
pn_plot_zoom (PnPlot *self, const PnPlotFrame *frame, double px, double py, double factor)
{
  leave_following (self, frame);
  pn_axis_zoom (&self->x_view, (px - frame->area.x) / frame->area.width, factor);
  pn_axis_zoom (&self->y_view, (pn_rect_bottom (&frame->area) - py) / frame->area.height, factor);
}

void
pn_plot_pan (PnPlot *self, const PnPlotFrame *frame, double dx, double dy)
{
  leave_following (self, frame);
  pn_axis_pan (&self->x_view, -dx / frame->area.width);
  pn_axis_pan (&self->y_view, dy / frame->area.height);
}

void
pn_plot_follow (PnPlot *self)
{
  self->follow = TRUE;
}

char *
pn_plot_title (const char *title, double accuracy_from, const PnNumbers *numbers)
{
  g_autofree char *from = NULL;

  if (accuracy_from <= 0 || title == NULL)
    return g_strdup (title);
  from = pn_numbers_format (numbers, accuracy_from, accuracy_from == 0.5 ? 1 : 2);
  /* Translators: the title of a plot, "Accuracy", and where its axis starts, "0.88" */
  return g_strdup_printf (_ ("%s (from %s)"), title, from);
}

char *
pn_plot_format_x (const PnPlot *self, const PnNumbers *numbers, double x)
{
  int decimals = !self->x_fractional || fabs (x) >= 1000 ? 0 : fabs (x) >= 100 ? 1 : 2;

  return pn_numbers_format (numbers, x, decimals);
}

static void
describe_curve (const PnPlot *self, const PnCurve *curve, const PnNumbers *numbers, GString *text)
{
  gsize last = curve->data->length - 1;
  g_autofree char *x = pn_plot_format_x (self, numbers, curve->data->x[last]);
  g_autofree char *y
      = pn_numbers_format_significant (numbers, pn_plot_curve_series (self, curve)->y[last], 3);
  const char *kind = curve->training ? _ ("training") : _ ("validation");
  const char *x_label = self->x_label != NULL ? self->x_label : "x";

  if (self->one_kind)
    {
      /* Translators: run name, value, "step", number of the step */
      g_string_append_printf (text, _ (" %s: %s at %s %s."), curve->name, y, x_label, x);
      return;
    }
  /* Translators: run name, "training" or "validation", value, "step", number of the step */
  g_string_append_printf (text, _ (" %s, %s: %s at %s %s."), curve->name, kind, y, x_label, x);
}

char *
pn_plot_describe (const PnPlot *self, const PnNumbers *numbers)
{
  GString *text = g_string_new (self->title);
  g_autofree char *dropped = pn_plot_dropped_words (self, numbers);

  g_string_append_c (text, '.');
  if (pn_plot_is_empty (self) && self->empty_text != NULL)
    g_string_append_printf (text, " %s", self->empty_text);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const PnCurve *curve = g_ptr_array_index (self->curves, i);

      if (is_listed (curve) && curve->data->length > 0)
        describe_curve (self, curve, numbers, text);
    }
  if (dropped != NULL)
    g_string_append_printf (text, " %s.", dropped);
  return g_string_free (text, FALSE);
}
