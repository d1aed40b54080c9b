/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-test-document.h"

#include <glib/gstdio.h>
#include <math.h>

#define STEPS_PER_CHECK 125

void
pn_test_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      pn_test_remove_folder (child);
    }
  g_remove (path);
}

void
pn_test_document_set_up (PnTestDocument *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("perceptron-test-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", self->folder, TRUE);
  g_setenv ("PERCEPTRON_DATA_DIR", self->folder, TRUE);
  self->document = pn_document_new (&error);
  g_assert_no_error (error);
}

void
pn_test_document_tear_down (PnTestDocument *self)
{
  pn_document_close (self->document);
  g_clear_object (&self->document);
  pn_test_remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

PnRun *
pn_test_document_add (PnTestDocument *self, const char *name)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();

  g_free (recipe->name);
  recipe->name = g_strdup (name);
  return pn_document_add_recipe (self->document, recipe);
}

static PnEvent
made_up (PnEventKind kind, guint64 step, double pace)
{
  double left = exp (-(double) step / pace);
  /* Noise of the batches that is the same each time. */
  double noise = kind == PN_EVENT_STEP ? (step * 7919 % 1000) / 1000.0 : 0;

  return (PnEvent){ .kind = kind,
                    .step = step,
                    .loss = (kind == PN_EVENT_STEP ? 0.08 : 0.14) + 2.2 * left + 0.1 * noise,
                    .accuracy = 0.957 - 0.85 * left,
                    .train_loss = NAN,
                    .train_accuracy = 0.985 - 0.87 * left,
                    .learning_rate = 0.1 * left,
                    .gradient_norm = left };
}

void
pn_test_document_train (PnRun *run, guint64 steps, double pace)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (PnEvent));
  gsize before;

  pn_history_steps (pn_run_get_history (run), &before);
  for (guint64 step = before; step < steps; step++)
    {
      PnEvent event = made_up (PN_EVENT_VALIDATION, step, pace);

      if (step % STEPS_PER_CHECK == 0)
        g_array_append_val (events, event);
      event = made_up (PN_EVENT_STEP, step + 1, pace);
      g_array_append_val (events, event);
    }
  pn_history_set_steps_per_epoch (pn_run_get_history (run), 5 * STEPS_PER_CHECK);
  pn_history_append (pn_run_get_history (run), (const PnEvent *) (gpointer) events->data,
                     events->len);
}
