/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Arithmetic on sizes that the user chose: what can't be counted becomes G_MAXSIZE and stays so,
 * and no allocation of that succeeds.
 */
static inline gsize
pn_checked_add (gsize a, gsize b)
{
  gsize sum;

  return g_size_checked_add (&sum, a, b) ? sum : G_MAXSIZE;
}

static inline gsize
pn_checked_multiply (gsize a, gsize b)
{
  gsize product;

  if (a == G_MAXSIZE || b == G_MAXSIZE)
    return G_MAXSIZE;
  return g_size_checked_mul (&product, a, b) ? product : G_MAXSIZE;
}

G_END_DECLS
