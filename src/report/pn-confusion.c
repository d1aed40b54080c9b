/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-confusion.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-error.h"
#include "pn-softmax.h"
#include "pn-statistics.h"

#define BATCH 250

static PnInputs
slice (PnDataset *images, const PnNormalisation *normalisation, gsize first)
{
  gsize offset = first * pn_dataset_n_inputs (images);
  PnInputs inputs = { .n = MIN (BATCH, pn_dataset_n_samples (images) - first),
                      .normalisation = *normalisation };

  if (pn_dataset_bytes (images))
    inputs.bytes = pn_dataset_bytes (images) + offset;
  else
    inputs.floats = pn_dataset_floats (images) + offset;
  return inputs;
}

static double
ratio (double part, double whole)
{
  return whole > 0 ? part / whole : NAN;
}

static void
score (PnConfusion *self, gsize class)
{
  gsize n = self->n_classes;
  double right = self->counts[class * n + class], true_ones = 0, answered = 0;

  for (gsize i = 0; i < n; i++)
    {
      true_ones += self->counts[class * n + i];
      answered += self->counts[i * n + class];
    }
  self->precision[class] = ratio (right, answered);
  self->recall[class] = ratio (right, true_ones);
  self->f1[class] = ratio (2 * right, answered + true_ones);
  self->n_right += (gsize) right;
}

static PnConfusion *
confusion_new (gsize n, const guint16 *labels, gsize n_classes, const char *const *names)
{
  PnConfusion *self = g_atomic_rc_box_new0 (PnConfusion);

  self->n = n;
  self->n_classes = n_classes;
  self->names = g_new0 (char *, n_classes + 1);
  for (gsize i = 0; i < n_classes; i++)
    self->names[i] = g_strdup (names[i]);
  self->labels = g_memdup2 (labels, n * sizeof *labels);
  self->answers = g_new0 (guint16, n);
  self->confidences = g_new0 (float, n);
  self->counts = g_new0 (guint64, n_classes * n_classes);
  self->precision = g_new0 (double, n_classes);
  self->recall = g_new0 (double, n_classes);
  self->f1 = g_new0 (double, n_classes);
  return self;
}

static void
count (PnConfusion *self)
{
  for (gsize i = 0; i < self->n; i++)
    self->counts[self->labels[i] * self->n_classes + self->answers[i]]++;
  for (gsize class = 0; class < self->n_classes; class ++)
    score (self, class);
}

PnConfusion *
pn_confusion_new (gsize n,
                  const guint16 *labels,
                  const guint16 *answers,
                  const float *confidences,
                  gsize n_classes,
                  const char *const *names)
{
  PnConfusion *self = confusion_new (n, labels, n_classes, names);

  for (gsize i = 0; i < n; i++)
    {
      self->answers[i] = answers[i];
      self->confidences[i] = confidences[i];
    }
  count (self);
  return self;
}

PnConfusion *
pn_confusion_ref (PnConfusion *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_cb (gpointer data)
{
  PnConfusion *self = data;

  g_strfreev (self->names);
  g_free (self->counts);
  g_free (self->labels);
  g_free (self->answers);
  g_free (self->confidences);
  g_free (self->precision);
  g_free (self->recall);
  g_free (self->f1);
}

void
pn_confusion_unref (PnConfusion *self)
{
  g_atomic_rc_box_release_full (self, clear_cb);
}

static gboolean
answer (PnConfusion *self,
        PnSnapshot *snapshot,
        PnDataset *images,
        PnWorkspace *workspace,
        GCancellable *cancellable,
        GError **error)
{
  g_autofree PnReal *probabilities = g_new (PnReal, BATCH * self->n_classes);

  for (gsize first = 0; first < self->n; first += BATCH)
    {
      PnInputs inputs = slice (images, pn_snapshot_normalisation (snapshot), first);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      pn_network_forward (pn_snapshot_network (snapshot), workspace, &inputs);
      pn_workspace_get_probabilities (workspace, probabilities);
      for (gsize i = 0; i < inputs.n; i++)
        {
          const PnReal *p = probabilities + i * self->n_classes;

          self->answers[first + i] = pn_argmax (self->n_classes, p);
          self->confidences[first + i] = p[self->answers[first + i]];
        }
    }
  return TRUE;
}

PnConfusion *
pn_confusion_measure (PnSnapshot *snapshot,
                      PnDataset *images,
                      GCancellable *cancellable,
                      GError **error)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);
  g_autoptr (PnConfusion) self = NULL;
  g_autoptr (PnWorkspace) workspace = NULL;

  if (pn_spec_n_inputs (spec) != pn_dataset_n_inputs (images)
      || pn_spec_n_outputs (spec) != pn_dataset_n_classes (images))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("The network doesn’t fit the images"));
      return NULL;
    }
  workspace = pn_workspace_new (pn_snapshot_network (snapshot), BATCH, error);
  if (!workspace)
    return NULL;
  self = confusion_new (pn_dataset_n_samples (images), pn_dataset_labels (images),
                        pn_dataset_n_classes (images), pn_dataset_class_names (images));
  if (!answer (self, snapshot, images, workspace, cancellable, error))
    return NULL;
  count (self);
  return g_steal_pointer (&self);
}

PnMatrix
pn_confusion_matrix (const PnConfusion *self, gboolean rates)
{
  return (PnMatrix){ .n = self->n_classes,
                     .names = (const char *const *) self->names,
                     .counts = self->counts,
                     .scores = { self->precision, self->recall, self->f1 },
                     .rates = rates };
}

static gboolean
is_chosen (const PnConfusion *self, gsize image, const PnConfusionChoice *choice)
{
  gboolean label = choice->label == PN_CONFUSION_ANY || self->labels[image] == choice->label;
  gboolean answered = choice->answer == PN_CONFUSION_ANY || self->answers[image] == choice->answer;

  if (choice->mistakes && self->labels[image] == self->answers[image])
    return FALSE;
  return choice->either ? label || answered : label && answered;
}

static int
compare_confidence (gconstpointer a, gconstpointer b, gpointer data)
{
  const float *confidences = data;
  guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;

  if (confidences[i] != confidences[j])
    return confidences[i] > confidences[j] ? -1 : 1;
  return i < j ? -1 : i > j;
}

GArray *
pn_confusion_choose (const PnConfusion *self, const PnConfusionChoice *choice)
{
  GArray *images = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < self->n; i++)
    if (is_chosen (self, i, choice))
      g_array_append_val (images, i);
  g_array_sort_with_data (images, compare_confidence, self->confidences);
  return images;
}

PnConfusionChoice
pn_confusion_spot_choice (const PnConfusion *self, gsize row, gsize column)
{
  int class = (int) row;

  if (column < self->n_classes)
    return (PnConfusionChoice){ .label = class, .answer = (int) column };
  if (column == self->n_classes + PN_MATRIX_PRECISION)
    return (PnConfusionChoice){ .label = PN_CONFUSION_ANY, .answer = class };
  if (column == self->n_classes + PN_MATRIX_RECALL)
    return (PnConfusionChoice){ .label = class, .answer = PN_CONFUSION_ANY };
  return (PnConfusionChoice){ .label = class, .answer = class, .either = TRUE };
}

static char *
score_words (const PnConfusion *self, gsize row, PnMatrixScore which)
{
  const double *values[] = { self->precision, self->recall, self->f1 };
  double value = values[which][row];

  if (!isfinite (value))
    /* Translators: a score, as "precision", and a class. */
    return g_strdup_printf (_ ("%s of %s: not known, there are no such images"),
                            pn_matrix_score_name (which), self->names[row]);
  /* Translators: a score, as "precision", a class, and its value. */
  return g_strdup_printf (_ ("%s of %s: %.3f"), pn_matrix_score_name (which), self->names[row],
                          value);
}

char *
pn_confusion_spot_words (const PnConfusion *self, gsize row, gsize column)
{
  guint64 n;

  if (column >= self->n_classes)
    return score_words (self, row, (PnMatrixScore) (column - self->n_classes));
  n = self->counts[row * self->n_classes + column];
  /* Translators: names of classes; "true" is what the image shows. */
  return g_strdup_printf (
      ngettext ("true %s, answered %s: %'d image", "true %s, answered %s: %'d images", n),
      self->names[row], self->names[column], (int) n);
}

char *
pn_confusion_describe (const PnConfusion *self)
{
  double low, high;

  if (self->n == 0)
    return g_strdup (_ ("There are no images to test it on."));
  pn_wilson_interval (self->n_right, self->n, &low, &high);
  return g_strdup_printf (_ ("%'zu of %'zu right: accuracy %.4f (95 %% interval %.4f to %.4f)"),
                          self->n_right, self->n, (double) self->n_right / (double) self->n, low,
                          high);
}
