/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-workers.h"

#define N_PIECES 1000

typedef struct
{
  PnShares shares;
  guint8 taken[N_PIECES]; /* how often: each is one worker's */
} Shared;

static void
take_job (gsize worker, gpointer data)
{
  Shared *shared = data;
  gsize piece;

  while (pn_shares_take (&shared->shares, worker, &piece))
    shared->taken[piece]++;
}

/* However many workers there are, whether or not they all come, each piece is done once. */
static void
test_each_once (void)
{
  for (gsize n = 1; n <= 4; n++)
    {
      PnWorkers *workers = pn_workers_new (n);

      for (gsize n_pieces = 0; n_pieces <= N_PIECES; n_pieces += 1 + n_pieces / 3)
        {
          Shared shared = { 0 };

          pn_shares_init (&shared.shares, n_pieces, pn_workers_n (workers));
          pn_workers_run (workers, take_job, &shared);
          for (gsize i = 0; i < N_PIECES; i++)
            g_assert_cmpuint (shared.taken[i], ==, i < n_pieces ? 1 : 0);
        }
      pn_workers_free (workers);
    }
}

/* The first pieces that a worker takes are its own part's, from the middle of all outwards, and
 * then the others'.
 */
static void
test_own_part_first (void)
{
  static const gsize expected[] = { 3, 4, 5, 2, 1, 0 };
  PnShares shares;
  gsize piece;

  pn_shares_init (&shares, 6, 2);
  for (gsize i = 0; i < 6; i++)
    {
      g_assert_true (pn_shares_take (&shares, 1, &piece));
      g_assert_cmpuint (piece, ==, expected[i]);
    }
  g_assert_false (pn_shares_take (&shares, 1, &piece));
  g_assert_false (pn_shares_take (&shares, 0, &piece));
}

/* Two workers share at the middle that is given; one takes all; of three, one has the first half.
 */
static void
test_halves (void)
{
  PnShares shares;
  gsize piece;

  pn_shares_init_halves (&shares, 2, 6, 2);
  g_assert_true (pn_shares_take (&shares, 0, &piece));
  g_assert_cmpuint (piece, ==, 1);
  g_assert_true (pn_shares_take (&shares, 1, &piece));
  g_assert_cmpuint (piece, ==, 2);
  pn_shares_init_halves (&shares, 2, 6, 1);
  for (gsize i = 0; i < 6; i++)
    {
      g_assert_true (pn_shares_take (&shares, 0, &piece));
      g_assert_cmpuint (piece, ==, i);
    }
  g_assert_false (pn_shares_take (&shares, 0, &piece));
  pn_shares_init_halves (&shares, 2, 6, 3);
  g_assert_true (pn_shares_take (&shares, 2, &piece));
  g_assert_cmpuint (piece, ==, 4);
}

typedef struct
{
  gint n_inside; /* helpers that began */
  gint worked;   /* milliseconds, of the caller's own part, once it is through */
} Late;

/* A helper comes, and then stays away as if its core were another program's. */
static void
late_job (gsize worker, gpointer data)
{
  Late *late = data;
  gint64 begun = g_get_monotonic_time ();

  if (worker == 0)
    {
      while (g_atomic_int_get (&late->n_inside) == 0)
        g_thread_yield ();
      g_atomic_int_set (&late->worked, (gint) ((g_get_monotonic_time () - begun) / 1000 + 1));
      return;
    }
  g_atomic_int_inc (&late->n_inside);
  while (g_atomic_int_get (&late->worked) == 0)
    g_thread_yield ();
  g_usleep ((gulong) (2 * g_atomic_int_get (&late->worked) + 10) * 1000);
}

static void
count_job (gsize worker, gpointer data)
{
  if (worker > 0)
    g_atomic_int_inc ((gint *) data);
  else
    g_usleep (100);
}

/* After a wait for a lost helper the caller works alone for a while, and then not. */
static void
test_lost_helper (void)
{
  PnWorkers *workers = pn_workers_new (2);
  Late late = { 0 };
  gint n_helped = 0;

  pn_workers_run (workers, late_job, &late);
  for (int i = 0; i < 16; i++)
    pn_workers_run (workers, count_job, &n_helped);
  g_assert_cmpint (n_helped, ==, 0);
  for (int i = 0; i < 100000 && n_helped == 0; i++)
    pn_workers_run (workers, count_job, &n_helped);
  g_assert_cmpint (n_helped, >, 0);
  pn_workers_free (workers);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workers/each-once", test_each_once);
  g_test_add_func ("/workers/own-part-first", test_own_part_first);
  g_test_add_func ("/workers/halves", test_halves);
  g_test_add_func ("/workers/lost-helper", test_lost_helper);
  return g_test_run ();
}
