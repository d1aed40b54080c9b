/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-random.h"

#include <math.h>

/* The multipliers and Weyl increments of Philox 4×32 (Salmon et al. 2011, section 3.3). */
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define N_ROUNDS 10

static void
round_once (guint32 c[4], const guint32 key[2])
{
  guint64 p0 = (guint64) MULTIPLIER_0 * c[0];
  guint64 p1 = (guint64) MULTIPLIER_1 * c[2];
  guint32 c1 = c[1];
  guint32 c3 = c[3];

  c[0] = (guint32) (p1 >> 32) ^ c1 ^ key[0];
  c[1] = (guint32) p1;
  c[2] = (guint32) (p0 >> 32) ^ c3 ^ key[1];
  c[3] = (guint32) p0;
}

void
pn_random_block (const PnRandom *random, guint32 index, guint32 words[4])
{
  guint32 key[2] = { (guint32) random->seed, (guint32) (random->seed >> 32) };

  words[0] = index;
  words[1] = random->item;
  words[2] = random->epoch;
  words[3] = (guint32) random->stream;
  for (int i = 0; i < N_ROUNDS; i++)
    {
      round_once (words, key);
      key[0] += WEYL_0;
      key[1] += WEYL_1;
    }
}

static double
uniform_from_words (const guint32 words[2])
{
  guint64 bits = ((guint64) words[0] << 32) | words[1];

  return (double) (bits >> 11) * 0x1p-53;
}

/* A block holds two elements. */
double
pn_random_uniform (const PnRandom *random, guint32 index)
{
  guint32 words[4];

  pn_random_block (random, index / 2, words);
  return uniform_from_words (words + 2 * (index % 2));
}

double
pn_random_normal (const PnRandom *random, guint32 index)
{
  guint32 words[4];
  double radius;
  double angle;

  pn_random_block (random, index / 2, words);
  /* 1 − u is in (0, 1], so that the logarithm is finite. */
  radius = sqrt (-2.0 * log (1.0 - uniform_from_words (words)));
  angle = 2.0 * G_PI * uniform_from_words (words + 2);
  return radius * (index % 2 == 0 ? cos (angle) : sin (angle));
}

void
pn_random_permutation (const PnRandom *random, guint32 *order, gsize n)
{
  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  for (gsize i = n; i > 1; i--)
    {
      gsize j = (gsize) (pn_random_uniform (random, (guint32) (i - 1)) * (double) i);
      guint32 last = order[i - 1];

      order[i - 1] = order[j];
      order[j] = last;
    }
}
