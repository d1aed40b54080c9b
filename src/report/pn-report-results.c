/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-sections-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "pn-report-claim.h"
#include "pn-report-private.h"
#include "pn-style.h"

/* What the runs came to, as tables; and what is claimed of them. */

/* More runs than this are each compared with the first one only. */
#define MOST_ALL_PAIRS 6

static void
add_columns (PnReportTable *table, const char *const *titles, gsize n, gsize n_words)
{
  for (gsize i = 0; i < n; i++)
    pn_report_table_add_column (table, i < n_words ? PN_ANCHOR_START : PN_ANCHOR_END, titles[i]);
}

static const char *
stop_words (PnStopReason reason)
{
  switch (reason)
    {
    case PN_STOP_EARLY:
      return _ ("early stop");
    case PN_STOP_EPOCHS:
      return _ ("all epochs done");
    case PN_STOP_DIVERGED:
      return _ ("diverged");
    case PN_STOP_USER:
      return _ ("paused");
    case PN_STOP_NONE:
    default:
      return _ ("trained before");
    }
}

/* Steps, or why there are none; `known` is FALSE where nobody can tell. */
static char *
steps_words (gint64 steps, gboolean known, const char *never)
{
  if (steps >= 0)
    return pn_report_count_words ((guint64) steps);
  return known ? g_strdup (never) : NULL;
}

static void
add_cost_row (PnReportTable *table, const PnReportRun *run)
{
  const PnCheckRecord *last = pn_history_last_check (run->history);
  PnNumbers numbers = pn_numbers_locale ();

  pn_report_table_take_cell (table, g_strdup (run->name));
  pn_report_table_take_cell (table, g_strdup (stop_words (run->reason)));
  pn_report_take_quantity (table, run, PN_QUANTITY_PARAMETERS);
  pn_report_take_quantity (table, run, PN_QUANTITY_MULTIPLY_ADDS);
  pn_report_take_quantity (table, run, PN_QUANTITY_SECONDS_PER_EPOCH);
  pn_report_table_take_cell (
      table, last != NULL ? pn_numbers_format (&numbers, last->training_seconds, 1) : NULL);
  pn_report_take_quantity (table, run, PN_QUANTITY_EPOCHS);
  pn_report_table_take_cell (table,
                             steps_words (run->numbers.steps_to, last != NULL, _ ("not reached")));
  pn_report_table_take_cell (
      table, steps_words (run->numbers.split, !isnan (run->numbers.gap), _ ("none")));
}

static void
add_costs (PnReport *report, const GPtrArray *runs)
{
  g_autofree char *target = pn_report_quantity_words (PN_QUANTITY_LOSS, PN_REPORT_TARGET_LOSS);
  g_autofree char *steps = g_strdup_printf (_ ("Steps to a loss of %s"), target);
  const char *const titles[] = { _ ("Run"),
                                 _ ("Why it stopped"),
                                 _ ("Parameters"),
                                 _ ("Multiply-adds a sample"),
                                 _ ("Seconds an epoch"),
                                 _ ("Seconds in all"),
                                 _ ("Epochs run"),
                                 steps,
                                 _ ("Split, at step") };
  PnReportTable *table = pn_report_table_new ();

  add_columns (table, titles, G_N_ELEMENTS (titles), 2);
  for (guint i = 0; i < runs->len; i++)
    add_cost_row (table, runs->pdata[i]);
  pn_report_take_table (report, table,
                        _ ("Size and time. Seconds are of training alone, without the checks. "
                           "Training and validation accuracy split where the gap stays above 0.01 "
                           "for three checks."));
}

static void
add_validation (PnReport *report, const GPtrArray *runs)
{
  const char *const titles[]
      = { _ ("Run"), _ ("Validation loss, best"), _ ("Validation loss, at stop"),
          _ ("Validation accuracy, best"), _ ("Validation accuracy, at stop") };
  PnReportTable *table = pn_report_table_new ();

  add_columns (table, titles, G_N_ELEMENTS (titles), 1);
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];

      pn_report_table_take_cell (table, g_strdup (run->name));
      pn_report_take_quantity (table, run, PN_QUANTITY_BEST_LOSS);
      pn_report_take_quantity (table, run, PN_QUANTITY_LOSS);
      pn_report_table_take_cell (table, pn_report_share_words (&run->numbers.best_accuracy));
      pn_report_table_take_cell (table, pn_report_share_words (&run->numbers.stop_accuracy));
    }
  pn_report_take_table (report, table,
                        _ ("On the validation images, each run with the recipe's own seed. "
                           "Accuracies are fractions with their 95 % interval (Wilson 1927); the "
                           "best is that of the check with the lowest validation loss."));
}

static void
add_training (PnReport *report, const GPtrArray *runs)
{
  const char *const titles[]
      = { _ ("Run"), _ ("Training loss"), _ ("Training accuracy"), _ ("Gap") };
  PnReportTable *table = pn_report_table_new ();

  add_columns (table, titles, G_N_ELEMENTS (titles), 1);
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];

      pn_report_table_take_cell (table, g_strdup (run->name));
      pn_report_take_quantity (table, run, PN_QUANTITY_TRAINING_LOSS);
      pn_report_table_take_cell (table, pn_report_share_words (&run->numbers.training_accuracy));
      pn_report_take_quantity (table, run, PN_QUANTITY_GAP);
    }
  pn_report_take_table (report, table,
                        _ ("Over all training images, at the last check; the gap is training less "
                           "validation accuracy."));
}

static double
median (double *values, guint n)
{
  for (guint i = 1; i < n; i++)
    for (guint k = i; k > 0 && values[k] < values[k - 1]; k--)
      {
        double lower = values[k];

        values[k] = values[k - 1];
        values[k - 1] = lower;
      }
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static const PnReportQuantity seed_quantities[]
    = { PN_QUANTITY_EPOCHS, PN_QUANTITY_BEST_LOSS, PN_QUANTITY_LOSS };

static void
add_seed_row (PnReportTable *table, const PnReportRun *run)
{
  pn_report_table_take_cell (table, g_strdup (run->name));
  pn_report_table_take_cell (table,
                             g_strdup_printf (run->repeat ? "%" PRIu64 : _ ("%" PRIu64 ", its own"),
                                              run->recipe->settings.seed));
  for (gsize i = 0; i < G_N_ELEMENTS (seed_quantities); i++)
    pn_report_take_quantity (table, run, seed_quantities[i]);
  pn_report_table_take_cell (table, pn_report_share_words (&run->numbers.best_accuracy));
  pn_report_table_take_cell (table, pn_report_share_words (&run->numbers.stop_accuracy));
}

static void
add_median_row (PnReportTable *table, const GPtrArray *same)
{
  const PnReportRun *first = same->pdata[0];
  g_autofree double *best = g_new (double, same->len);
  g_autofree double *values = g_new (double, same->len);

  pn_report_table_take_cell (table, g_strdup (first->name));
  pn_report_table_take_cell (table, g_strdup_printf (_ ("median of %u"), same->len));
  for (gsize q = 0; q < G_N_ELEMENTS (seed_quantities); q++)
    {
      for (guint i = 0; i < same->len; i++)
        values[i] = pn_report_quantity (same->pdata[i], seed_quantities[q]);
      pn_report_table_take_cell (
          table, pn_report_quantity_words (seed_quantities[q], median (values, same->len)));
    }
  for (guint i = 0; i < same->len; i++)
    {
      best[i] = ((PnReportRun *) same->pdata[i])->numbers.best_accuracy.share;
      values[i] = pn_report_quantity (same->pdata[i], PN_QUANTITY_ACCURACY);
    }
  pn_report_table_take_cell (
      table, pn_report_quantity_words (PN_QUANTITY_ACCURACY, median (best, same->len)));
  pn_report_table_take_cell (
      table, pn_report_quantity_words (PN_QUANTITY_ACCURACY, median (values, same->len)));
}

/* The run and its repeats. */
static GPtrArray *
find_seeds (const PnReportInput *input, const PnReportRun *run)
{
  GPtrArray *same = g_ptr_array_new ();

  for (guint i = 0; i < input->runs->len; i++)
    {
      PnReportRun *other = input->runs->pdata[i];

      if (other == run || (other->repeat && g_strcmp0 (other->key, run->key) == 0))
        g_ptr_array_add (same, other);
    }
  return same;
}

static void
add_seeds (PnReport *report, const PnReportInput *input, const GPtrArray *runs)
{
  const char *const titles[] = { _ ("Run"),
                                 _ ("Seed"),
                                 _ ("Epochs run"),
                                 _ ("Validation loss, best"),
                                 _ ("Validation loss, at stop"),
                                 _ ("Validation accuracy, best"),
                                 _ ("Validation accuracy, at stop") };
  PnReportTable *table;

  if (runs->len == input->runs->len)
    return;
  table = pn_report_table_new ();
  add_columns (table, titles, G_N_ELEMENTS (titles), 2);
  for (guint i = 0; i < runs->len; i++)
    {
      g_autoptr (GPtrArray) same = find_seeds (input, runs->pdata[i]);

      for (guint k = 0; same->len > 1 && k < same->len; k++)
        add_seed_row (table, same->pdata[k]);
      if (same->len > 1)
        add_median_row (table, same);
    }
  pn_report_take_table (report, table,
                        _ ("The same recipes with other seeds: other initial weights and another "
                           "order of the images."));
}

static const char *
pair_words (const PnPaired *pair)
{
  if (pair->p >= PN_PAIRED_LEVEL)
    return _ ("no detectable difference");
  return pair->only_first > pair->only_second ? _ ("the first is more accurate")
                                              : _ ("the second is more accurate");
}

static void
add_pair_row (PnReportTable *table, const PnReportRun *a, const PnReportRun *b)
{
  PnPaired pair = pn_report_run_pair (a, b);

  pn_report_table_take_cell (table, g_strdup (a->name));
  pn_report_table_take_cell (table, g_strdup (b->name));
  pn_report_table_take_cell (table, g_strdup (pair_words (&pair)));
  pn_report_take_quantity (table, a, PN_QUANTITY_ACCURACY);
  pn_report_take_quantity (table, b, PN_QUANTITY_ACCURACY);
  pn_report_table_take_cell (table, pn_report_count_words (pair.only_first));
  pn_report_table_take_cell (table, pn_report_count_words (pair.only_second));
  pn_report_table_take_cell (table, pn_report_p_words (pair.p));
}

/* Whether some figure shows both. */
static gboolean
are_in_one_figure (const PnReportTemplate *plan, const PnReportRun *a, const PnReportRun *b)
{
  for (guint i = 0; i < plan->figures->len; i++)
    {
      const PnReportFigure *figure = plan->figures->pdata[i];
      const char *const *keys = (const char *const *) figure->runs;

      if (g_strv_contains (keys, a->key) && g_strv_contains (keys, b->key))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_compared (const PnReportInput *input, const GPtrArray *runs, guint first, guint second)
{
  if (!pn_report_run_can_pair (runs->pdata[first], runs->pdata[second]))
    return FALSE;
  if (input->plan != NULL)
    return are_in_one_figure (input->plan, runs->pdata[first], runs->pdata[second]);
  return runs->len <= MOST_ALL_PAIRS || first == 0;
}

static void
add_pairs (PnReport *report, const PnReportInput *input, const GPtrArray *runs)
{
  const char *const titles[] = { _ ("First"),
                                 _ ("Second"),
                                 _ ("Paired test"),
                                 _ ("Accuracy of the first"),
                                 _ ("Accuracy of the second"),
                                 _ ("Right in the first alone"),
                                 _ ("Right in the second alone"),
                                 _ ("Probability") };
  g_autoptr (PnReportTable) table = pn_report_table_new ();

  add_columns (table, titles, G_N_ELEMENTS (titles), 3);
  for (guint i = 0; i < runs->len; i++)
    for (guint k = i + 1; k < runs->len; k++)
      if (is_compared (input, runs, i, k))
        add_pair_row (table, runs->pdata[i], runs->pdata[k]);
  if (pn_report_table_n_rows (table) > 0)
    pn_report_take_table (report, g_steal_pointer (&table),
                          _ ("Two runs on the same images: the exact two-sided test of McNemar. "
                             "From a probability of 0.05 on there is no detectable difference."));
}

static void
add_warnings (PnReport *report, const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];
      g_autofree char *words = NULL;

      if (run->began_from == NULL)
        continue;
      words = g_strdup_printf (_ ("“%s” began from trained weights (%s): what they had learnt "
                                  "before is not in its numbers."),
                               run->name, run->began_from);
      pn_report_add_paragraph (report, words);
    }
}

void
pn_report_add_results (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);

  pn_report_add_heading (report, 1, _ ("Results"));
  add_warnings (report, runs);
  add_validation (report, runs);
  add_training (report, runs);
  add_costs (report, runs);
  add_seeds (report, input, runs);
  add_pairs (report, input, runs);
}

void
pn_report_add_claims (PnReport *report, const PnReportInput *input)
{
  const char *const titles[] = { _ ("Claim"), _ ("Verdict"), _ ("What was found") };
  PnReportTable *table;

  if (input->plan == NULL || input->plan->claims->len == 0)
    return;
  pn_report_add_heading (report, 1, _ ("What is claimed, and what was found"));
  table = pn_report_table_new ();
  add_columns (table, titles, G_N_ELEMENTS (titles), G_N_ELEMENTS (titles));
  for (guint i = 0; i < input->plan->claims->len; i++)
    {
      const PnReportClaim *claim = input->plan->claims->pdata[i];
      char *found;
      PnReportVerdict verdict = pn_report_claim_judge (claim, input->runs, &found);

      pn_report_table_take_cell (table, g_strdup (_ (claim->text)));
      pn_report_table_take_cell (table, g_strdup (pn_report_verdict_label (verdict)));
      pn_report_table_take_cell (table, found);
    }
  pn_report_take_table (report, table,
                        _ ("Claims about accuracy are decided by the paired test; where several "
                           "seeds were trained, by what more than half of them say."));
}
