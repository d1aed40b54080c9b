/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-split.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "pn-error.h"
#include "pn-random.h"

typedef struct
{
  double key;
  guint32 sample;
  guint16 label;
} Lot;

static int
compare_keys (const void *a, const void *b)
{
  const Lot *left = a;
  const Lot *right = b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return left->sample < right->sample ? -1 : left->sample > right->sample;
}

static int
compare_classes (const void *a, const void *b)
{
  const Lot *left = a;
  const Lot *right = b;

  return left->label != right->label ? (left->label < right->label ? -1 : 1) : compare_keys (a, b);
}

static void
draw_lots (const PnDataset *dataset, guint64 seed, Lot *lots)
{
  PnRandom random = { .seed = seed, .stream = PN_STREAM_SPLIT };
  const guint16 *labels = pn_dataset_labels (dataset);

  for (gsize i = 0; i < pn_dataset_n_samples (dataset); i++)
    lots[i] = (Lot){ pn_random_uniform (&random, (guint32) i), (guint32) i, labels[i] };
}

/* A sample's place within its class, (rank + ½) / n of the class, becomes its key: the smallest
 * keys then take the same share of every class.
 */
static void
stratify (Lot *lots, gsize n)
{
  gsize end;

  qsort (lots, n, sizeof *lots, compare_classes);
  for (gsize first = 0; first < n; first = end)
    {
      for (end = first; end < n && lots[end].label == lots[first].label; end++)
        ;
      for (gsize i = first; i < end; i++)
        lots[i].key = ((double) (i - first) + 0.5) / (double) (end - first);
    }
}

static PnDataset *
make_like (PnDataset *dataset, gsize n, GBytes *inputs, GBytes *labels, GError **error)
{
  const gsize *shape = pn_dataset_shape (dataset);
  const char *const *names = pn_dataset_class_names (dataset);
  gsize n_classes = pn_dataset_n_classes (dataset);
  g_autoptr (PnDataset) plain
      = pn_dataset_bytes (dataset) != NULL
            ? pn_dataset_new_bytes (shape, n, inputs, labels, names, n_classes, error)
            : pn_dataset_new_floats (shape, n, inputs, labels, names, n_classes, error);

  return plain != NULL ? pn_dataset_with_input_names (plain, pn_dataset_input_names (dataset))
                       : NULL;
}

/* The samples whose `chosen` is `which`, `n` of them. */
static PnDataset *
copy_part (PnDataset *dataset, const guint8 *chosen, guint8 which, gsize n, GError **error)
{
  gboolean is_bytes = pn_dataset_bytes (dataset) != NULL;
  gsize size = pn_dataset_n_inputs (dataset) * (is_bytes ? 1 : sizeof (float));
  const char *from = is_bytes ? (const char *) pn_dataset_bytes (dataset)
                              : (const char *) pn_dataset_floats (dataset);
  char *inputs = g_try_malloc (n * size);
  guint16 *labels = g_try_new (guint16, n);
  g_autoptr (GBytes) input_bytes = g_bytes_new_take (inputs, n * size);
  g_autoptr (GBytes) label_bytes = g_bytes_new_take (labels, n * sizeof *labels);
  gsize next = 0;

  if (inputs == NULL || labels == NULL)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("splitting the data needs %zu bytes, which this computer doesn't have free"),
                   n * size);
      return NULL;
    }
  for (gsize i = 0; i < pn_dataset_n_samples (dataset); i++)
    if (chosen[i] == which)
      {
        memcpy (inputs + next * size, from + i * size, size);
        labels[next++] = pn_dataset_labels (dataset)[i];
      }
  return make_like (dataset, n, input_bytes, label_bytes, error);
}

gboolean
pn_split (PnDataset *dataset,
          gsize n_first,
          guint64 seed,
          gboolean stratified,
          PnDataset **first,
          PnDataset **rest,
          GError **error)
{
  gsize n = pn_dataset_n_samples (dataset);
  g_autofree Lot *lots = NULL;
  g_autofree guint8 *chosen = NULL;
  g_autoptr (PnDataset) part = NULL;

  if (n_first == 0 || n_first >= n)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("a split needs from 1 to %zu samples in its first part, not %zu"), n - 1,
                   n_first);
      return FALSE;
    }
  lots = g_new (Lot, n);
  chosen = g_new0 (guint8, n);
  draw_lots (dataset, seed, lots);
  if (stratified)
    stratify (lots, n);
  qsort (lots, n, sizeof *lots, compare_keys);
  for (gsize i = 0; i < n_first; i++)
    chosen[lots[i].sample] = TRUE;
  part = copy_part (dataset, chosen, TRUE, n_first, error);
  *rest = part != NULL ? copy_part (dataset, chosen, FALSE, n - n_first, error) : NULL;
  *first = *rest != NULL ? g_steal_pointer (&part) : NULL;
  return *first != NULL;
}
