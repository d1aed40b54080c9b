/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-cli-progress.h"
#include "pn-cli.h"
#include "pn-error.h"
#include "pn-fit.h"
#include "pn-history.h"
#include "pn-recipe.h"

#include <inttypes.h>

G_BEGIN_DECLS

/* The options as they were typed; NULL where they weren't. */
typedef struct
{
  char *data;
  char **set;
  char *seed;
  char *threads;
  char *out;
  char *history;
  char *stop_at;
  char *checkpoint;
  char *resume;
} PnTrainOptions;

/* One training, while it runs. */
typedef struct
{
  PnCli *cli;
  PnRecipe *recipe;
  guint64 threads;
  gboolean bounded; /* by stop_at */
  guint64 stop_at;
  guint64 first_step; /* of this process: more than 0 when resumed */

  PnTrainingData *data;
  PnNetwork *network;
  PnFit *fit;
  PnHistory *history; /* NULL unless it is to be written */
  PnCliProgress progress;
  gboolean checked;
  PnEvent last_check;

  PnStopReason reason;
  PnEvaluation train;
  double validation_loss; /* of the parameters that are kept */
  double validation_accuracy;
  double seconds;
  gboolean lost; /* a file couldn't be written */
} PnTrainCall;

/* Measures the parameters that are kept, once training is over. */
void pn_train_measure (PnTrainCall *call);

/* JSON lines (see perceptron-cli(1)), or words. */
void pn_train_report_check (const PnTrainCall *call, const PnEvent *event);
void pn_train_report_end (const PnTrainCall *call);

gboolean pn_train_write_history (const PnTrainCall *call, const char *path, GError **error);

G_END_DECLS
