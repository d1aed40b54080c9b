/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-random.h"

#include <math.h>

/* Known answers of Philox 4×32-10 published with Random123 (kat_vectors). */
static void
test_known_answers (void)
{
  static const struct
  {
    guint32 counter[4];
    guint32 key[2];
    guint32 words[4];
  } answers[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      PnRandom random = { .seed = ((guint64) answers[i].key[1] << 32) | answers[i].key[0],
                          .stream = (PnStream) answers[i].counter[3],
                          .epoch = answers[i].counter[2],
                          .item = answers[i].counter[1] };
      guint32 words[4];

      pn_random_block (&random, answers[i].counter[0], words);
      for (int k = 0; k < 4; k++)
        g_assert_cmphex (words[k], ==, answers[i].words[k]);
    }
}

static void
test_moments (void)
{
  PnRandom random = { .seed = 3, .stream = PN_STREAM_INITIALISE };
  const guint32 n = 100000;
  double uniform = 0.0;
  double normal = 0.0;
  double square = 0.0;

  for (guint32 i = 0; i < n; i++)
    {
      double u = pn_random_uniform (&random, i);
      double z = pn_random_normal (&random, i);

      g_assert_true (u >= 0.0 && u < 1.0);
      uniform += u / n;
      normal += z / n;
      square += z * z / n;
    }
  g_assert_true (fabs (uniform - 0.5) <= 0.004);
  g_assert_true (fabs (normal) <= 0.013);
  g_assert_true (fabs (square - 1.0) <= 0.018);
}

static void
test_streams_differ (void)
{
  PnRandom a = { .seed = 1, .stream = PN_STREAM_SHUFFLE };
  PnRandom b = { .seed = 1, .stream = PN_STREAM_DROPOUT };
  PnRandom c = { .seed = 2, .stream = PN_STREAM_SHUFFLE };

  g_assert_true (pn_random_uniform (&a, 5) == pn_random_uniform (&a, 5));
  g_assert_true (pn_random_uniform (&a, 5) != pn_random_uniform (&b, 5));
  g_assert_true (pn_random_uniform (&a, 5) != pn_random_uniform (&c, 5));
  g_assert_true (pn_random_uniform (&a, 4) != pn_random_uniform (&a, 5));
}

static void
test_permutation (void)
{
  PnRandom random = { .seed = 1, .stream = PN_STREAM_SHUFFLE };
  const guint32 n = 1000;
  guint32 order[1000];
  gboolean seen[1000] = { FALSE };
  guint32 fixed = 0;

  pn_random_permutation (&random, order, n);
  for (guint32 i = 0; i < n; i++)
    {
      g_assert_cmpuint (order[i], <, n);
      g_assert_false (seen[order[i]]);
      seen[order[i]] = TRUE;
      fixed += order[i] == i;
    }
  g_assert_cmpuint (fixed, <, 10);
  pn_random_permutation (&random, order, 0);
  pn_random_permutation (&random, order, 1);
  g_assert_cmpuint (order[0], ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/known-answers", test_known_answers);
  g_test_add_func ("/random/moments", test_moments);
  g_test_add_func ("/random/streams-differ", test_streams_differ);
  g_test_add_func ("/random/permutation", test_permutation);
  return g_test_run ();
}
