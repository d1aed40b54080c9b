/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-model-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pn-error.h"
#include "pn-safetensors.h"

/* 6-5-4-3 with the trick, a layer without bias and one with. */
static PnRecipe *
make_recipe (gboolean keep_best)
{
  PnRecipe *recipe = pn_recipe_new ();
  const PnLayerSpec layers[] = {
    { PN_LAYER_DENSE, 5, PN_ACTIVATION_TANH, PN_INIT_UNIFORM, PN_BIAS_INPUT, 0 },
    { PN_LAYER_DENSE, 4, PN_ACTIVATION_RELU, PN_INIT_HE, PN_BIAS_NONE, 0.5 },
    { PN_LAYER_DENSE, 3, PN_ACTIVATION_IDENTITY, PN_INIT_GLOROT, PN_BIAS_LAYER, 0 },
  };

  pn_spec_free (recipe->spec);
  recipe->spec = pn_spec_new (1, 2, 3);
  recipe->spec->n_layers = G_N_ELEMENTS (layers);
  recipe->spec->layers = g_memdup2 (layers, sizeof layers);
  recipe->settings.batch = 4;
  recipe->settings.epochs = 3;
  recipe->settings.checks_per_epoch = 2;
  recipe->settings.keep_best = keep_best;
  return recipe;
}

static PnDataset *
make_dataset (void)
{
  const gsize shape[3] = { 1, 2, 3 };
  const char *const names[] = { "ant", "bee", "cat", NULL };
  guint8 inputs[20 * 6];
  guint16 labels[20];
  g_autoptr (GBytes) input_bytes = NULL;
  g_autoptr (GBytes) label_bytes = NULL;
  g_autoptr (GError) error = NULL;
  PnDataset *dataset;

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    inputs[i] = (guint8) (i * 37 + i / 6 * 11);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    labels[i] = (guint16) (i % 3);
  input_bytes = g_bytes_new (inputs, sizeof inputs);
  label_bytes = g_bytes_new (labels, sizeof labels);
  dataset = pn_dataset_new_bytes (shape, 20, input_bytes, label_bytes, names, 3, &error);
  g_assert_no_error (error);
  return dataset;
}

/* Trained for `steps` batches, and then not freed before its snapshot is taken. */
typedef struct
{
  PnRecipe *recipe;
  PnDataset *dataset;
  PnNormalisation normalisation;
  PnNetwork *network;
  PnFit *fit;
} Training;

static void
training_init (Training *self, gboolean keep_best)
{
  g_autoptr (GError) error = NULL;

  self->recipe = make_recipe (keep_best);
  self->dataset = make_dataset ();
  self->normalisation = pn_dataset_measure (self->dataset);
  self->network = pn_network_new (self->recipe->spec, &error);
  g_assert_no_error (error);
  pn_network_initialise (self->network, 1);
  self->fit = pn_fit_new (self->network, self->dataset, self->dataset, &self->normalisation,
                          &self->recipe->settings, &error);
  g_assert_no_error (error);
}

static void
training_clear (Training *self)
{
  pn_fit_free (self->fit);
  pn_network_free (self->network);
  pn_dataset_unref (self->dataset);
  pn_recipe_free (self->recipe);
}

static PnSnapshot *
take_snapshot (Training *self)
{
  g_autoptr (GError) error = NULL;
  PnSnapshot *snapshot
      = pn_snapshot_new (self->network, &self->normalisation,
                         pn_dataset_class_names (self->dataset), self->fit, &error);

  g_assert_no_error (error);
  return snapshot;
}

static GBytes *
to_bytes (PnSnapshot *snapshot, const PnRecipe *recipe, gboolean state)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = pn_model_to_bytes (snapshot, recipe, state, &error);

  g_assert_no_error (error);
  return bytes;
}

static PnSnapshot *
from_bytes (GBytes *bytes, PnRecipe **recipe)
{
  g_autoptr (GError) error = NULL;
  PnSnapshot *snapshot = pn_model_from_bytes (bytes, "f", recipe, &error);

  g_assert_no_error (error);
  return snapshot;
}

static void
assert_same_array (const PnNetwork *network, const PnReal *a, const PnReal *b)
{
  gsize size = pn_network_length (network) * sizeof (PnReal);

  g_assert_cmpmem (a, size, b, size);
}

static void
test_model (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (PnSnapshot) again = NULL;
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) bytes_again = NULL;

  training_init (&training, FALSE);
  pn_fit_run (training.fit, 7, NULL, NULL);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, training.recipe, FALSE);
  again = from_bytes (bytes, &recipe);
  bytes_again = to_bytes (again, recipe, FALSE);

  g_assert_true (pn_recipe_equal (recipe, training.recipe));
  g_assert_true (pn_spec_equal (pn_snapshot_spec (again), training.recipe->spec));
  assert_same_array (training.network, pn_network_const_parameters (training.network),
                     pn_network_const_parameters (pn_snapshot_network (again)));
  g_assert_true (pn_snapshot_normalisation (again)->mean == training.normalisation.mean);
  g_assert_true (pn_snapshot_normalisation (again)->std == training.normalisation.std);
  g_assert_cmpstr (pn_snapshot_class_names (again)[1], ==, "bee");
  g_assert_null (pn_snapshot_fit_state (again));
  g_assert_true (g_bytes_equal (bytes, bytes_again));
  training_clear (&training);
}

/* The modules of torch.nn.Sequential: linear, activation, linear, activation, dropout, linear. */
static void
test_names (void)
{
  static const char *const names[] = { "0.weight", "0.bias", "2.weight", "5.weight", "5.bias" };
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PnSafetensors) file = NULL;

  training_init (&training, FALSE);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, NULL, FALSE);
  file = pn_safetensors_read (bytes, "f", NULL);
  g_assert_cmpuint (pn_safetensors_n_tensors (file), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (pn_safetensors_find (file, names[i]));
  g_assert_cmpuint (pn_safetensors_find (file, "2.weight")->shape[0], ==, 4);
  g_assert_cmpuint (pn_safetensors_find (file, "2.weight")->shape[1], ==, 5);
  g_assert_nonnull (
      strstr (pn_safetensors_get_metadata (file, "perceptron"), "\"normalisation\":{\"mean\":"));
  training_clear (&training);
}

/* A run that is cut at any batch, written, read and gone on with equals the uncut one. */
static void
test_resume (gconstpointer data)
{
  gboolean keep_best = GPOINTER_TO_INT (data);

  for (guint64 cut = 1; cut <= 15; cut++)
    {
      Training uncut;
      Training first;
      Training second;
      g_autoptr (PnSnapshot) snapshot = NULL;
      g_autoptr (PnSnapshot) read = NULL;
      g_autoptr (PnSnapshot) end = NULL;
      g_autoptr (PnSnapshot) uncut_end = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) end_bytes = NULL;
      g_autoptr (GBytes) uncut_bytes = NULL;

      training_init (&uncut, keep_best);
      training_init (&first, keep_best);
      training_init (&second, keep_best);
      pn_fit_run (uncut.fit, 0, NULL, NULL);
      pn_fit_run (first.fit, cut, NULL, NULL);
      snapshot = take_snapshot (&first);
      bytes = to_bytes (snapshot, first.recipe, TRUE);
      read = from_bytes (bytes, NULL);
      pn_snapshot_restore (read, second.network, second.fit);
      pn_fit_run (second.fit, 0, NULL, NULL);

      end = take_snapshot (&second);
      uncut_end = take_snapshot (&uncut);
      end_bytes = to_bytes (end, second.recipe, TRUE);
      uncut_bytes = to_bytes (uncut_end, uncut.recipe, TRUE);
      g_assert_true (g_bytes_equal (end_bytes, uncut_bytes));
      training_clear (&uncut);
      training_clear (&first);
      training_clear (&second);
    }
}

/* Too large a step for numbers to stay finite. */
static void
diverge (Training *self)
{
  PnSettings settings = self->recipe->settings;

  settings.learning_rate = 1e6;
  settings.l2 = 1e6;
  g_assert_true (pn_fit_set_settings (self->fit, &settings, NULL));
  g_assert_cmpint (pn_fit_run (self->fit, 0, NULL, NULL), ==, PN_STOP_DIVERGED);
}

/* A resumed run that diverges later goes back as far as the uncut one does. */
static void
test_resume_rewinds (void)
{
  Training uncut;
  Training resumed;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (PnSnapshot) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree PnReal *there = NULL;

  training_init (&uncut, FALSE);
  training_init (&resumed, FALSE);
  pn_fit_run (uncut.fit, 5, NULL, NULL);
  snapshot = take_snapshot (&uncut);
  there = g_memdup2 (pn_network_const_parameters (uncut.network),
                     pn_network_length (uncut.network) * sizeof *there);
  bytes = to_bytes (snapshot, NULL, TRUE);
  read = from_bytes (bytes, NULL);
  pn_snapshot_restore (read, resumed.network, resumed.fit);
  diverge (&uncut);
  diverge (&resumed);
  assert_same_array (uncut.network, pn_network_const_parameters (uncut.network),
                     pn_network_const_parameters (resumed.network));
  g_assert_cmpint (memcmp (there, pn_network_const_parameters (uncut.network),
                           pn_network_length (uncut.network) * sizeof *there),
                   !=, 0);
  training_clear (&uncut);
  training_clear (&resumed);
}

/* How it was computed stays with the checkpoint. */
static void
test_state_tells_kernels (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (PnSnapshot) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  training_init (&training, FALSE);
  g_assert_cmpint (pn_fit_get_state (training.fit).kernels, ==, PN_KERNELS_UNKNOWN);
  pn_fit_run (training.fit, 1, NULL, NULL);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, NULL, TRUE);
  again = from_bytes (bytes, NULL);
  g_assert_cmpint (pn_snapshot_fit_state (again)->kernels, ==, pn_kernels ()->set);
  g_assert_cmpint (pn_snapshot_fit_state (again)->first_layer, !=, PN_FIRST_LAYER_UNKNOWN);
  training_clear (&training);
}

/* A checkpoint before the first check has no best loss, and says so. */
static void
test_state_at_start (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (PnSnapshot) again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  training_init (&training, TRUE);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, NULL, TRUE);
  again = from_bytes (bytes, NULL);
  g_assert_true (isnan (pn_snapshot_fit_state (again)->best_loss));
  g_assert_nonnull (pn_snapshot_best (again));
  training_clear (&training);
}

static void
test_cut (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (GBytes) bytes = NULL;

  training_init (&training, TRUE);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, training.recipe, TRUE);
  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    {
      g_autofree guint8 *part = g_memdup2 (g_bytes_get_data (bytes, NULL), MAX (i, 1));
      g_autoptr (GBytes) cut = g_bytes_new (part, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (pn_model_from_bytes (cut, "f", NULL, &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
    }
  training_clear (&training);
}

/* A change in the file's metadata, and what the error must say. */
typedef struct
{
  const char *name;
  const char *from;
  const char *to;
  const char *says;
} Malformed;

static const Malformed malformed[] = {
  { "no-metadata", "\"perceptron\":", "\"perceptrom\":", "__metadata__.perceptron: is missing" },
  { "version", "\\\"version\\\":1", "\\\"version\\\":2", "version: must be 1" },
  { "no-spec", "\\\"spec\\\"", "\\\"spek\\\"", "spec: must be an object" },
  { "units", "\\\"units\\\":5", "\\\"units\\\":0", "spec.layers.0.units: is 0" },
  { "other-units", "\\\"units\\\":4", "\\\"units\\\":6",
    "tensor 2.weight doesn't fit the network" },
  { "std", "\\\"std\\\":", "\\\"sdt\\\":", "normalisation.std: is missing" },
  { "classes", "\\\"ant\\\",", "", "classes: must be an array of 3 names" },
  { "unknown", "\\\"classes\\\"", "\\\"klasses\\\"", "classes: must be an array" },
  { "more", "{\\\"version\\\":1,\\\"spec", "{\\\"more\\\":1,\\\"version\\\":1,\\\"spec",
    "more: is not known" },
  { "bias", "\\\"bias\\\":\\\"none\\\"", "\\\"bias\\\":\\\"layer\\\"", "tensor 2.bias is missing" },
  { "not-json", "{\\\"version\\\":1,\\\"spec", "\\\"version\\\":1,\\\"spec",
    "__metadata__.perceptron:1:" },
};

/* The same file with another header. */
static GBytes *
replace_in_header (GBytes *bytes, const char *from, const char *to)
{
  gsize size;
  const char *file = g_bytes_get_data (bytes, &size);
  guint64 length;
  g_autofree char *header = NULL;
  const char *place;
  GByteArray *changed = g_byte_array_new ();
  g_autofree char *new_header = NULL;
  guint64 new_length;

  memcpy (&length, file, sizeof length);
  header = g_strndup (file + 8, length);
  place = strstr (header, from);
  g_assert_nonnull (place);
  new_header
      = g_strdup_printf ("%.*s%s%s", (int) (place - header), header, to, place + strlen (from));
  new_length = strlen (new_header);
  g_byte_array_append (changed, (const guint8 *) &new_length, sizeof new_length);
  g_byte_array_append (changed, (const guint8 *) new_header, (guint) new_length);
  g_byte_array_append (changed, (const guint8 *) file + 8 + length, (guint) (size - 8 - length));
  return g_byte_array_free_to_bytes (changed);
}

static void
test_malformed (gconstpointer data)
{
  const Malformed *self = data;
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;

  training_init (&training, FALSE);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, NULL, FALSE);
  changed = replace_in_header (bytes, self->from, self->to);
  g_assert_null (pn_model_from_bytes (changed, "f", NULL, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, self->says) == NULL)
    g_error ("“%s” doesn't say “%s”", error->message, self->says);
  training_clear (&training);
}

/* A tensor that the network doesn't have isn't ignored. */
static void
test_one_more (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;

  training_init (&training, FALSE);
  snapshot = take_snapshot (&training);
  bytes = to_bytes (snapshot, NULL, FALSE);
  changed = replace_in_header (
      bytes, "\"0.weight\"",
      "\"extra\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"0.weight\"");
  g_assert_null (pn_model_from_bytes (changed, "f", NULL, &error));
  g_assert_nonnull (strstr (error->message, "holds 6 tensors, but the network has 5"));
  training_clear (&training);
}

static void
test_save (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autoptr (PnSnapshot) again = NULL;
  g_autofree char *folder = g_dir_make_tmp ("pn-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.safetensors", NULL);
  g_autofree char *link = g_build_filename (folder, "link.safetensors", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "b.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  training_init (&training, FALSE);
  snapshot = take_snapshot (&training);
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_true (pn_model_save (snapshot, training.recipe, FALSE, path, NULL));
  g_assert_true (pn_model_save (snapshot, training.recipe, FALSE, link, NULL));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  again = pn_model_load (link, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_false (pn_model_save (snapshot, NULL, FALSE, nowhere, &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_FAILED);
  g_assert_true (g_str_has_prefix (error->message, nowhere));
  g_unlink (link);
  g_unlink (path);
  g_rmdir (folder);
  training_clear (&training);
}

/* What isn't a regular file is written to, not replaced. */
static void
test_pipe (void)
{
  Training training;
  g_autoptr (PnSnapshot) snapshot = NULL;
  g_autofree char *folder = g_dir_make_tmp ("pn-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GError) error = NULL;
  char first[8];
  int fd;

  training_init (&training, FALSE);
  snapshot = take_snapshot (&training);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = g_open (path, O_RDWR | O_NONBLOCK, 0);
  g_assert_cmpint (fd, >=, 0);
  pn_model_save (snapshot, NULL, FALSE, path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (fd, first, sizeof first), ==, sizeof first);
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_null (pn_model_load (path, NULL, &error));
  g_assert_nonnull (strstr (error->message, "is not a regular file"));
  close (fd);
  g_unlink (path);
  g_rmdir (folder);
  training_clear (&training);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model-file/model", test_model);
  g_test_add_func ("/model-file/names", test_names);
  g_test_add_data_func ("/model-file/resume", GINT_TO_POINTER (FALSE), test_resume);
  g_test_add_data_func ("/model-file/resume-keep-best", GINT_TO_POINTER (TRUE), test_resume);
  g_test_add_func ("/model-file/resume-rewinds", test_resume_rewinds);
  g_test_add_func ("/model-file/state-tells-kernels", test_state_tells_kernels);
  g_test_add_func ("/model-file/state-at-start", test_state_at_start);
  g_test_add_func ("/model-file/cut", test_cut);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *path = g_strconcat ("/model-file/malformed/", malformed[i].name, NULL);

      g_test_add_data_func (path, &malformed[i], test_malformed);
    }
  g_test_add_func ("/model-file/one-more", test_one_more);
  g_test_add_func ("/model-file/save", test_save);
  g_test_add_func ("/model-file/pipe", test_pipe);

  return g_test_run ();
}
