/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-dataset.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-checked.h"
#include "pn-error.h"

struct _PnDataset
{
  gatomicrefcount ref_count;
  gsize shape[3];
  gsize n_inputs;
  gsize n;
  gsize n_classes;
  GBytes *inputs;
  GBytes *labels;
  gboolean is_bytes;
  GStrv class_names;
  GStrv input_names; /* may be NULL */
};

static gboolean
check_size (GBytes *bytes, gsize expected, const char *what, GError **error)
{
  if (g_bytes_get_size (bytes) == expected)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%s: %zu bytes, but the shape needs %zu"),
               what, g_bytes_get_size (bytes), expected);
  return FALSE;
}

static gboolean
check_labels (GBytes *bytes, gsize n, gsize n_classes, GError **error)
{
  const guint16 *labels = g_bytes_get_data (bytes, NULL);

  for (gsize i = 0; i < n; i++)
    if (labels[i] >= n_classes)
      {
        g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                     _ ("label %u at index %zu, but there are %zu classes"), labels[i], i,
                     n_classes);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_shape (const PnDataset *self, gsize item, GError **error)
{
  gsize inputs = pn_checked_multiply (pn_checked_multiply (self->n, self->n_inputs), item);

  if (self->n == 0 || self->n_inputs == 0 || self->n_classes == 0
      || self->n_classes > G_MAXUINT16 + 1)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_INVALID,
                           _ ("a data set needs at least one sample, one input and one class, and "
                              "at most 65536 classes"));
      return FALSE;
    }
  if (inputs == G_MAXSIZE || self->n > G_MAXUINT32)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                           _ ("more samples or inputs than can be counted"));
      return FALSE;
    }
  return check_size (self->inputs, inputs, _ ("inputs"), error)
         && check_size (self->labels, self->n * sizeof (guint16), _ ("labels"), error)
         && check_labels (self->labels, self->n, self->n_classes, error);
}

/* Without names a class is called by its number. */
static GStrv
name_classes (const char *const *names, gsize n_classes)
{
  GStrv all = g_new0 (char *, n_classes + 1);

  for (gsize i = 0; i < n_classes; i++)
    all[i] = names != NULL ? g_strdup (names[i]) : g_strdup_printf ("%zu", i);
  return all;
}

static gboolean
check_names (const char *const *names, gsize n_classes, GError **error)
{
  if (names == NULL || g_strv_length ((GStrv) names) == n_classes)
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("%u class names, but there are %zu classes"),
               g_strv_length ((GStrv) names), n_classes);
  return FALSE;
}

static PnDataset *
dataset_new (const gsize shape[3],
             gsize n,
             GBytes *inputs,
             GBytes *labels,
             const char *const *class_names,
             gsize n_classes,
             gboolean is_bytes,
             GError **error)
{
  PnDataset *self = g_new0 (PnDataset, 1);

  g_atomic_ref_count_init (&self->ref_count);
  for (int i = 0; i < 3; i++)
    self->shape[i] = shape[i];
  self->n_inputs = pn_checked_multiply (pn_checked_multiply (shape[0], shape[1]), shape[2]);
  self->n = n;
  self->n_classes = n_classes;
  self->inputs = g_bytes_ref (inputs);
  self->labels = g_bytes_ref (labels);
  self->is_bytes = is_bytes;
  if (!check_shape (self, is_bytes ? 1 : sizeof (float), error)
      || !check_names (class_names, n_classes, error))
    g_clear_pointer (&self, pn_dataset_unref);
  else
    self->class_names = name_classes (class_names, n_classes);
  return self;
}

PnDataset *
pn_dataset_new_bytes (const gsize shape[3],
                      gsize n,
                      GBytes *inputs,
                      GBytes *labels,
                      const char *const *class_names,
                      gsize n_classes,
                      GError **error)
{
  return dataset_new (shape, n, inputs, labels, class_names, n_classes, TRUE, error);
}

PnDataset *
pn_dataset_new_floats (const gsize shape[3],
                       gsize n,
                       GBytes *inputs,
                       GBytes *labels,
                       const char *const *class_names,
                       gsize n_classes,
                       GError **error)
{
  return dataset_new (shape, n, inputs, labels, class_names, n_classes, FALSE, error);
}

PnDataset *
pn_dataset_ref (PnDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->ref_count);
  return dataset;
}

void
pn_dataset_unref (PnDataset *dataset)
{
  if (!g_atomic_ref_count_dec (&dataset->ref_count))
    return;
  g_bytes_unref (dataset->inputs);
  g_bytes_unref (dataset->labels);
  g_strfreev (dataset->class_names);
  g_strfreev (dataset->input_names);
  g_free (dataset);
}

PnDataset *
pn_dataset_slice (PnDataset *dataset, gsize first, gsize n)
{
  PnDataset *slice;
  gsize row = dataset->n_inputs * (dataset->is_bytes ? 1 : sizeof (float));

  g_return_val_if_fail (first < dataset->n && n >= 1 && n <= dataset->n - first, NULL);

  slice = g_new0 (PnDataset, 1);
  *slice = *dataset;
  g_atomic_ref_count_init (&slice->ref_count);
  slice->n = n;
  slice->inputs = g_bytes_new_from_bytes (dataset->inputs, first * row, n * row);
  slice->labels
      = g_bytes_new_from_bytes (dataset->labels, first * sizeof (guint16), n * sizeof (guint16));
  slice->class_names = g_strdupv (dataset->class_names);
  slice->input_names = g_strdupv (dataset->input_names);
  return slice;
}

PnDataset *
pn_dataset_with_input_names (PnDataset *dataset, const char *const *names)
{
  PnDataset *named;

  g_return_val_if_fail (names == NULL || g_strv_length ((GStrv) names) == dataset->n_inputs, NULL);

  named = pn_dataset_slice (dataset, 0, dataset->n);
  g_strfreev (named->input_names);
  named->input_names = g_strdupv ((GStrv) names);
  return named;
}

PnDataset *
pn_dataset_head (PnDataset *dataset, gsize n)
{
  return n >= dataset->n ? pn_dataset_ref (dataset) : pn_dataset_slice (dataset, 0, n);
}

/* Where each class of `dataset` stands among `names`; G_MAXUINT16 + 1 where it doesn't. */
static guint32 *
find_classes (PnDataset *dataset, const char *const *names, gsize n_classes)
{
  guint32 *places = g_new (guint32, dataset->n_classes);

  for (gsize i = 0; i < dataset->n_classes; i++)
    {
      places[i] = G_MAXUINT16 + 1;
      for (gsize j = 0; j < n_classes && places[i] > G_MAXUINT16; j++)
        if (g_str_equal (dataset->class_names[i], names[j]))
          places[i] = (guint32) j;
    }
  return places;
}

/* Labels by their new places. */
static GBytes *
move_labels (PnDataset *dataset, const guint32 *places, GError **error)
{
  const guint16 *labels = pn_dataset_labels (dataset);
  g_autofree guint16 *moved = g_try_new (guint16, dataset->n);

  if (moved == NULL)
    {
      g_set_error_literal (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                           _ ("there is no memory for the labels"));
      return NULL;
    }
  for (gsize i = 0; i < dataset->n; i++)
    {
      if (places[labels[i]] > G_MAXUINT16)
        {
          g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                       _ ("the data has the class “%s”, which the network doesn’t know"),
                       dataset->class_names[labels[i]]);
          return NULL;
        }
      moved[i] = (guint16) places[labels[i]];
    }
  return g_bytes_new_take (g_steal_pointer (&moved), dataset->n * sizeof *moved);
}

PnDataset *
pn_dataset_with_classes (PnDataset *dataset,
                         const char *const *names,
                         gsize n_classes,
                         GError **error)
{
  g_autofree guint32 *places = find_classes (dataset, names, n_classes);
  g_autoptr (GBytes) labels = move_labels (dataset, places, error);
  PnDataset *moved;

  if (labels == NULL)
    return NULL;
  moved = dataset_new (dataset->shape, dataset->n, dataset->inputs, labels, names, n_classes,
                       dataset->is_bytes, error);
  if (moved != NULL)
    moved->input_names = g_strdupv (dataset->input_names);
  return moved;
}

gsize
pn_dataset_n_samples (const PnDataset *dataset)
{
  return dataset->n;
}

gsize
pn_dataset_n_inputs (const PnDataset *dataset)
{
  return dataset->n_inputs;
}

const gsize *
pn_dataset_shape (const PnDataset *dataset)
{
  return dataset->shape;
}

gsize
pn_dataset_n_classes (const PnDataset *dataset)
{
  return dataset->n_classes;
}

const char *const *
pn_dataset_class_names (const PnDataset *dataset)
{
  return (const char *const *) dataset->class_names;
}

const char *const *
pn_dataset_input_names (const PnDataset *dataset)
{
  return (const char *const *) dataset->input_names;
}

const guint8 *
pn_dataset_bytes (const PnDataset *dataset)
{
  return dataset->is_bytes ? g_bytes_get_data (dataset->inputs, NULL) : NULL;
}

const float *
pn_dataset_floats (const PnDataset *dataset)
{
  return dataset->is_bytes ? NULL : g_bytes_get_data (dataset->inputs, NULL);
}

const guint16 *
pn_dataset_labels (const PnDataset *dataset)
{
  return g_bytes_get_data (dataset->labels, NULL);
}

/* Bytes have 256 values: counting them is exact and reads the data once. */
static PnNormalisation
measure_bytes (const guint8 *bytes, gsize n)
{
  guint64 counts[256] = { 0 };
  double mean = 0.0;
  double variance = 0.0;

  for (gsize i = 0; i < n; i++)
    counts[bytes[i]]++;
  for (int v = 0; v < 256; v++)
    mean += (double) v * (double) counts[v] / (double) n;
  for (int v = 0; v < 256; v++)
    variance += (v - mean) * (v - mean) * (double) counts[v] / (double) n;
  return (PnNormalisation){ mean, sqrt (variance) };
}

static PnNormalisation
measure_floats (const float *floats, gsize n)
{
  double mean = 0.0;
  double variance = 0.0;
  gboolean same = TRUE;

  for (gsize i = 0; i < n; i++)
    {
      mean += floats[i] / (double) n;
      same &= floats[i] == floats[0];
    }
  /* Exactly, as the variance below is rounded. */
  if (same)
    return (PnNormalisation){ floats[0], 0.0 };
  for (gsize i = 0; i < n; i++)
    variance += (floats[i] - mean) * (floats[i] - mean) / (double) n;
  return (PnNormalisation){ mean, sqrt (variance) };
}

PnNormalisation
pn_dataset_measure (const PnDataset *dataset)
{
  gsize n = dataset->n * dataset->n_inputs;
  PnNormalisation measured = dataset->is_bytes ? measure_bytes (pn_dataset_bytes (dataset), n)
                                               : measure_floats (pn_dataset_floats (dataset), n);

  if (!(measured.std > 0.0))
    measured.std = 1.0;
  return measured;
}
