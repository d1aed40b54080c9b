/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdlib.h>
#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* A cache line, and the widest vector. */
#define PN_ALIGNMENT 64

/* `n` × `size` zeroed bytes, aligned for any vector; NULL where there is no memory or they can't be
 * counted. Free with free().
 */
static inline void *
pn_try_new0_aligned (gsize n, gsize size)
{
  gsize bytes;
  void *memory = NULL;

  if (!g_size_checked_mul (&bytes, MAX (n, 1), size)
      || posix_memalign (&memory, PN_ALIGNMENT, bytes) != 0)
    return NULL;
  return memset (memory, 0, bytes);
}

G_END_DECLS
