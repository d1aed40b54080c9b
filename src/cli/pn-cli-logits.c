/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* logits: what the network says of rows of numbers, for comparisons with other programs. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-error.h"
#include "pn-file.h"
#include "pn-json.h"
#include "pn-npy.h"

#define BATCH 256

/* Rows by the first dimension; one dimension is one row. */
static gsize
count_rows (const PnNpy *array)
{
  return array->n_dims > 1 ? array->shape[0] : 1;
}

static PnNpy *
read_rows (const char *file, gsize n_inputs, GError **error)
{
  g_autoptr (GBytes) bytes = pn_file_read (file, error);
  g_autoptr (PnNpy) array = bytes != NULL ? pn_npy_read (bytes, file, error) : NULL;
  gsize rows;

  if (array == NULL)
    return NULL;
  rows = count_rows (array);
  if (rows > 0 && array->n_values / rows == n_inputs && array->n_values % rows == 0)
    return g_steal_pointer (&array);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: holds %zu numbers in %zu rows, but the model takes %zu numbers a row"), file,
               array->n_values, rows, n_inputs);
  return NULL;
}

static PnInputs
slice (const PnNpy *array, PnSnapshot *snapshot, gsize first, gsize n)
{
  gsize offset = first * pn_spec_n_inputs (pn_snapshot_spec (snapshot));
  gconstpointer values = g_bytes_get_data (array->values, NULL);
  PnInputs inputs = { .n = n, .normalisation = *pn_snapshot_normalisation (snapshot) };

  if (array->type == PN_NPY_UINT8)
    inputs.bytes = (const guint8 *) values + offset;
  else
    inputs.floats = (const float *) values + offset;
  return inputs;
}

/* Appended row by row, so that many rows don't need a tree of JSON. */
static void
append_row (GString *text, const float *row, gsize n, gboolean json)
{
  g_string_append (text, json ? "[" : "");
  for (gsize k = 0; k < n; k++)
    {
      g_autoptr (json_t) number = pn_json_number ((double) row[k]);

      g_string_append (text, k == 0 ? "" : json ? "," : " ");
      pn_json_append (text, number);
    }
  g_string_append (text, json ? "]" : "\n");
}

static void
append_rows (GString *text,
             const PnNpy *array,
             PnSnapshot *snapshot,
             PnWorkspace *workspace,
             gboolean json)
{
  gsize rows = count_rows (array);
  gsize n_outputs = pn_spec_n_outputs (pn_snapshot_spec (snapshot));
  g_autofree float *logits = g_new (float, BATCH *n_outputs);

  for (gsize first = 0; first < rows; first += BATCH)
    {
      PnInputs inputs = slice (array, snapshot, first, MIN (BATCH, rows - first));

      pn_network_forward (pn_snapshot_network (snapshot), workspace, &inputs);
      pn_workspace_get_logits (workspace, logits);
      for (gsize i = 0; i < inputs.n; i++)
        {
          g_string_append (text, json && first + i > 0 ? "," : "");
          append_row (text, logits + i * n_outputs, n_outputs, json);
        }
    }
}

static PnCliStatus
print_logits (const PnCli *cli)
{
  g_autoptr (PnSnapshot) snapshot = pn_cli_load_model (cli, cli->arguments[0], NULL);
  g_autoptr (PnWorkspace) workspace = NULL;
  g_autoptr (PnNpy) array = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (snapshot == NULL)
    return PN_CLI_FAILED;
  array = read_rows (cli->arguments[1], pn_spec_n_inputs (pn_snapshot_spec (snapshot)), &error);
  if (array == NULL)
    return pn_cli_fail (cli, error);
  workspace = pn_cli_new_workspace (cli, pn_snapshot_network (snapshot), BATCH);
  if (workspace == NULL)
    return PN_CLI_FAILED;
  if (cli->json)
    g_string_append_printf (text, "{\"event\":\"logits\",\"rows\":%zu,\"logits\":[",
                            count_rows (array));
  append_rows (text, array, snapshot, workspace, cli->json);
  g_string_append (text, cli->json ? "]}\n" : "");
  fputs (text->str, stdout);
  return PN_CLI_DONE;
}

PnCliStatus
pn_cli_logits (PnCli *cli, int argc, char **argv)
{
  if (!pn_cli_parse (cli, NULL, argc, argv, 2, 2))
    return PN_CLI_USAGE;
  return print_logits (cli);
}
