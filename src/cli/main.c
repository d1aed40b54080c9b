/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* perceptron-cli: what the window does, without a display. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>

#include "pn-cli-commands.h"

static const PnCliCommand commands[] = {
  { "train", N_ ("RECIPE"), N_ ("Train a recipe, by path or by name"), pn_cli_train },
  { "evaluate", N_ ("MODEL"), N_ ("Measure loss and accuracy of a model"), pn_cli_evaluate },
  { "classify", N_ ("MODEL FILE…"), N_ ("Answer pictures or ink"), pn_cli_classify },
  { "logits", N_ ("MODEL FILE.npy"), N_ ("Print the logits of rows of numbers"), pn_cli_logits },
  { "export", N_ ("MODEL OUT"), N_ ("Write a model in another format, by the ending of OUT"),
    pn_cli_export },
  { "plot", N_ ("HISTORY…"), N_ ("Draw histories as a figure"), pn_cli_plot },
  { "edit", N_ ("MODEL OUT"), N_ ("Change the design of a trained model, keeping what it learnt"),
    pn_cli_edit },
  { "check-gradients", N_ ("RECIPE"), N_ ("Hold gradients against finite differences"),
    pn_cli_check_gradients },
  { "report", N_ ("TEMPLATE"), N_ ("Train what a report needs, and write it"), pn_cli_report },
  { "bench", "", N_ ("Measure the speed of training"), pn_cli_bench },
  { "info", "", N_ ("Tell versions, processor, and data sets found"), pn_cli_info },
};

static const PnCliCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

static char *
list_commands (void)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", commands[i].name);
  return g_string_free (names, FALSE);
}

static void
print_help (void)
{
  printf (_ ("Usage: perceptron-cli COMMAND …\n\nCommands:\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("  %-16s %s\n", commands[i].name, _ (commands[i].summary));
  printf (_ ("\nperceptron-cli COMMAND --help tells the options of a command.\n"));
}

static PnCliStatus
run (int argc, char **argv)
{
  PnCli cli = { 0 };
  PnCliStatus status;
  g_autofree char *names = list_commands ();

  if (argc < 2)
    return pn_cli_misuse (&cli, _ ("a command is missing; there are %s"), names);
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return print_help (), PN_CLI_DONE;
  if (g_str_equal (argv[1], "--version"))
    return printf ("perceptron-cli %s\n", PN_VERSION), PN_CLI_DONE;

  cli.command = find_command (argv[1]);
  if (cli.command == NULL)
    return pn_cli_misuse (&cli, _ ("there is no command “%s”; there are %s"), argv[1], names);
  status = cli.command->run (&cli, argc - 1, argv + 1);
  pn_cli_clear (&cli);
  return status;
}

int
main (int argc, char **argv)
{
  /* build-aux/run sets it, because there nothing is installed. */
  const char *locale_dir = g_getenv ("PERCEPTRON_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE); /* for ngettext() */
  return run (argc, argv);
}
