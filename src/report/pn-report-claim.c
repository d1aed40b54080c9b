/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-claim.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "pn-style.h"

#define LEAST_P 0.0001

const char *
pn_report_verdict_label (PnReportVerdict verdict)
{
  static const char *const labels[PN_N_VERDICTS]
      = { N_ ("holds"), N_ ("does not hold"), N_ ("not detectable"), N_ ("not known") };

  return _ (labels[verdict]);
}

double
pn_report_quantity (const PnReportRun *run, PnReportQuantity quantity)
{
  switch (quantity)
    {
    case PN_QUANTITY_ACCURACY:
      return run->numbers.stop_accuracy.share;
    case PN_QUANTITY_LOSS:
      return run->numbers.stop_loss;
    case PN_QUANTITY_BEST_LOSS:
      return run->numbers.best_loss;
    case PN_QUANTITY_TRAINING_ACCURACY:
      return run->numbers.training_accuracy.share;
    case PN_QUANTITY_TRAINING_LOSS:
      return run->training_loss;
    case PN_QUANTITY_GAP:
      return run->numbers.gap;
    case PN_QUANTITY_EPOCHS:
      return run->numbers.epochs;
    case PN_QUANTITY_SECONDS_PER_EPOCH:
      return run->numbers.seconds_per_epoch;
    case PN_QUANTITY_MULTIPLY_ADDS:
      return (double) pn_spec_multiply_adds (run->recipe->spec);
    case PN_QUANTITY_PARAMETERS:
      return (double) pn_spec_n_parameters (run->recipe->spec);
    case PN_N_QUANTITIES:
    default:
      return NAN;
    }
}

char *
pn_report_quantity_words (PnReportQuantity quantity, double value)
{
  static const int decimals[PN_N_QUANTITIES] = { 4, 4, 4, 4, 4, 4, 1, 3, 0, 0 };
  PnNumbers numbers = pn_numbers_locale ();

  return pn_numbers_format (&numbers, value, decimals[quantity]);
}

/* "0.9176 [0.9121, 0.9228]" */
char *
pn_report_share_words (const PnShare *share)
{
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *value = pn_numbers_format (&numbers, share->share, 4);
  g_autofree char *low = pn_numbers_format (&numbers, share->low, 4);
  g_autofree char *high = pn_numbers_format (&numbers, share->high, 4);
  const char *between = *numbers.decimal == ',' ? ";" : ",";

  if (!isfinite (share->low))
    return g_steal_pointer (&value);
  return g_strdup_printf ("%s [%s%s %s]", value, low, between, high);
}

char *
pn_report_p_words (double p)
{
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *value = pn_numbers_format (&numbers, MAX (p, LEAST_P), p < 0.01 ? 4 : 3);

  return g_strdup_printf (p < LEAST_P ? "p < %s" : "p = %s", value);
}

static PnReportRun *
find_seed (const GPtrArray *runs, const char *key, guint64 seed)
{
  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];

      if (g_strcmp0 (run->key, key) == 0 && run->recipe->settings.seed == seed)
        return run;
    }
  return NULL;
}

PnReportRun *
pn_report_find_run (const GPtrArray *runs, const char *key)
{
  for (guint i = 0; i < runs->len; i++)
    {
      PnReportRun *run = runs->pdata[i];

      if (g_strcmp0 (run->key, key) == 0 && !run->repeat)
        return run;
    }
  return NULL;
}

/* The number with its interval, where it is an accuracy on the validation images. */
static char *
found_words (const PnReportRun *run, PnReportQuantity quantity)
{
  if (quantity == PN_QUANTITY_ACCURACY)
    return pn_report_share_words (&run->numbers.stop_accuracy);
  return pn_report_quantity_words (quantity, pn_report_quantity (run, quantity));
}

static PnReportVerdict
judge_between (const PnReportClaim *claim, const PnReportRun *run, GString *found)
{
  double value = pn_report_quantity (run, claim->quantity);
  g_autofree char *words = found_words (run, claim->quantity);
  g_autofree char *low = pn_report_quantity_words (claim->quantity, claim->low);
  g_autofree char *high = pn_report_quantity_words (claim->quantity, claim->high);

  /* Translators: a number that was measured, and the bounds within which it counts as the same */
  g_string_append_printf (found, _ ("%s; within %s to %s counts as the same"), words, low, high);
  return value >= claim->low && value <= claim->high ? PN_VERDICT_HOLDS
         : isnan (value)                             ? PN_VERDICT_UNKNOWN
                                                     : PN_VERDICT_FAILS;
}

static PnReportVerdict
judge_below (const PnReportClaim *claim, const PnReportRun *run, GString *found)
{
  double value = pn_report_quantity (run, claim->quantity);
  g_autofree char *words = found_words (run, claim->quantity);
  g_autofree char *most = pn_report_quantity_words (claim->quantity, claim->value);

  g_string_append_printf (found, _ ("%s; at most %s counts"), words, most);
  return value <= claim->value ? PN_VERDICT_HOLDS
         : isnan (value)       ? PN_VERDICT_UNKNOWN
                               : PN_VERDICT_FAILS;
}

static PnReportVerdict
judge_splits (const PnReportClaim *claim, const PnReportRun *run, GString *found)
{
  PnNumbers numbers = pn_numbers_locale ();
  g_autofree char *step = pn_numbers_format (&numbers, (double) run->numbers.split, 0);
  g_autofree char *gap = pn_numbers_format (&numbers, run->numbers.gap, 4);

  if (isnan (run->numbers.gap))
    return PN_VERDICT_UNKNOWN;
  if (run->numbers.split >= 0)
    g_string_append_printf (found, _ ("from step %s on; the gap at stop is %s"), step, gap);
  else
    g_string_append_printf (found, _ ("nowhere; the gap at stop is %s"), gap);
  return run->numbers.split >= 0 ? PN_VERDICT_HOLDS : PN_VERDICT_FAILS;
}

static PnReportVerdict
judge_order (const PnReportClaim *claim,
             const PnReportRun *run,
             const PnReportRun *than,
             GString *found)
{
  double value = pn_report_quantity (run, claim->quantity);
  double other = pn_report_quantity (than, claim->quantity);
  g_autofree char *words = pn_report_quantity_words (claim->quantity, value);
  g_autofree char *other_words = pn_report_quantity_words (claim->quantity, other);
  gboolean holds = claim->kind == PN_CLAIM_LESS ? value < other : value > other;

  g_string_append_printf (found, _ ("%s against %s"), words, other_words);
  return isnan (value) || isnan (other) ? PN_VERDICT_UNKNOWN
         : holds                        ? PN_VERDICT_HOLDS
                                        : PN_VERDICT_FAILS;
}

static PnReportVerdict
accuracy_verdict (PnReportClaimKind kind, const PnPaired *pair)
{
  gboolean better = pair->only_first > pair->only_second;

  if (pair->p >= PN_PAIRED_LEVEL)
    return kind == PN_CLAIM_SAME_ACCURACY ? PN_VERDICT_HOLDS : PN_VERDICT_UNDETECTABLE;
  if (kind == PN_CLAIM_SAME_ACCURACY)
    return PN_VERDICT_FAILS;
  return better == (kind == PN_CLAIM_MORE_ACCURATE) ? PN_VERDICT_HOLDS : PN_VERDICT_FAILS;
}

static PnReportVerdict
judge_accuracy (const PnReportClaim *claim,
                const PnReportRun *run,
                const PnReportRun *than,
                GString *found)
{
  PnPaired pair;
  g_autofree char *p = NULL;
  g_autofree char *value = NULL;
  g_autofree char *other = NULL;

  if (!pn_report_run_can_pair (run, than))
    return PN_VERDICT_UNKNOWN;
  pair = pn_report_run_pair (run, than);
  p = pn_report_p_words (pair.p);
  value = pn_report_quantity_words (PN_QUANTITY_ACCURACY, run->numbers.stop_accuracy.share);
  other = pn_report_quantity_words (PN_QUANTITY_ACCURACY, than->numbers.stop_accuracy.share);
  /* Translators: two accuracies, and of how many images only one network or the other was right */
  g_string_append_printf (found,
                          _ ("%s against %s: %zu images right here alone, %zu there alone, %s"),
                          value, other, pair.only_first, pair.only_second, p);
  return accuracy_verdict (claim->kind, &pair);
}

static PnReportVerdict
judge_pair (const PnReportClaim *claim,
            const PnReportRun *run,
            const PnReportRun *than,
            GString *found)
{
  if (claim->kind == PN_CLAIM_LESS || claim->kind == PN_CLAIM_GREATER)
    return judge_order (claim, run, than, found);
  return judge_accuracy (claim, run, than, found);
}

/* What more than half of `n` say. */
static PnReportVerdict
decide (const guint counts[PN_N_VERDICTS], guint n)
{
  if (n == 0 || counts[PN_VERDICT_UNKNOWN] > 0)
    return PN_VERDICT_UNKNOWN;
  if (2 * counts[PN_VERDICT_HOLDS] > n)
    return PN_VERDICT_HOLDS;
  if (2 * counts[PN_VERDICT_FAILS] > n)
    return PN_VERDICT_FAILS;
  return PN_VERDICT_UNDETECTABLE;
}

static guint
count_seeds (const GPtrArray *runs, const PnReportClaim *claim)
{
  guint n = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];

      n += g_strcmp0 (run->key, claim->run) == 0
           && find_seed (runs, claim->than, run->recipe->settings.seed) != NULL;
    }
  return n;
}

/* Both runs with the same seed, once for each seed that both have. */
static PnReportVerdict
judge_pairs (const PnReportClaim *claim, const GPtrArray *runs, GString *found)
{
  guint counts[PN_N_VERDICTS] = { 0 };
  guint n = count_seeds (runs, claim);

  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *run = runs->pdata[i];
      guint64 seed = run->recipe->settings.seed;
      const PnReportRun *than = find_seed (runs, claim->than, seed);

      if (g_strcmp0 (run->key, claim->run) != 0 || than == NULL)
        continue;
      if (n > 1)
        g_string_append_printf (found, _ ("%sseed %" PRIu64 ": "), found->len > 0 ? "\n" : "",
                                seed);
      counts[judge_pair (claim, run, than, found)]++;
    }
  if (n > 1)
    g_string_append_printf (found, _ ("\nof %u seeds it holds for %u, does not for %u"), n,
                            counts[PN_VERDICT_HOLDS], counts[PN_VERDICT_FAILS]);
  return decide (counts, n);
}

PnReportVerdict
pn_report_claim_judge (const PnReportClaim *claim, const GPtrArray *runs, char **found)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const PnReportRun *run = pn_report_find_run (runs, claim->run);
  PnReportVerdict verdict = PN_VERDICT_UNKNOWN;

  if (run != NULL && claim->than != NULL)
    verdict = judge_pairs (claim, runs, words);
  else if (run != NULL)
    verdict = claim->kind == PN_CLAIM_BETWEEN ? judge_between (claim, run, words)
              : claim->kind == PN_CLAIM_BELOW ? judge_below (claim, run, words)
                                              : judge_splits (claim, run, words);
  *found = g_strdup (words->str);
  return verdict;
}
