/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <math.h>

#include "pn-plot-runs.h"
#include "pn-reveal.h"
#include "pn-run-table.h"
#include "pn-words.h"

#define REVEAL_INTERVAL 33 /* ms: 30 pictures a second */

struct _PnPlotRuns
{
  PnDocument *document;
  PnMetric metric;
  PnXUnit unit;
  PnPlot *plot;
  void (*changed) (gpointer);
  gpointer user_data;
  GPtrArray *entries; /* Entry, in the document's order */
  guint reveal_source;
};

/* A run and its curves. */
typedef struct
{
  PnPlotRuns *owner;
  PnRun *run;
  PnRunCurves *curves;
  GSignalGroup *history_signals;
  PnReveal reveal;
  PnHistoryLength shown;
  gboolean training;
} Entry;

/* Examples a step when the run began. */
static double
get_batch (PnRun *run)
{
  const PnRecipe *began = pn_run_get_began (run);

  return (double) (began ? &began->settings : pn_run_get_settings (run))->batch;
}

static PnTimeline
get_timeline (const Entry *self)
{
  return pn_timeline_of_history (pn_run_get_history (self->run), self->owner->unit,
                                 get_batch (self->run));
}

static void
update_curves (Entry *self)
{
  PnHistory *history = pn_run_get_history (self->run);

  pn_run_curves_set_unit (self->curves, self->owner->unit, get_batch (self->run));
  pn_run_curves_set_n_validation (self->curves,
                                  pn_run_n_validation (self->owner->document, self->run));
  self->shown = pn_reveal_shown (&self->reveal, history, g_get_monotonic_time ());
  pn_run_curves_update_to (self->curves, history, self->shown, pn_run_get_ghost (self->run));
}

/* The last step that a curve of the run has, of whatever kind, and its first epoch's at least, so
 * that the first few steps aren't stretched over the whole plot.
 */
static double
extent_of (const Entry *self)
{
  PnHistory *history = pn_run_get_history (self->run);
  PnTimeline timeline = get_timeline (self);
  const PnCheckRecord *check = pn_history_last_check (history);
  gsize n;
  const PnStepRecord *steps = pn_history_steps (history, &n);
  guint64 extent = pn_history_steps_per_epoch (history);

  if (n > 0)
    extent = MAX (extent, steps[n - 1].step);
  if (check)
    extent = MAX (extent, check->step);
  return pn_timeline_map (&timeline, (double) extent);
}

/* Where a run that is over was at its best, unless that is its end. */
static void
add_best_mark (PnPlot *plot, const Entry *self, const PnTimeline *timeline)
{
  PnRun *run = self->run;
  PnHistory *history = pn_run_get_history (run);
  const PnCheckRecord *best = pn_history_best_check (history);
  gsize n;
  const PnCheckRecord *checks = pn_history_checks (history, &n);

  if (!pn_words_is_over (run) || !best || self->shown.n_checks < n
      || best->step == checks[n - 1].step)
    return;
  pn_plot_add_mark (plot, pn_timeline_map (timeline, (double) best->step),
                    pn_run_get_settings (run)->keep_best ? _ ("best, kept") : _ ("best"),
                    pn_run_get_colour (run));
}

/* Marks of the selected run alone: words of all would cover the curves. */
static void
update_marks (PnPlotRuns *self)
{
  PnRun *selected = pn_document_get_selected (self->document);

  g_array_set_size (self->plot->marks, 0);
  self->plot->x_extent = self->plot->x_fractional ? 0 : 1;
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      PnTimeline timeline = get_timeline (entry);

      if (!pn_run_get_checked (entry->run))
        continue;
      self->plot->x_extent = fmax (self->plot->x_extent, extent_of (entry));
      if (entry->run != selected)
        continue;
      pn_run_curves_add_marks (self->plot, pn_run_get_history (selected), entry->shown, &timeline,
                               pn_run_get_colour (selected));
      add_best_mark (self->plot, entry, &timeline);
    }
}

static gboolean
reveal_cb (gpointer data)
{
  PnPlotRuns *self = data;
  gboolean under_way = FALSE;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (!pn_reveal_is_under_way (&entry->reveal))
        continue;
      update_curves (entry);
      under_way |= pn_reveal_is_under_way (&entry->reveal);
    }
  update_marks (self);
  self->changed (self->user_data);
  if (!under_way)
    self->reveal_source = 0;
  return under_way;
}

static gboolean
wants_reveal (PnRun *run)
{
  PnTrainer *trainer = pn_run_get_trainer (run);
  gboolean animations;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);
  return animations && trainer && pn_trainer_get_pace (trainer) == PN_PACE_FULL;
}

/* A burst begins. */
static void
update_reveal (Entry *self)
{
  gboolean training = pn_run_get_state (self->run) == PN_RUN_TRAINING;
  gboolean begins = training && !self->training;

  self->training = training;
  if (!begins || !wants_reveal (self->run))
    return;
  pn_reveal_begin (&self->reveal, pn_run_get_history (self->run), g_get_monotonic_time ());
  if (!self->owner->reveal_source)
    self->owner->reveal_source = g_timeout_add (REVEAL_INTERVAL, reveal_cb, self->owner);
}

void
pn_plot_runs_skip (PnPlotRuns *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    pn_reveal_end (&((Entry *) self->entries->pdata[i])->reveal);
  if (!self->reveal_source)
    return;
  for (guint i = 0; i < self->entries->len; i++)
    update_curves (self->entries->pdata[i]);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  update_marks (self);
  self->changed (self->user_data);
}

static void
history_changed_cb (Entry *self)
{
  update_curves (self);
  update_marks (self->owner);
  self->owner->changed (self->owner->user_data);
}

static void
update_look (Entry *self)
{
  pn_run_curves_set_look (self->curves, pn_run_get_name (self->run), pn_run_get_colour (self->run),
                          !pn_run_get_checked (self->run));
}

/* Name, colour, check mark, state; also another history or ghost after an undo. */
static void
run_changed_cb (Entry *self)
{
  g_signal_group_set_target (self->history_signals, pn_run_get_history (self->run));
  update_reveal (self);
  update_look (self);
  history_changed_cb (self);
}

static Entry *
entry_new (PnPlotRuns *owner, PnRun *run)
{
  Entry *self = g_new0 (Entry, 1);

  self->owner = owner;
  self->run = g_object_ref (run);
  self->curves = pn_run_curves_new (owner->plot, owner->metric);
  self->history_signals = g_signal_group_new (PN_TYPE_HISTORY);
  g_signal_group_connect_swapped (self->history_signals, "changed", G_CALLBACK (history_changed_cb),
                                  self);
  g_signal_group_set_target (self->history_signals, pn_run_get_history (run));
  g_signal_connect_swapped (run, "notify", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (run, "snapshot-changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (run, "recipe-changed", G_CALLBACK (run_changed_cb), self);
  self->training = pn_run_get_state (run) == PN_RUN_TRAINING;
  update_look (self);
  update_curves (self);
  return self;
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_signal_handlers_disconnect_by_data (self->run, self);
  g_signal_group_set_target (self->history_signals, NULL);
  g_clear_object (&self->history_signals);
  g_clear_object (&self->run);
  pn_run_curves_free (self->curves);
  g_free (self);
}

/* Another set of runs: all anew. */
static void
runs_changed_cb (PnPlotRuns *self)
{
  g_ptr_array_set_size (self->entries, 0);
  pn_plot_clear (self->plot);
  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    g_ptr_array_add (self->entries, entry_new (self, pn_document_get_run (self->document, i)));
  pn_run_curves_sort (self->plot);
  update_marks (self);
  self->changed (self->user_data);
}

static void
selected_cb (PnPlotRuns *self)
{
  update_marks (self);
  self->changed (self->user_data);
}

PnPlotRuns *
pn_plot_runs_new (PnDocument *document,
                  PnMetric metric,
                  PnPlot *plot,
                  void (*changed) (gpointer),
                  gpointer user_data)
{
  PnPlotRuns *self = g_new0 (PnPlotRuns, 1);

  self->document = g_object_ref (document);
  self->metric = metric;
  self->plot = plot;
  self->changed = changed;
  self->user_data = user_data;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  g_signal_connect_swapped (document, "items-changed", G_CALLBACK (runs_changed_cb), self);
  g_signal_connect_swapped (document, "notify::selected", G_CALLBACK (selected_cb), self);
  runs_changed_cb (self);
  return self;
}

void
pn_plot_runs_free (PnPlotRuns *self)
{
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  pn_plot_clear (self->plot);
  g_clear_object (&self->document);
  g_free (self);
}

void
pn_plot_runs_set_unit (PnPlotRuns *self, PnXUnit unit)
{
  self->unit = unit;
  for (guint i = 0; i < self->entries->len; i++)
    update_curves (self->entries->pdata[i]);
  update_marks (self);
  self->changed (self->user_data);
}

guint
pn_plot_runs_n_shown (PnPlotRuns *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += !!pn_run_get_checked (((Entry *) self->entries->pdata[i])->run);
  return n;
}
