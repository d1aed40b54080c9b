/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-error.h"

PnSettings
pn_settings_default (void)
{
  return (PnSettings){
    .optimizer = PN_OPTIMIZER_SGD,
    .learning_rate = 0.02,
    .momentum = 0.9,
    .batch = 32,
    .epochs = 50,
    .shuffle = TRUE,
    .checks_per_epoch = 5,
    .patience = 50,
    .seed = 1,
    .rho = 0.99,
    .beta1 = 0.9,
    .beta2 = 0.999,
    .epsilon = 1e-8,
    .schedule_decay = 0.5,
    .schedule_every = 10,
  };
}

static gboolean
equal_method (const PnSettings *a, const PnSettings *b)
{
  return a->optimizer == b->optimizer && a->learning_rate == b->learning_rate
         && a->momentum == b->momentum && a->rho == b->rho && a->beta1 == b->beta1
         && a->beta2 == b->beta2 && a->epsilon == b->epsilon && a->l2 == b->l2 && a->l1 == b->l1
         && a->clip_norm == b->clip_norm && a->schedule == b->schedule
         && a->schedule_decay == b->schedule_decay && a->schedule_every == b->schedule_every
         && a->warm_up == b->warm_up && a->label_smoothing == b->label_smoothing
         && a->class_weighting == b->class_weighting;
}

gboolean
pn_settings_equal (const PnSettings *a, const PnSettings *b)
{
  return equal_method (a, b) && a->batch == b->batch && a->epochs == b->epochs
         && !a->shuffle == !b->shuffle && a->checks_per_epoch == b->checks_per_epoch
         && a->patience == b->patience && !a->keep_best == !b->keep_best && a->seed == b->seed;
}

static double
schedule_factor (const PnSettings *settings, double epochs)
{
  switch (settings->schedule)
    {
    case PN_SCHEDULE_STEP:
      return pow (settings->schedule_decay, floor (epochs / (double) settings->schedule_every));
    case PN_SCHEDULE_EXPONENTIAL:
      return pow (settings->schedule_decay, epochs);
    case PN_SCHEDULE_COSINE:
      return 0.5 * (1.0 + cos (G_PI * MIN (epochs / (double) settings->epochs, 1.0)));
    case PN_SCHEDULE_CONSTANT:
    case PN_N_SCHEDULES:
    default:
      return 1.0;
    }
}

double
pn_settings_rate (const PnSettings *settings, double epochs)
{
  double rate = settings->learning_rate * schedule_factor (settings, epochs);

  return epochs < settings->warm_up ? rate * epochs / settings->warm_up : rate;
}

typedef struct
{
  const char *name;
  double value;
  double low;
  double high;
  gboolean low_open;
  gboolean high_open;
} Range;

static gboolean
in_range (const Range *range)
{
  gboolean above = range->low_open ? range->value > range->low : range->value >= range->low;
  gboolean below = range->high_open ? range->value < range->high : range->value <= range->high;

  return isfinite (range->value) && above && below;
}

static gboolean
check_range (const Range *range, GError **error)
{
  if (in_range (range))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: %g is not in the range %c%g, %g%c"),
               range->name, range->value, range->low_open ? '(' : '[', range->low, range->high,
               range->high_open ? ')' : ']');
  return FALSE;
}

static gboolean
validate_enums (const PnSettings *settings, GError **error)
{
  if ((gsize) settings->optimizer < PN_N_OPTIMIZERS && (gsize) settings->schedule < PN_N_SCHEDULES
      && (gsize) settings->class_weighting < PN_N_CLASS_WEIGHTINGS)
    return TRUE;
  g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                       _ ("optimizer, schedule or class_weighting: not a known kind"));
  return FALSE;
}

/* What is counted has a bound too, so that products of two counts can't overflow. */
#define MOST_COUNTED 1e9

gboolean
pn_settings_validate (const PnSettings *settings, GError **error)
{
  const Range ranges[] = {
    { "learning_rate", settings->learning_rate, 0.0, 1e6, TRUE, FALSE },
    { "momentum", settings->momentum, 0.0, 1.0, FALSE, TRUE },
    { "batch", (double) settings->batch, 1.0, MOST_COUNTED, FALSE, FALSE },
    { "epochs", (double) settings->epochs, 1.0, MOST_COUNTED, FALSE, FALSE },
    { "checks_per_epoch", (double) settings->checks_per_epoch, 0.0, MOST_COUNTED, FALSE, FALSE },
    { "patience", (double) settings->patience, 0.0, MOST_COUNTED, FALSE, FALSE },
    { "rho", settings->rho, 0.0, 1.0, FALSE, TRUE },
    { "beta1", settings->beta1, 0.0, 1.0, FALSE, TRUE },
    { "beta2", settings->beta2, 0.0, 1.0, FALSE, TRUE },
    { "epsilon", settings->epsilon, 0.0, 1.0, TRUE, FALSE },
    { "l2", settings->l2, 0.0, 1e6, FALSE, FALSE },
    { "l1", settings->l1, 0.0, 1e6, FALSE, FALSE },
    { "clip_norm", settings->clip_norm, 0.0, 1e9, FALSE, FALSE },
    { "schedule_decay", settings->schedule_decay, 0.0, 1.0, TRUE, FALSE },
    { "schedule_every", (double) settings->schedule_every, 1.0, MOST_COUNTED, FALSE, FALSE },
    { "warm_up", settings->warm_up, 0.0, MOST_COUNTED, FALSE, FALSE },
    { "label_smoothing", settings->label_smoothing, 0.0, 1.0, FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (!check_range (&ranges[i], error))
      return FALSE;
  return validate_enums (settings, error);
}
