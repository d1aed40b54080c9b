/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib/gstdio.h>

#include "pn-document.h"
#include "pn-random.h"

/* A data set as IDX files in a folder of its own: 8×8 pictures of ten classes, each with one bright
 * row or column and some noise.
 */
static inline void
test_set_write (const char *folder,
                const char *name,
                const guint8 *header,
                gsize n,
                GByteArray *data)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) file = g_byte_array_new ();

  g_byte_array_append (file, header, n);
  g_byte_array_append (file, data->data, data->len);
  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
}

static inline void
test_set_part (const char *folder, const char *part, guint16 n, guint64 seed)
{
  const guint8 images[16] = { 0, 0, 8, 3, 0, 0, n >> 8, n & 255, 0, 0, 0, 8, 0, 0, 0, 8 };
  const guint8 labels[8] = { 0, 0, 8, 1, 0, 0, n >> 8, n & 255 };
  g_autoptr (GByteArray) pixels = g_byte_array_new ();
  g_autoptr (GByteArray) classes = g_byte_array_new ();
  g_autofree char *images_name = g_strconcat (part, "-images-idx3-ubyte", NULL);
  g_autofree char *labels_name = g_strconcat (part, "-labels-idx1-ubyte", NULL);
  PnRandom random = { .seed = seed, .stream = PN_STREAM_SPLIT };

  for (guint i = 0; i < n; i++)
    {
      guint8 label = i % 10;

      for (guint p = 0; p < 64; p++)
        {
          gboolean bright = label < 5 ? p / 8 == label : p % 8 == label - 5u;
          guint8 pixel = 80 * pn_random_uniform (&random, i * 64 + p) + (bright ? 150 : 0);

          g_byte_array_append (pixels, &pixel, 1);
        }
      g_byte_array_append (classes, &label, 1);
    }
  test_set_write (folder, images_name, images, sizeof images, pixels);
  test_set_write (folder, labels_name, labels, sizeof labels, classes);
}

/* The folder, to be freed. */
static inline char *
test_set_new (void)
{
  char *folder = g_dir_make_tmp ("perceptron-set-XXXXXX", NULL);

  g_assert_nonnull (folder);
  test_set_part (folder, "train", 400, 1);
  test_set_part (folder, "t10k", 100, 2);
  return folder;
}

static inline void
test_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        test_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

/* Drafts go to a folder of this program's, which is emptied for each test. (GLib's own way to do so
 * leaks, as sanitizers say.)
 */
static inline void
test_isolate (void)
{
  g_autofree char *folder = g_dir_make_tmp ("perceptron-state-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
}

static inline void
test_empty_state (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "perceptron", NULL);

  test_remove_folder (folder);
}

static inline void
test_remove_state (void)
{
  test_remove_folder (g_get_user_state_dir ());
}

/* 64-12-10, 20 steps an epoch, 3 epochs. */
static inline PnRecipe *
test_recipe (const char *set)
{
  const gsize input[3] = { 1, 8, 8 };
  const PnLayerSpec hidden = { .units = 12,
                               .activation = PN_ACTIVATION_TANH,
                               .init = PN_INIT_NORMAL_FAN_IN,
                               .bias = PN_BIAS_INPUT };
  PnRecipe *recipe = pn_recipe_new ();

  g_free (recipe->name);
  recipe->name = g_strdup ("Test");
  g_free (recipe->set);
  recipe->set = g_strdup (set);
  recipe->train = 0;
  pn_spec_free (recipe->spec);
  recipe->spec = pn_spec_new_dense (input, &hidden, 1, 10);
  recipe->settings.batch = 20;
  recipe->settings.epochs = 3;
  recipe->settings.patience = 0;
  return recipe;
}

static inline void
test_begun_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  GError *error = NULL;

  pn_document_train_finish (PN_DOCUMENT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

/* Until the burst has begun. */
static inline void
test_begin (PnDocument *document, PnRun *run, guint64 steps)
{
  gboolean begun = FALSE;

  pn_document_train_async (document, run, steps, NULL, test_begun_cb, &begun);
  while (!begun)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the burst is over. */
static inline void
test_train (PnDocument *document, PnRun *run, guint64 steps)
{
  test_begin (document, run, steps);
  while (pn_run_get_trainer (run))
    g_main_context_iteration (NULL, TRUE);
}

/* What a run is, as text that must come back the same. */
static inline void
test_describe_run (PnRun *run, GString *text)
{
  PnSnapshot *snapshot = pn_run_get_snapshot (run);
  const PnNetwork *network = pn_snapshot_network (snapshot);
  g_autofree char *recipe = pn_recipe_to_json (pn_run_get_recipe (run));
  g_autofree char *sum = g_compute_checksum_for_data (
      G_CHECKSUM_SHA256, (const guchar *) pn_network_const_parameters (network),
      pn_network_length (network) * sizeof (PnReal));
  gsize n_steps, n_checks, n_marks;
  const PnStepRecord *steps = pn_history_steps (pn_run_get_history (run), &n_steps);
  const PnCheckRecord *checks = pn_history_checks (pn_run_get_history (run), &n_checks);
  const PnMark *marks = pn_history_marks (pn_run_get_history (run), &n_marks);

  g_string_append_printf (text, "%s %u %d %d %d %s %s\n%s\n", pn_run_get_name (run),
                          pn_run_get_colour (run), pn_run_get_checked (run), pn_run_get_state (run),
                          pn_run_get_stop_reason (run), sum, pn_run_get_began_from (run), recipe);
  for (gsize i = 0; i < n_steps; i++)
    g_string_append_printf (text, "%zu:%a,%a ", (gsize) steps[i].step, steps[i].loss,
                            steps[i].accuracy);
  for (gsize i = 0; i < n_checks; i++)
    g_string_append_printf (text, "\n%zu %a %a %a %a %a %a %a %a %d %d", (gsize) checks[i].step,
                            checks[i].epoch, checks[i].training_seconds, checks[i].loss,
                            checks[i].accuracy, checks[i].train_loss, checks[i].train_accuracy,
                            checks[i].learning_rate, checks[i].gradient_norm, checks[i].best,
                            checks[i].final);
  for (gsize i = 0; i < n_marks; i++)
    g_string_append_printf (text, "\n%zu %d %s", (gsize) marks[i].step, marks[i].kind,
                            marks[i].text);
  g_string_append (text, "\n");
}

static inline char *
test_describe (PnDocument *document)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pn_document_n_runs (document); i++)
    test_describe_run (pn_document_get_run (document, i), text);
  return g_string_free (text, FALSE);
}

/* A new document, with one run of a data set of its own. */
typedef struct
{
  char *set;
  PnDocument *document;
  PnRun *run;
} TestDocument;

static inline void
test_document_set_up (TestDocument *self, gconstpointer unused)
{
  g_autoptr (PnRecipe) recipe = NULL;
  GError *error = NULL;

  test_empty_state ();
  self->set = test_set_new ();
  recipe = test_recipe (self->set);
  self->document = pn_document_new (&error);
  g_assert_no_error (error);
  self->run = pn_document_add_recipe (self->document, recipe);
  g_assert_nonnull (self->run);
}

static inline void
test_document_tear_down (TestDocument *self, gconstpointer unused)
{
  pn_document_close (self->document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
  test_remove_folder (self->set);
  g_free (self->set);
}
