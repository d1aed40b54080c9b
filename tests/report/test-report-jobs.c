/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-report-jobs.h"

#include <gio/gio.h>

#define N_ITEMS 20

static GPtrArray *
make_items (guint *numbers)
{
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < N_ITEMS; i++)
    g_ptr_array_add (items, &numbers[i]);
  return items;
}

static gboolean
count_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  guint *number = item;

  *number += 1;
  return progress (0.5, progress_data);
}

static void
test_each_once (void)
{
  for (guint n = 1; n <= 2 * N_ITEMS; n += 3)
    {
      guint numbers[N_ITEMS] = { 0 };
      g_autoptr (GPtrArray) items = make_items (numbers);
      g_autoptr (GError) error = NULL;

      g_assert_true (pn_report_jobs_run (items, count_work, n, NULL, NULL, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < N_ITEMS; i++)
        g_assert_cmpuint (numbers[i], ==, 1);
    }
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_assert_true (pn_report_jobs_run (items, count_work, 2, NULL, NULL, NULL));
}

/* Goes on until it is told to stop. */
static gboolean
endless_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  while (progress (0.5, progress_data))
    g_thread_yield ();
  *(guint *) item += 1;
  return FALSE;
}

static gboolean
stop_cb (double share, gpointer user_data)
{
  g_assert_cmpfloat (share, >=, 0);
  g_assert_cmpfloat (share, <=, 1);
  return FALSE;
}

static void
test_stop (void)
{
  guint numbers[N_ITEMS] = { 0 }, n = 0;
  g_autoptr (GPtrArray) items = make_items (numbers);
  g_autoptr (GError) error = NULL;

  g_assert_false (pn_report_jobs_run (items, endless_work, 3, stop_cb, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_ITEMS; i++)
    n += numbers[i];
  g_assert_cmpuint (n, <=, 3);
}

static gboolean
failing_work (gpointer item, PnProgress progress, gpointer progress_data, GError **error)
{
  if (*(guint *) item != 7)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "seven");
  return FALSE;
}

static void
test_error (void)
{
  guint numbers[N_ITEMS];
  g_autoptr (GPtrArray) items = make_items (numbers);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_ITEMS; i++)
    numbers[i] = i;
  g_assert_false (pn_report_jobs_run (items, failing_work, 4, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/report-jobs/each-once", test_each_once);
  g_test_add_func ("/report/report-jobs/none", test_none);
  g_test_add_func ("/report/report-jobs/stop", test_stop);
  g_test_add_func ("/report/report-jobs/error", test_error);
  return g_test_run ();
}
