/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* export: a model in another format. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#include "pn-cli-commands.h"
#include "pn-cli-recipe.h"
#include "pn-file.h"
#include "pn-model-export.h"

static PnCliStatus
export_model (const PnCli *cli, const char *out)
{
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (PnSnapshot) snapshot = pn_cli_load_model (cli, cli->arguments[0], &recipe);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  json_t *event;

  if (snapshot == NULL)
    return PN_CLI_FAILED;
  bytes = pn_model_export (snapshot, recipe, out, &error);
  if (bytes == NULL
      || !pn_file_write (out, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error))
    return pn_cli_fail (cli, error);
  if (!cli->json)
    {
      printf (_ ("%s: %zu bytes\n"), out, g_bytes_get_size (bytes));
      return PN_CLI_DONE;
    }
  event = pn_cli_event ("exported");
  json_object_set_new (event, "file", json_string (out));
  pn_cli_set_count (event, "bytes", g_bytes_get_size (bytes));
  pn_cli_emit_take (event);
  return PN_CLI_DONE;
}

PnCliStatus
pn_cli_export (PnCli *cli, int argc, char **argv)
{
  g_autofree char *endings = NULL;

  if (!pn_cli_parse (cli, NULL, argc, argv, 2, 2))
    return PN_CLI_USAGE;
  if (pn_model_export_knows (cli->arguments[1]))
    return export_model (cli, cli->arguments[1]);
  endings = pn_model_export_endings ();
  return pn_cli_misuse (cli, _ ("%s: its ending names no format; there are %s"), cli->arguments[1],
                        endings);
}
