/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* plot: histories as a figure. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-cli-commands.h"

PnCliStatus
pn_cli_plot (PnCli *cli, int argc, char **argv)
{
  return PN_CLI_FAILED;
}
