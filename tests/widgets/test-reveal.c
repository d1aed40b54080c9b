/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-reveal.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

/* Steps up to `step`, with a check every tenth. */
static void
record_to (PnHistory *history, guint64 step)
{
  gsize n;

  pn_history_steps (history, &n);
  for (guint64 i = n + 1; i <= step; i++)
    {
      PnEvent event = { .kind = PN_EVENT_STEP, .step = i, .loss = 1 };

      pn_history_append (history, &event, 1);
      event.kind = PN_EVENT_VALIDATION;
      if (i % 10 == 0)
        pn_history_append (history, &event, 1);
    }
}

/* 400 steps in 0.4 s: evenly, without a jump where they end, and all after a second. */
static void
test_short (void)
{
  g_autoptr (PnHistory) history = pn_history_new ();
  PnReveal reveal = { 0 };
  gsize last = 0;

  pn_reveal_begin (&reveal, history, SECOND);
  for (int i = 1; i < 100; i++)
    {
      gint64 now = SECOND + i * SECOND / 100;
      PnHistoryLength shown;

      record_to (history, MIN (10 * i, 400));
      shown = pn_reveal_shown (&reveal, history, now);
      g_assert_cmpuint (shown.n_steps, >=, last);
      g_assert_cmpuint (shown.n_steps, <=, last + 9);
      g_assert_cmpuint (shown.n_checks, ==, shown.n_steps / 10);
      last = shown.n_steps;
    }
  g_assert_cmpuint (last, ==, 396);
  g_assert_true (pn_reveal_is_under_way (&reveal));
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, 2 * SECOND).n_steps, ==, 400);
  g_assert_false (pn_reveal_is_under_way (&reveal));
}

/* What was there before stays; a step alone shows at once; what is skipped or undone is over. */
static void
test_continued (void)
{
  g_autoptr (PnHistory) history = pn_history_new ();
  PnReveal reveal = { 0 };

  record_to (history, 100);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, 5).n_steps, ==, 100);
  pn_reveal_begin (&reveal, history, SECOND);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, SECOND).n_steps, ==, 100);
  record_to (history, 101);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, SECOND).n_steps, ==, 101);
  record_to (history, 200);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, SECOND + SECOND / 2).n_steps, ==, 150);
  pn_reveal_end (&reveal);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, SECOND + SECOND / 2).n_steps, ==, 200);
  pn_reveal_begin (&reveal, history, SECOND);
  pn_history_truncate (history, 50);
  g_assert_cmpuint (pn_reveal_shown (&reveal, history, SECOND).n_steps, ==, 50);
  g_assert_false (pn_reveal_is_under_way (&reveal));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reveal/short", test_short);
  g_test_add_func ("/reveal/continued", test_continued);
  return g_test_run ();
}
