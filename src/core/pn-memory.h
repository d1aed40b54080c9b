/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A cache line, and the widest vector. */
#define PN_ALIGNMENT 64

/* `n` × `size` zeroed bytes, aligned for any vector; NULL where there is no memory or they can't be
 * counted. Free with free().
 */
void *pn_try_new0_aligned (gsize n, gsize size);

G_END_DECLS
