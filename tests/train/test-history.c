/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "pn-history.h"

static void
changed_cb (PnHistory *history, guint *counter)
{
  ++*counter;
}

/* Ten steps, a check at steps 0, 5 and 10, the best at 5, marks at 5 and 7. */
static PnHistory *
history_new (void)
{
  PnHistory *history = pn_history_new ();

  for (guint64 step = 0; step <= 10; step++)
    {
      PnEvent events[2] = {
        { .kind = PN_EVENT_STEP, .step = step, .loss = 1.0 / step, .accuracy = 0.5 },
        { .kind = PN_EVENT_VALIDATION, .step = step, .loss = fabs (step - 5.0), .best = step <= 5 },
      };

      if (step > 0)
        pn_history_append (history, events, 1);
      if (step % 5 == 0)
        pn_history_append (history, events + 1, 1);
      if (step == 5 || step == 7)
        pn_history_add_mark (history, step, PN_MARK_EDIT, step == 5 ? "five" : NULL);
    }
  return history;
}

static void
assert_length (PnHistory *history, gsize steps, gsize checks, gsize marks)
{
  PnHistoryLength length = pn_history_get_length (history);

  g_assert_cmpuint (length.n_steps, ==, steps);
  g_assert_cmpuint (length.n_checks, ==, checks);
  g_assert_cmpuint (length.n_marks, ==, marks);
}

static void
test_append (void)
{
  PnHistory *history = history_new ();
  gsize n;

  assert_length (history, 10, 3, 2);
  g_assert_cmpuint (pn_history_last_check (history)->step, ==, 10);
  g_assert_cmpuint (pn_history_best_check (history)->step, ==, 5);
  g_assert_cmpuint (pn_history_steps (history, &n)[9].step, ==, 10);
  g_assert_cmpfloat (pn_history_steps (history, &n)[9].loss, ==, 0.1f);
  g_assert_cmpstr (pn_history_marks (history, &n)[0].text, ==, "five");
  g_assert_finalize_object (history);
}

static void
test_empty (void)
{
  PnHistory *history = pn_history_new ();

  g_assert_true (pn_history_is_empty (history));
  g_assert_null (pn_history_last_check (history));
  g_assert_null (pn_history_best_check (history));
  g_assert_cmpuint (pn_history_steps_per_epoch (history), ==, 0);
  pn_history_truncate (history, 0);
  g_assert_finalize_object (history);
}

/* What shares the step stays, whatever kind it is. */
static void
test_truncate (void)
{
  PnHistory *history = history_new ();
  guint changes = 0;

  g_signal_connect (history, "changed", G_CALLBACK (changed_cb), &changes);
  pn_history_truncate (history, 10);
  g_assert_cmpuint (changes, ==, 0);
  pn_history_truncate (history, 5);
  g_assert_cmpuint (changes, ==, 1);
  assert_length (history, 5, 2, 1);
  pn_history_truncate (history, 0);
  assert_length (history, 0, 1, 0);
  g_assert_false (pn_history_is_empty (history));
  g_assert_finalize_object (history);
}

static void
test_copy_and_assign (void)
{
  PnHistory *history = history_new ();
  PnHistory *copy = pn_history_copy (history, 7);
  PnHistoryLength all = pn_history_get_length (history);
  gsize n;

  assert_length (copy, 7, 2, 2);
  pn_history_truncate (history, 2);
  assert_length (copy, 7, 2, 2);
  pn_history_assign (history, copy, (PnHistoryLength){ 6, 2, 1 });
  assert_length (history, 6, 2, 1);
  g_assert_cmpuint (pn_history_steps (history, &n)[5].step, ==, 6);
  pn_history_assign (history, copy, all); /* no more than there is */
  assert_length (history, 7, 2, 2);
  g_assert_finalize_object (copy);
  g_assert_cmpstr (pn_history_marks (history, &n)[0].text, ==, "five");
  g_assert_finalize_object (history);
}

static void
test_saved (void)
{
  PnHistory *history = history_new ();

  g_assert_cmpuint (pn_history_get_saved (history).n_steps, ==, 0);
  pn_history_set_saved (history, pn_history_get_length (history));
  g_assert_cmpuint (pn_history_get_saved (history).n_steps, ==, 10);
  pn_history_truncate (history, 4);
  g_assert_cmpuint (pn_history_get_saved (history).n_steps, ==, 4);
  pn_history_append_records (history, &(PnStepRecord){ 5, 1, 1 }, 1, NULL, 0);
  g_assert_cmpuint (pn_history_get_saved (history).n_steps, ==, 4);
  g_assert_finalize_object (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/append", test_append);
  g_test_add_func ("/history/empty", test_empty);
  g_test_add_func ("/history/truncate", test_truncate);
  g_test_add_func ("/history/copy-and-assign", test_copy_and_assign);
  g_test_add_func ("/history/saved", test_saved);
  return g_test_run ();
}
