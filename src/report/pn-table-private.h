/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-table.h"

G_BEGIN_DECLS

const char *pn_table_data (const PnTable *self, guint field, guint record); /* may be NULL */
const char *pn_table_subject (const PnTable *self);

G_END_DECLS
