/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-document.h"
#include "pn-predictor.h"

G_BEGIN_DECLS

/* The sentences of the window: what a run's state is called, in the user's language and number
 * format. Pure functions of the document; every string is the caller's to free.
 */

/* Whether training has come to its own end, so that nothing is left to continue. */
gboolean pn_words_is_over (PnRun *run);

/* What the main button says: "Train", "Pause", "Continue", or "Start Over" once it is over.
 * Translated, not to be freed. */
const char *pn_words_train_button (PnRun *run);

/* "0.957 · epoch 8 of 50", "waiting to be trained", "0.964 ± 0.004", "untrained": how a run is
 * doing; `brief` ("0.957 · 8/50", "waiting") for below its name in the list.
 */
char *pn_words_run_result (PnDocument *document, PnRun *run, gboolean brief);

/* "Epoch 8 of 50 · validation accuracy 0.957 ± 0.004 · at most 42 s left"; why it stopped when it
 * has. `brief` leaves out what a narrow window has no room for.
 */
char *pn_words_status (PnDocument *document, PnRun *run, gboolean brief);

/* Of a run that diverged: what happened, and in which layer first. */
char *pn_words_divergence (PnRun *run);

/* "95.7 % right", of the network on screen; "" where that has not been measured. */
char *pn_words_accuracy (PnRun *run);

/* Step, samples a second and losses, and how many checks early stopping waited: the status'
 * tooltip.
 */
char *pn_words_status_details (PnRun *run);

/* "5: 91 %, 3: 6 %": the classes that the network holds probable, the most probable first; "" where
 * there is no answer. */
char *pn_words_probabilities (PnPredictor *predictor);

/* "MNIST, first 20,000 images": below the title. */
char *pn_words_data (PnRun *run);

/* Share of the epochs done, 0 to 1. */
double pn_words_progress (PnRun *run);

G_END_DECLS
