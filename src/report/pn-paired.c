/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-paired.h"

#include <glib/gi18n-lib.h>

#include "pn-error.h"
#include "pn-softmax.h"
#include "pn-statistics.h"

#define BATCH 250

PnPaired
pn_paired_new (const gboolean *right_first, const gboolean *right_second, gsize n)
{
  PnPaired paired = { .n = n };

  for (gsize i = 0; i < n; i++)
    {
      paired.n_first += right_first[i] != FALSE;
      paired.n_second += right_second[i] != FALSE;
      paired.only_first += right_first[i] && !right_second[i];
      paired.only_second += right_second[i] && !right_first[i];
    }
  paired.p = pn_mcnemar_exact (paired.only_first, paired.only_second);
  return paired;
}

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

static gboolean
check_fit (PnSnapshot *snapshot, PnDataset *images, GError **error)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);

  if (pn_spec_n_inputs (spec) == pn_dataset_n_inputs (images)
      && pn_spec_n_outputs (spec) == pn_dataset_n_classes (images))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("The network doesn’t fit the images"));
  return FALSE;
}

gboolean *
pn_paired_answer (PnSnapshot *snapshot,
                  PnDataset *images,
                  GCancellable *cancellable,
                  GError **error)
{
  const PnNetwork *network = pn_snapshot_network (snapshot);
  const guint16 *labels = pn_dataset_labels (images);
  gsize n = pn_dataset_n_samples (images), classes = pn_dataset_n_classes (images);
  g_autoptr (PnWorkspace) workspace = pn_workspace_new (network, BATCH, error);
  g_autofree PnReal *logits = g_new (PnReal, BATCH * classes);
  g_autofree gboolean *right = g_new (gboolean, n);

  if (!workspace || !check_fit (snapshot, images, error))
    return NULL;
  for (gsize first = 0; first < n; first += BATCH)
    {
      PnInputs inputs = slice (images, pn_snapshot_normalisation (snapshot), first);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      pn_network_forward (network, workspace, &inputs);
      pn_workspace_get_logits (workspace, logits);
      for (gsize i = 0; i < inputs.n; i++)
        right[first + i] = pn_argmax (classes, logits + i * classes) == labels[first + i];
    }
  return g_steal_pointer (&right);
}

gboolean
pn_paired_measure (PnSnapshot *first,
                   PnSnapshot *second,
                   PnDataset *images,
                   GCancellable *cancellable,
                   PnPaired *paired,
                   GError **error)
{
  g_autofree gboolean *right_first = pn_paired_answer (first, images, cancellable, error);
  g_autofree gboolean *right_second = NULL;

  if (right_first)
    right_second = pn_paired_answer (second, images, cancellable, error);
  if (!right_second)
    return FALSE;
  *paired = pn_paired_new (right_first, right_second, pn_dataset_n_samples (images));
  return TRUE;
}

/* "p = 0.031", "p < 0.001" */
static char *
describe_p (double p)
{
  if (p < 0.001)
    return g_strdup_printf ("p < %.3f", 0.001);
  return g_strdup_printf (p < 0.1 ? "p = %.3f" : "p = %.2f", p);
}

static char *
describe_verdict (const PnPaired *paired, const char *first, const char *second)
{
  gboolean first_better = paired->only_first > paired->only_second;

  if (!(paired->p < PN_PAIRED_LEVEL))
    return g_strdup (_ ("No detectable difference"));
  /* Translators: names of runs. */
  return g_strdup_printf (_ ("“%s” is better than “%s”"), first_better ? first : second,
                          first_better ? second : first);
}

char *
pn_paired_describe (const PnPaired *paired, const char *first, const char *second)
{
  g_autofree char *p = describe_p (paired->p);
  g_autofree char *verdict = describe_verdict (paired, first, second);

  /* Translators: a verdict; p; images; accuracies; how often only the one and only the other was
   * right.
   */
  return g_strdup_printf (_ ("%s (%s, exact McNemar test). On the same %'zu images: %.4f and %.4f "
                             "right; on %'zu only “%s” was, on %'zu only “%s”."),
                          verdict, p, paired->n, (double) paired->n_first / MAX (paired->n, 1),
                          (double) paired->n_second / MAX (paired->n, 1), paired->only_first, first,
                          paired->only_second, second);
}
