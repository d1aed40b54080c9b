/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-document.h"

G_BEGIN_DECLS

/* PnTrainingPage: how the document's selected run is trained. Property "document". Learning rate,
 * momentum, batch size and checks act at the next batch of a run that trains; what acts at the next
 * start only says so.
 */
#define PN_TYPE_TRAINING_PAGE (pn_training_page_get_type ())
G_DECLARE_FINAL_TYPE (PnTrainingPage, pn_training_page, PN, TRAINING_PAGE, AdwBin)

G_END_DECLS
