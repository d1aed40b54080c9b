/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* classify: pictures and ink, answered as the drawing pad answers. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-ink-raster.h"
#include "pn-ink-reader.h"
#include "pn-picture.h"

/* Ink files are known by their ending, all else is a picture. */
#define INK_SUFFIX ".jsonl"

typedef struct
{
  const PnCli *cli;
  PnSnapshot *snapshot;
  PnWorkspace *workspace;
  gsize size; /* of the pictures that the network takes */
  gsize n_classes;
  guint8 *pixels;
  float *probabilities;

  guint64 count;
  guint64 labelled;
  guint64 correct;
  guint64 accepted;
  gboolean failed;
} Classifier;

/* A digit on a square picture, in grey. */
static gboolean
check_shape (const PnCli *cli, const PnSpec *spec)
{
  if (spec->input[0] == 1 && spec->input[1] == spec->input[2] && spec->input[1] >= 4)
    return TRUE;
  pn_cli_note (cli,
               _ ("the model takes %zu × %zu × %zu numbers, but pictures can be given to models of "
                  "1 × n × n only"),
               spec->input[0], spec->input[1], spec->input[2]);
  return FALSE;
}

static gboolean
classifier_init (Classifier *self, const PnCli *cli, PnSnapshot *snapshot)
{
  const PnSpec *spec = pn_snapshot_spec (snapshot);

  self->cli = cli;
  self->snapshot = snapshot;
  if (!check_shape (cli, spec))
    return FALSE;
  self->workspace = pn_cli_new_workspace (cli, pn_snapshot_network (snapshot), 1);
  self->size = spec->input[1];
  self->n_classes = pn_spec_n_outputs (spec);
  self->pixels = g_new (guint8, self->size * self->size);
  self->probabilities = g_new (float, self->n_classes);
  return self->workspace != NULL;
}

static void
classifier_clear (Classifier *self)
{
  g_clear_pointer (&self->workspace, pn_workspace_free);
  g_free (self->pixels);
  g_free (self->probabilities);
}

/* The most probable class of the picture in `pixels`. */
static gsize
answer (Classifier *self)
{
  const PnInputs inputs = {
    .n = 1,
    .bytes = self->pixels,
    .normalisation = *pn_snapshot_normalisation (self->snapshot),
  };
  gsize best = 0;

  pn_network_forward (pn_snapshot_network (self->snapshot), self->workspace, &inputs);
  pn_workspace_get_probabilities (self->workspace, self->probabilities);
  for (gsize k = 1; k < self->n_classes; k++)
    if (self->probabilities[k] > self->probabilities[best])
      best = k;
  return best;
}

/* A class that is called by a number is given as one, as ink files do. */
static json_t *
label_to_json (const char *name)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT64, &number, NULL))
    return json_integer ((json_int_t) number);
  return json_string (name);
}

static json_t *
probabilities_to_json (const Classifier *self)
{
  json_t *array = json_array ();

  for (gsize k = 0; k < self->n_classes; k++)
    json_array_append_new (array, json_real ((double) self->probabilities[k]));
  return array;
}

/* `name` is NULL where there is nothing to answer. */
static void
report_json (const Classifier *self, const char *file, gsize line, const char *name)
{
  json_t *event = pn_cli_event ("classified");

  json_object_set_new (event, "file", json_string (file));
  if (line > 0)
    pn_cli_set_count (event, "line", line);
  json_object_set_new (event, "label", name != NULL ? label_to_json (name) : json_null ());
  json_object_set_new (event, "probabilities",
                       name != NULL ? probabilities_to_json (self) : json_null ());
  json_object_set_new (event, "digit", json_boolean (name != NULL));
  pn_cli_emit_take (event);
}

static void
report_words (const Classifier *self, const char *file, gsize line, const char *name, gsize best)
{
  g_autofree char *place = line > 0 ? g_strdup_printf ("%s:%zu", file, line) : g_strdup (file);

  if (name == NULL)
    printf (_ ("%s: blank, no answer\n"), place);
  else
    printf (_ ("%s: %s, %.1f %% sure\n"), place, name, (double) self->probabilities[best] * 100);
}

/* Answers what is in `pixels`, unless it is blank. `label` is what is right, or NULL. */
static void
classify (Classifier *self, const char *file, gsize line, gboolean blank, const char *label)
{
  const char *const *names = pn_snapshot_class_names (self->snapshot);
  gsize best = blank ? 0 : answer (self);
  const char *name = blank ? NULL : names[best];

  self->count++;
  self->accepted += !blank;
  self->labelled += label != NULL;
  self->correct += label != NULL && g_strcmp0 (label, name) == 0;
  if (self->cli->json)
    report_json (self, file, line, name);
  else
    report_words (self, file, line, name, best);
}

static void
note_failure (Classifier *self, const GError *error)
{
  pn_cli_fail (self->cli, error);
  self->failed = TRUE;
}

static void
classify_ink (Classifier *self, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples = pn_ink_read_file (file, &error);

  if (samples == NULL)
    {
      note_failure (self, error);
      return;
    }
  for (guint i = 0; i < samples->len; i++)
    {
      const PnInkSample *sample = g_ptr_array_index (samples, i);
      gboolean drawn = pn_ink_rasterize (sample->ink, self->size, self->pixels);

      classify (self, file, sample->line, !drawn, sample->label);
    }
}

static void
classify_picture (Classifier *self, const char *file)
{
  g_autoptr (GError) error = NULL;

  if (pn_picture_read_digit (file, self->size, self->pixels, &error))
    classify (self, file, 0, FALSE, NULL);
  else
    note_failure (self, error);
}

static void
report_summary (const Classifier *self)
{
  double accuracy = (double) self->correct / (double) self->labelled;
  json_t *event;

  if (self->labelled == 0)
    return;
  if (!self->cli->json)
    {
      printf (_ ("%" PRIu64 " of %" PRIu64 " right: accuracy %.4f\n"), self->correct,
              self->labelled, accuracy);
      return;
    }
  event = pn_cli_event ("summary");
  pn_cli_set_count (event, "count", self->count);
  pn_cli_set_count (event, "labelled", self->labelled);
  pn_cli_set_count (event, "correct", self->correct);
  pn_cli_set (event, "accuracy", accuracy);
  pn_cli_set_count (event, "accepted", self->accepted);
  pn_cli_emit_take (event);
}

static PnCliStatus
classify_files (const PnCli *cli)
{
  g_autoptr (PnSnapshot) snapshot = pn_cli_load_model (cli, cli->arguments[0], NULL);
  Classifier self = { 0 };

  if (snapshot == NULL)
    return PN_CLI_FAILED;
  if (classifier_init (&self, cli, snapshot))
    {
      for (int i = 1; i < cli->n_arguments; i++)
        if (g_str_has_suffix (cli->arguments[i], INK_SUFFIX))
          classify_ink (&self, cli->arguments[i]);
        else
          classify_picture (&self, cli->arguments[i]);
      report_summary (&self);
    }
  else
    self.failed = TRUE;
  classifier_clear (&self);
  return self.failed ? PN_CLI_FAILED : PN_CLI_DONE;
}

PnCliStatus
pn_cli_classify (PnCli *cli, int argc, char **argv)
{
  if (!pn_cli_parse (cli, NULL, argc, argv, 2, G_MAXINT))
    return PN_CLI_USAGE;
  return classify_files (cli);
}
