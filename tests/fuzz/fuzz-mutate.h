/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of the corpus (GByteArray), changed in one to eight places. The caller frees it. */
GByteArray *fuzz_mutate (const GPtrArray *corpus, GRand *random);

G_END_DECLS
