/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "pn-recipe-table.h"
#include "pn-run-table.h"

typedef struct
{
  char *folder;
  PnDocument *document;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  GError *error = NULL;

  self->folder = g_dir_make_tmp ("perceptron-table-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", self->folder, TRUE);
  g_setenv ("PERCEPTRON_DATA_DIR", self->folder, TRUE);
  self->document = pn_document_new (&error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  pn_document_close (self->document);
  g_clear_object (&self->document);
  remove_folder (self->folder);
  g_free (self->folder);
}

static PnRun *
add (Fixture *self, const char *name, const char *path, const char *value)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  g_autoptr (GError) error = NULL;

  g_free (recipe->name);
  recipe->name = g_strdup (name);
  if (path)
    pn_recipe_set (recipe, path, value, &error);
  g_assert_no_error (error);
  return pn_document_add_recipe (self->document, recipe);
}

static void
report_check (PnRun *run, guint64 step, double loss, double accuracy)
{
  const PnCheckRecord check = { .step = step,
                                .epoch = step / 625.0,
                                .training_seconds = step / 1250.0,
                                .loss = loss,
                                .accuracy = accuracy,
                                .train_loss = loss,
                                .train_accuracy = accuracy + 0.005,
                                .best = TRUE };
  const PnStepRecord last = { step, 0.1, 1 };

  pn_history_set_steps_per_epoch (pn_run_get_history (run), 625);
  pn_history_append_records (pn_run_get_history (run), &last, step > 0, &check, 1);
}

static const char *
words (PnTable *table, const char *label, guint record)
{
  for (guint i = 0; i < pn_table_n_fields (table); i++)
    if (g_str_equal (pn_table_label (table, i), label))
      return pn_table_words (table, i, record);
  return NULL;
}

static void
test_words (Fixture *self, gconstpointer unused)
{
  PnRun *run = add (self, "Plain", NULL, NULL);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (PnTable) table = NULL;
  g_autofree char *csv = NULL;

  add (self, "Wide", "layers.0.units", "128");
  pn_document_set_checked (self->document, add (self, "Hidden", NULL, NULL), FALSE);
  report_check (run, 0, 2.3, 0.1);
  report_check (run, 1250, 0.2, 0.94);
  runs = pn_run_table_checked (self->document);
  table = pn_run_table_new (self->document, runs, 0.25);
  g_assert_cmpuint (pn_table_n_records (table), ==, 2);
  g_assert_cmpstr (pn_table_record_name (table, 1), ==, "Wide");
  g_assert_cmpstr (words (table, "Parameters", 0), ==, "50880");
  g_assert_cmpstr (words (table, "Multiply-adds a sample", 0), ==, "50880");
  g_assert_cmpstr (words (table, "Seconds an epoch", 0), ==, "0.5");
  g_assert_cmpstr (words (table, "Epochs run", 0), ==, "2");
  g_assert_cmpstr (words (table, "Why it stopped", 1), ==, "untrained");
  g_assert_cmpstr (words (table, "Validation accuracy, at stop", 0), ==, "0.9400 ± 0.0047");
  g_assert_cmpstr (words (table, "Validation accuracy, at stop", 1), ==, "–");
  g_assert_cmpstr (words (table, "Gap", 0), ==, "0.0050");
  g_assert_cmpstr (words (table, "Steps to a loss of 0.25", 0), ==, "1250");
  g_assert_cmpstr (words (table, "Split, at step", 0), ==, "none");
  g_assert_cmpstr (words (table, "Hidden units", 0), ==, "64");
  g_assert_cmpstr (words (table, "Hidden units", 1), ==, "128");
  g_assert_null (words (table, "Learning rate", 0));
  csv = pn_table_to_csv (table);
  g_assert_nonnull (strstr (csv, "\nPlain,50880,50880,0.5,2,,0.2,0.2,0.94,0.935174"));
}

/* Every key of a recipe that can differ makes one line. */
static void
test_all_settings (void)
{
  static const char *const changes[][2] = {
    { "layers.0.units", "65" },
    { "layers.0.activation", "relu" },
    { "layers.1.init", "he" },
    { "layers.0.bias", "layer" },
    { "layers.0.dropout", "0.5" },
    { "optimizer", "adam" },
    { "learning_rate", "0.3" },
    { "momentum", "0.1" },
    { "batch", "33" },
    { "epochs", "7" },
    { "shuffle", "false" },
    { "checks_per_epoch", "3" },
    { "patience", "4" },
    { "keep_best", "true" },
    { "seed", "99" },
    { "rho", "0.5" },
    { "beta1", "0.5" },
    { "beta2", "0.5" },
    { "epsilon", "0.001" },
    { "l2", "0.001" },
    { "l1", "0.001" },
    { "clip_norm", "3" },
    { "schedule", "cosine" },
    { "schedule_decay", "0.25" },
    { "schedule_every", "3" },
    { "warm_up", "2" },
    { "label_smoothing", "0.1" },
    { "class_weighting", "balanced" },
    { "data.set", "fashion-mnist" },
    { "data.train", "100" },
    { "data.split", "random" },
    { "data.validation", "rest" },
    { "data.normalise", "unit" },
    { "data.augment.shift", "1" },
    { "data.augment.rotation", "5" },
    { "data.augment.scale", "0.1" },
    { "data.augment.shear", "0.1" },
    { "data.augment.thickness", "1" },
    { "data.augment.elastic", "1" },
    { "data.augment.strokes", "0.5" },
    { "data.augment.recenter", "true" },
  };
  g_autoptr (PnRecipe) plain = pn_recipe_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (PnRecipe) changed = pn_recipe_copy (plain);
      g_autoptr (PnTable) table = pn_table_new ();
      const PnRecipe *recipes[] = { plain, changed };
      g_autoptr (GError) error = NULL;

      pn_recipe_set (changed, changes[i][0], changes[i][1], &error);
      g_assert_no_error (error);
      pn_table_add_record (table, "Plain", 0);
      pn_table_add_record (table, "Changed", 1);
      g_test_message ("%s", changes[i][0]);
      g_assert_cmpuint (pn_recipe_table_append_differences (table, recipes), ==, 1);
      g_assert_cmpstr (pn_table_words (table, 0, 0), !=, pn_table_words (table, 0, 1));
    }
}

static void
test_warnings (Fixture *self, gconstpointer unused)
{
  PnRun *run = add (self, "Plain", NULL, NULL);
  g_autoptr (GPtrArray) runs = NULL;
  g_auto (GStrv) none = NULL, some = NULL;

  runs = pn_run_table_checked (self->document);
  none = pn_run_table_warnings (runs);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  report_check (run, 0, 2.3, 0.1);
  pn_history_add_mark (pn_run_get_history (run), 0, PN_MARK_EDIT, NULL);
  add (self, "Rest", "data.validation", "rest");
  pn_document_add_model (self->document, pn_run_get_snapshot (run), NULL, "Shipped");
  g_clear_pointer (&runs, g_ptr_array_unref);
  runs = pn_run_table_checked (self->document);
  some = pn_run_table_warnings (runs);
  g_assert_cmpuint (g_strv_length (some), ==, 3);
  g_assert_nonnull (strstr (some[0], "edited"));
  g_assert_nonnull (strstr (some[1], "began from"));
  g_assert_nonnull (strstr (some[2], "same images"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run-table/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/run-table/warnings", Fixture, NULL, set_up, test_warnings, tear_down);
  g_test_add_func ("/run-table/all-settings", test_all_settings);
  return g_test_run ();
}
