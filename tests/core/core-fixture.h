/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-fit.h"

G_BEGIN_DECLS

/* Pixels for several groups of the sparse kernels, the last one short. */
#define CORE_FIXTURE_SIDE 12
#define CORE_FIXTURE_N_PIXELS (CORE_FIXTURE_SIDE * CORE_FIXTURE_SIDE)

/* Small data that can be learnt: `n` pictures of 12 × 12 bytes, mostly zeros, in three classes:
 * noise with a bar at the place that the class says. The same for the same arguments.
 */
PnDataset *core_fixture_bars (gsize n, guint64 seed);
/* The same pictures as floats. */
PnDataset *core_fixture_bars_as_floats (gsize n, guint64 seed);
/* 144-hidden…-3 with the bias trick, improved sigmoid, initialised with seed 1. */
PnNetwork *core_fixture_network (gsize n_hidden, gsize units);

void core_fixture_assert_same (gsize n, const PnReal *a, const PnReal *b);

G_END_DECLS
