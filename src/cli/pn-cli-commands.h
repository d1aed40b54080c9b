/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-cli.h"

G_BEGIN_DECLS

/* The commands, each in the file of its name. They read their options and return the exit status.
 */
PnCliStatus pn_cli_bench (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_check_gradients (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_classify (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_edit (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_evaluate (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_export (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_info (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_logits (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_plot (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_report (PnCli *cli, int argc, char **argv);
PnCliStatus pn_cli_train (PnCli *cli, int argc, char **argv);

G_END_DECLS
