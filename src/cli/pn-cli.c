/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#include "pn-json.h"

/* Messages of libraries may hold line breaks; an error is one line. */
static void
say (const PnCli *cli, const char *message)
{
  g_autofree char *line = g_strdelimit (g_strdup (message), "\n\r", ' ');

  if (cli->command != NULL)
    fprintf (stderr, "perceptron-cli %s: %s\n", cli->command->name, g_strchomp (line));
  else
    fprintf (stderr, "perceptron-cli: %s\n", g_strchomp (line));
}

PnCliStatus
pn_cli_fail (const PnCli *cli, const GError *error)
{
  say (cli, error->message);
  return PN_CLI_FAILED;
}

PnCliStatus
pn_cli_misuse (const PnCli *cli, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  say (cli, message);
  return PN_CLI_USAGE;
}

void
pn_cli_note (const PnCli *cli, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  say (cli, message);
}

static gboolean
check_arguments (const PnCli *cli, int min, int max)
{
  const char *parameters = cli->command->parameters;

  if (cli->n_arguments < min)
    pn_cli_misuse (cli, _ ("too few arguments; it is called as: perceptron-cli %s %s"),
                   cli->command->name, *parameters != '\0' ? _ (parameters) : "");
  else if (cli->n_arguments > max)
    pn_cli_misuse (cli, _ ("“%s” is one argument too many; it is called as: perceptron-cli %s %s"),
                   cli->arguments[max], cli->command->name,
                   *parameters != '\0' ? _ (parameters) : "");
  return cli->n_arguments >= min && cli->n_arguments <= max;
}

gboolean
pn_cli_parse (PnCli *cli, const GOptionEntry *entries, int argc, char **argv, int min, int max)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_ ("Print one JSON object a line"), NULL },
    { NULL },
  };
  const PnCliCommand *command = cli->command;
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char *title = g_strdup_printf ("perceptron-cli %s", command->name);
  g_auto (GStrv) copy = g_new0 (char *, (gsize) argc + 1);
  g_autoptr (GError) error = NULL;

  context = g_option_context_new (*command->parameters != '\0' ? _ (command->parameters) : NULL);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (command->summary));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  /* The help names the program after what was called. */
  g_set_prgname (title);
  for (int i = 0; i < argc; i++)
    copy[i] = g_strdup (argv[i]);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      pn_cli_misuse (cli, _ ("%s; perceptron-cli %s --help tells the options"), error->message,
                     command->name);
      return FALSE;
    }
  cli->arguments = g_strdupv (copy + 1);
  cli->n_arguments = (int) g_strv_length (cli->arguments);
  return check_arguments (cli, min, max);
}

void
pn_cli_clear (PnCli *cli)
{
  g_clear_pointer (&cli->arguments, g_strfreev);
}

gboolean
pn_cli_read_number (const PnCli *cli,
                    const char *option,
                    const char *text,
                    guint64 min,
                    guint64 max,
                    guint64 *number)
{
  if (g_ascii_string_to_unsigned (text, 10, min, max, number, NULL))
    return TRUE;
  pn_cli_misuse (cli, _ ("%s: is %s, but must be a whole number from %" PRIu64 " to %" PRIu64),
                 option, text, min, max);
  return FALSE;
}

json_t *
pn_cli_event (const char *name)
{
  json_t *event = json_object ();

  json_object_set_new (event, "event", json_string (name));
  return event;
}

void
pn_cli_set (json_t *event, const char *key, double value)
{
  json_object_set_new (event, key, pn_json_number (value));
}

void
pn_cli_set_count (json_t *event, const char *key, guint64 value)
{
  json_object_set_new (event, key, json_integer ((json_int_t) value));
}

void
pn_cli_emit_take (json_t *event)
{
  g_autofree char *line = pn_json_to_string_take (event);

  puts (line);
  fflush (stdout);
}
