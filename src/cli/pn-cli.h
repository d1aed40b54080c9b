/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* What the commands of perceptron-cli share: the call, its options, and how results and errors are
 * said. Standard output holds results (words, or with --json one object a line), standard error the
 * rest.
 */

/* Exit statuses. */
typedef enum
{
  PN_CLI_DONE = 0,
  PN_CLI_FAILED = 1, /* the work failed */
  PN_CLI_USAGE = 2,  /* the call was wrong */
} PnCliStatus;

typedef struct _PnCliCommand PnCliCommand;

typedef struct
{
  const PnCliCommand *command;
  gboolean json;
  int n_arguments; /* what is left after the options */
  char **arguments;
} PnCli;

/* A command is one row in the table of main.c. `argv[0]` is the command's name. */
struct _PnCliCommand
{
  const char *name;
  const char *parameters; /* for --help, translatable: "RECIPE" */
  const char *summary;
  PnCliStatus (*run) (PnCli *cli, int argc, char **argv);
};

/* Reads the options of `entries` (and --json, --help) and checks that `min` to `max` arguments are
 * left. FALSE, and said on standard error, for a wrong call. After TRUE, pn_cli_clear() frees.
 */
gboolean
pn_cli_parse (PnCli *cli, const GOptionEntry *entries, int argc, char **argv, int min, int max);
void pn_cli_clear (PnCli *cli);

/* One line on standard error: what, where, what would be right. They return the exit status. */
PnCliStatus pn_cli_fail (const PnCli *cli, const GError *error);
PnCliStatus pn_cli_misuse (const PnCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same kind of line without failing. */
void pn_cli_note (const PnCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A whole number from `min` to `max` in an option's text; FALSE, and said, where it isn't one. */
gboolean pn_cli_read_number (const PnCli *cli,
                             const char *option,
                             const char *text,
                             guint64 min,
                             guint64 max,
                             guint64 *number);

/* JSON lines. An event is an object whose first key is "event". */
json_t *pn_cli_event (const char *name);
void pn_cli_set (json_t *event, const char *key, double value); /* null where it isn't finite */
void pn_cli_set_count (json_t *event, const char *key, guint64 value);
/* Prints the line and takes the reference. */
void pn_cli_emit_take (json_t *event);

G_END_DECLS
