/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-comparison.h"
#include "pn-run-table.h"
#include "pn-statistics.h"

gboolean
pn_words_is_over (PnRun *run)
{
  PnStopReason reason = pn_run_get_stop_reason (run);

  return pn_run_get_state (run) == PN_RUN_FINISHED
         && (reason == PN_STOP_EPOCHS || reason == PN_STOP_EARLY);
}

const char *
pn_words_train_button (PnRun *run)
{
  if (run == NULL)
    return _ ("Train");
  switch (pn_run_get_state (run))
    {
    case PN_RUN_TRAINING:
      return _ ("Pause");
    case PN_RUN_PAUSED:
      return _ ("Continue");
    case PN_RUN_FINISHED:
      return pn_words_is_over (run) ? _ ("Start Over") : _ ("Continue");
    case PN_RUN_UNTRAINED:
    default:
      return _ ("Train");
    }
}

/* "0.964 ± 0.004": the half-width of the 95 % Wilson interval. */
static char *
accuracy_text (PnDocument *document, PnRun *run, double accuracy)
{
  gsize n = pn_run_n_validation (document, run);
  double low, high;

  if (n == 0)
    return g_strdup_printf ("%.3f", accuracy);
  pn_wilson_interval ((guint64) round (accuracy * n), n, &low, &high);
  return g_strdup_printf ("%.3f ± %.3f", accuracy, (high - low) / 2);
}

static gboolean
has_best_weights (PnRun *run)
{
  const PnSnapshot *snapshot = pn_run_get_snapshot (run);
  const PnNetwork *network = pn_snapshot_network (snapshot);
  const PnReal *best = pn_snapshot_best (snapshot);

  return best != NULL
         && memcmp (best, pn_network_const_parameters (network),
                    pn_network_length (network) * sizeof (PnReal))
                == 0;
}

/* The latest, but the best of a run that ended with the weights of its best. */
static const PnCheckRecord *
check_of_weights (PnRun *run)
{
  PnHistory *history = pn_run_get_history (run);

  if (pn_words_is_over (run) && has_best_weights (run))
    return pn_history_best_check (history);
  return pn_history_last_check (history);
}

/* "42 s", "3 min", "2 h": rounded up, so that it is kept. */
static char *
duration_text (double seconds)
{
  if (seconds < 90)
    return g_strdup_printf (_ ("%.0f s"), ceil (seconds));
  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%.0f min"), ceil (seconds / 60));
  return g_strdup_printf (_ ("%.0f h"), ceil (seconds / 3600));
}

static char *
explosion_text (PnRun *run)
{
  gsize layer = pn_run_get_diverged_layer (run);
  g_autofree char *name = NULL;

  if (layer >= pn_run_get_spec (run)->n_layers)
    return g_strdup (_ ("stopped: the numbers exploded"));
  name = pn_spec_layer_name (pn_run_get_spec (run), layer);
  /* Translators: %s is "hidden layer 3" or "the output layer". */
  return g_strdup_printf (_ ("stopped: the numbers exploded, first in %s"), name);
}

/* Why training is over, or what it is doing; NULL where there is nothing to say. */
static char *
reason_text (PnRun *run)
{
  const PnSettings *settings = pn_run_get_settings (run);
  double checks = MAX (settings->checks_per_epoch, 1);

  if (pn_run_get_state (run) == PN_RUN_PAUSED)
    return g_strdup (_ ("paused"));
  if (pn_run_get_state (run) != PN_RUN_FINISHED)
    return NULL;
  switch (pn_run_get_stop_reason (run))
    {
    case PN_STOP_EARLY:
      return g_strdup_printf (_ ("stopped after %g epochs without improvement"),
                              settings->patience / checks);
    case PN_STOP_EPOCHS:
      return g_strdup (_ ("all epochs done"));
    case PN_STOP_DIVERGED:
      return explosion_text (run);
    case PN_STOP_NONE:
    case PN_STOP_USER:
    default:
      return NULL;
    }
}

char *
pn_words_divergence (PnRun *run)
{
  gsize layer = pn_run_get_diverged_layer (run);
  g_autofree char *name = NULL;

  if (layer >= pn_run_get_spec (run)->n_layers)
    return g_strdup (_ ("Training diverged: the numbers exploded. The weights are back to the last "
                        "good ones."));
  name = pn_spec_layer_name (pn_run_get_spec (run), layer);
  /* Translators: %s is "hidden layer 3" or "the output layer". */
  return g_strdup_printf (
      _ ("Training diverged: the numbers exploded, first in %s. The weights are "
         "back to the last good ones."),
      name);
}

static char *
time_left_text (PnRun *run)
{
  PnTrainer *trainer = pn_run_get_trainer (run);
  double seconds = trainer != NULL ? pn_trainer_get_seconds_left (trainer) : NAN;

  if (!isfinite (seconds))
    return NULL;
  g_autofree char *duration = duration_text (seconds);
  return g_strdup_printf (_ ("at most %s left"), duration);
}

static double
current_epoch (PnRun *run)
{
  PnTrainer *trainer = pn_run_get_trainer (run);
  PnHistory *history = pn_run_get_history (run);
  guint64 steps_per_epoch = pn_history_steps_per_epoch (history);
  gsize n_steps;
  const PnStepRecord *steps = pn_history_steps (history, &n_steps);

  if (trainer != NULL)
    return pn_trainer_get_epoch (trainer);
  if (n_steps == 0 || steps_per_epoch == 0)
    return 0;
  return (double) steps[n_steps - 1].step / steps_per_epoch;
}

static void
append_part (GString *text, char *part)
{
  if (part == NULL)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
  g_free (part);
}

/* "0.957 · 8/50": the list has little room, and a bar below. */
static char *
training_text (PnRun *run, gboolean brief)
{
  const PnCheckRecord *check = pn_history_last_check (pn_run_get_history (run));
  GString *text = g_string_new (NULL);

  if (check != NULL && !pn_comparison_is_outdated (pn_run_get_history (run)))
    append_part (text, g_strdup_printf ("%.3f", check->accuracy));
  append_part (text, g_strdup_printf (brief ? "%.0f/%zu" : _ ("epoch %.0f of %zu"),
                                      MAX (ceil (current_epoch (run)), 1),
                                      pn_run_get_settings (run)->epochs));
  return g_string_free (text, FALSE);
}

char *
pn_words_run_result (PnDocument *document, PnRun *run, gboolean brief)
{
  const PnCheckRecord *check = check_of_weights (run);
  PnRunState state = pn_run_get_state (run);

  if (state == PN_RUN_TRAINING)
    return training_text (run, brief);
  if (pn_run_get_queued (run))
    return g_strdup (brief ? _ ("waiting") : _ ("waiting to be trained"));
  if (state == PN_RUN_UNTRAINED)
    return g_strdup (_ ("untrained"));
  if (check == NULL)
    return g_strdup (_ ("trained"));
  if (pn_comparison_is_outdated (pn_run_get_history (run)))
    return g_strdup (_ ("edited"));
  return accuracy_text (document, run, check->accuracy);
}

static char *
validation_text (PnDocument *document, PnRun *run, gboolean brief)
{
  const PnCheckRecord *check = check_of_weights (run);

  if (check == NULL)
    return NULL;
  if (pn_comparison_is_outdated (pn_run_get_history (run)))
    return g_strdup (brief ? _ ("edited") : _ ("edited, not measured since"));
  g_autofree char *accuracy = accuracy_text (document, run, check->accuracy);
  if (brief)
    return g_steal_pointer (&accuracy);
  return g_strdup_printf (_ ("validation accuracy %s"), accuracy);
}

char *
pn_words_status (PnDocument *document, PnRun *run, gboolean brief)
{
  GString *text = g_string_new (NULL);

  if (run == NULL)
    append_part (text, g_strdup (_ ("No run selected")));
  else if (pn_run_get_state (run) == PN_RUN_UNTRAINED)
    append_part (text, g_strdup (_ ("Not trained yet")));
  else if (pn_history_is_empty (pn_run_get_history (run)) && pn_run_get_trainer (run) == NULL)
    append_part (text, g_strdup (_ ("Trained before")));
  else
    {
      append_part (text, g_strdup_printf (_ ("Epoch %.0f of %zu"), ceil (current_epoch (run)),
                                          pn_run_get_settings (run)->epochs));
      append_part (text, validation_text (document, run, brief));
      append_part (text, time_left_text (run));
      if (!brief || pn_run_get_stop_reason (run) == PN_STOP_DIVERGED)
        append_part (text, reason_text (run));
    }
  return g_string_free (text, FALSE);
}

char *
pn_words_accuracy (PnRun *run)
{
  const PnCheckRecord *check = run != NULL ? check_of_weights (run) : NULL;

  if (check == NULL || pn_comparison_is_outdated (pn_run_get_history (run)))
    return g_strdup ("");
  /* Translators: the accuracy, large, for the back row of a lecture room. */
  return g_strdup_printf (_ ("%.1f %% right"), 100 * check->accuracy);
}

static void
append_losses (GString *text, PnHistory *history)
{
  const PnCheckRecord *check = pn_history_last_check (history);
  gsize n_steps;
  const PnStepRecord *steps = pn_history_steps (history, &n_steps);

  if (n_steps > 0)
    append_part (text, g_strdup_printf (_ ("step %zu"), (gsize) steps[n_steps - 1].step));
  if (n_steps > 0)
    append_part (text, g_strdup_printf (_ ("batch loss %.4f"), steps[n_steps - 1].loss));
  if (check != NULL)
    append_part (text, g_strdup_printf (_ ("validation loss %.4f"), check->loss));
}

/* What the architecture's promise of the same bits depends on besides the recipe. */
static void
append_computation (GString *text, PnSnapshot *snapshot)
{
  const PnFitState *state = snapshot != NULL ? pn_snapshot_fit_state (snapshot) : NULL;

  if (state == NULL || state->kernels == PN_KERNELS_UNKNOWN)
    return;
  append_part (text, g_strdup_printf (state->first_layer == PN_FIRST_LAYER_SPARSE
                                          ? _ ("%s kernels, first layer sparse")
                                          : _ ("%s kernels, first layer dense"),
                                      pn_kernel_set_name (state->kernels)));
}

/* What early stopping counts. */
static char *
patience_text (gsize checks)
{
  return g_strdup_printf (ngettext ("stopped after %zu check without improvement",
                                    "stopped after %zu checks without improvement", checks),
                          checks);
}

char *
pn_words_status_details (PnRun *run)
{
  GString *text = g_string_new (NULL);
  PnTrainer *trainer = run != NULL ? pn_run_get_trainer (run) : NULL;

  if (run != NULL)
    append_losses (text, pn_run_get_history (run));
  if (run != NULL && pn_words_is_over (run) && pn_run_get_stop_reason (run) == PN_STOP_EARLY)
    append_part (text, patience_text (pn_run_get_settings (run)->patience));
  if (trainer != NULL)
    append_part (
        text, g_strdup_printf (_ ("%'.0f samples/s"), pn_trainer_get_samples_per_second (trainer)));
  if (run != NULL)
    append_computation (text, pn_run_get_snapshot (run));
  return g_string_free (text, FALSE);
}

typedef struct
{
  gsize index;
  float probability;
} Class;

static int
compare_classes (const void *a, const void *b)
{
  float left = ((const Class *) a)->probability, right = ((const Class *) b)->probability;

  return (left < right) - (left > right);
}

static void
append_class (GString *words, const char *name, float probability)
{
  if (probability >= 0.01f)
    /* Translators: a class and its probability, one of a list; the spaces do not break. */
    g_string_append_printf (words, _ ("%s%s: %d %%"), words->len > 0 ? ", " : "", name,
                            (int) lroundf (100 * probability));
}

char *
pn_words_probabilities (PnPredictor *predictor)
{
  GString *words = g_string_new (NULL);
  gsize n = 0;
  const float *p = pn_predictor_get_probabilities (predictor, &n);
  g_autofree Class *classes = NULL;
  const char *const *names;

  if (p == NULL)
    return g_string_free (words, FALSE);
  names = pn_snapshot_class_names (pn_predictor_get_snapshot (predictor));
  classes = g_new (Class, n);
  for (gsize i = 0; i < n; i++)
    classes[i] = (Class){ i, p[i] };
  qsort (classes, n, sizeof *classes, compare_classes);
  for (gsize i = 0; i < n; i++)
    append_class (words, names[classes[i].index], classes[i].probability);
  return g_string_free (words, FALSE);
}

/* Of a folder, its own name. */
static const char *
set_label (const char *set)
{
  const char *slash = strrchr (set, G_DIR_SEPARATOR);

  if (g_strcmp0 (set, "mnist") == 0)
    return "MNIST";
  if (g_strcmp0 (set, "fashion-mnist") == 0)
    return "Fashion-MNIST";
  return slash != NULL && slash[1] != '\0' ? slash + 1 : set;
}

char *
pn_words_data (PnRun *run)
{
  const PnRecipe *recipe = run != NULL ? pn_run_get_recipe (run) : NULL;

  if (recipe == NULL)
    return g_strdup ("");
  if (recipe->train == 0)
    return g_strdup_printf (_ ("%s, all training images"), set_label (recipe->set));
  return g_strdup_printf (_ ("%s, first %'zu images"), set_label (recipe->set), recipe->train);
}

double
pn_words_progress (PnRun *run)
{
  if (run == NULL || pn_run_get_state (run) == PN_RUN_UNTRAINED)
    return 0;
  if (pn_words_is_over (run))
    return 1;
  /* Trained elsewhere; one that has only just begun has no history yet either. */
  if (pn_run_get_trainer (run) == NULL && pn_history_is_empty (pn_run_get_history (run)))
    return 1;
  return CLAMP (current_epoch (run) / MAX (pn_run_get_settings (run)->epochs, 1), 0, 1);
}
