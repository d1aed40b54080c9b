/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-random.h"
#include "pn-trainer.h"

/* Small pictures of 8×8 with 4 classes, each with its own bright quarter and some noise: learnt in
 * a few epochs, the same on every run. `shift` adds to the labels, for pictures that say something
 * else.
 */
static inline PnDataset *
test_dataset_shifted (gsize n, guint64 seed, guint16 shift)
{
  const gsize shape[3] = { 1, 8, 8 };
  PnRandom random = { .seed = seed, .stream = PN_STREAM_SPLIT };
  guint8 *pixels = g_new (guint8, n * 64);
  guint16 *labels = g_new (guint16, n);
  g_autoptr (GBytes) inputs = NULL;
  g_autoptr (GBytes) targets = NULL;
  GError *error = NULL;
  PnDataset *dataset;

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i % 4;
      for (gsize p = 0; p < 64; p++)
        pixels[i * 64 + p] = 100 * pn_random_uniform (&random, i * 64 + p)
                             + (p / 32 * 2 + p % 8 / 4 == labels[i] ? 100 : 0);
      labels[i] = (labels[i] + shift) % 4;
    }
  inputs = g_bytes_new_take (pixels, n * 64);
  targets = g_bytes_new_take (labels, n * sizeof (guint16));
  dataset = pn_dataset_new_bytes (shape, n, inputs, targets, NULL, 4, &error);
  g_assert_no_error (error);
  return dataset;
}

static inline PnDataset *
test_dataset (gsize n, guint64 seed)
{
  return test_dataset_shifted (n, seed, 0);
}

static inline PnSpec *
test_spec (gsize hidden)
{
  const gsize input[3] = { 1, 8, 8 };
  PnLayerSpec layer = { .units = hidden,
                        .activation = PN_ACTIVATION_TANH,
                        .init = PN_INIT_NORMAL_FAN_IN,
                        .bias = PN_BIAS_LAYER };

  return pn_spec_new_dense (input, &layer, 1, 4);
}

/* All that a trainer needs; 320 samples in batches of 16 are 20 steps an epoch. */
typedef struct
{
  PnSpec *spec;
  PnSettings settings;
  PnTrainerStart start;
  PnHistory *history;
} TestTraining;

static inline void
test_training_init (TestTraining *self)
{
  self->spec = test_spec (12);
  self->settings = pn_settings_default ();
  self->settings.batch = 16;
  self->settings.epochs = 5;
  self->settings.patience = 0;
  self->start = (PnTrainerStart){ .spec = self->spec,
                                  .settings = &self->settings,
                                  .train = test_dataset (320, 1),
                                  .validation = test_dataset (80, 2),
                                  .normalisation = { 100, 60 },
                                  .measure_training = TRUE };
  self->history = pn_history_new ();
}

static inline void
test_training_clear (TestTraining *self)
{
  pn_spec_free (self->spec);
  pn_dataset_unref (self->start.train);
  pn_dataset_unref (self->start.validation);
  g_assert_finalize_object (self->history);
}

static inline void
test_wait (PnTrainer *trainer)
{
  while (pn_trainer_is_running (trainer))
    g_main_context_iteration (NULL, TRUE);
}
