/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-history-csv.h"

#include <math.h>
#include <string.h>

#include "pn-error.h"

#define HEAD "step,epoch,kind,training_loss,training_accuracy,validation_loss,validation_accuracy\n"

static const char *const example = HEAD "0,0.0,check,2.5,0.1,2.6,0.11\n"
                                        "1,0.0016,step,2.25,0.0625,,\n"
                                        "2,0.0032,step,2.125,0.125,,\n"
                                        "2,0.0032,check,,,2,0.25\n";

static GArray *
parse (const char *text, GError **error)
{
  return pn_history_csv_parse (text, strlen (text), "h.csv", error);
}

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = parse (example, &error);
  const PnHistoryRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 4);
  row = (const PnHistoryRow *) rows->data;
  g_assert_true (row[0].check && !row[1].check && row[3].check);
  g_assert_cmpfloat (row[0].validation_accuracy, ==, 0.11);
  g_assert_cmpfloat (row[1].training_loss, ==, 2.25);
  g_assert_cmpfloat (row[2].step, ==, 2);
  g_assert_true (isnan (row[1].validation_loss));
  g_assert_true (isnan (row[3].training_accuracy));
  /* A column that isn't there, as in histories of before it was. */
  g_assert_true (isnan (row[3].learning_rate));
  g_assert_cmpfloat (row[3].validation_loss, ==, 2);
}

static void
test_round_trip (void)
{
  PnHistoryRow rows[200];
  GRand *rand = g_rand_new_with_seed (2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) read = NULL;
  g_autofree char *csv = NULL;

  for (int i = 0; i < 200; i++)
    rows[i] = (PnHistoryRow){ i,
                              i / 7.0,
                              i % 3 == 0,
                              g_rand_double (rand),
                              i % 5 ? g_rand_double (rand) : NAN,
                              pow (10, i - 100),
                              INFINITY,
                              NAN,
                              i % 3 ? NAN : g_rand_double (rand),
                              i / 3.0 };
  g_rand_free (rand);
  csv = pn_history_csv_format (rows, 200);
  read = parse (csv, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 200);
  for (int i = 0; i < 200; i++)
    {
      const PnHistoryRow *row = &g_array_index (read, PnHistoryRow, i);

      g_assert_true (row->step == rows[i].step && row->epoch == rows[i].epoch);
      g_assert_true (row->check == rows[i].check && row->training_loss == rows[i].training_loss);
      g_assert_true (row->validation_loss == rows[i].validation_loss);
      g_assert_true (row->validation_accuracy == rows[i].validation_accuracy);
      g_assert_true (row->gradient_norm == rows[i].gradient_norm);
      g_assert_true (i % 3 ? isnan (row->learning_rate)
                           : row->learning_rate == rows[i].learning_rate);
      g_assert_true (isnan (row->training_accuracy) == isnan (rows[i].training_accuracy));
    }
}

/* Other orders of columns, Windows' line ends, a byte order mark, no final line end. */
static void
test_lenient (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows
      = parse ("\xef\xbb\xbfkind,validation_loss,step\r\ncheck,0.5,7\r\n\r\nstep,,9", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpfloat (g_array_index (rows, PnHistoryRow, 0).validation_loss, ==, 0.5);
  g_assert_cmpfloat (g_array_index (rows, PnHistoryRow, 1).step, ==, 9);
}

static void
test_refuses (void)
{
  const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "", "no steps" },
    { HEAD, "no steps" },
    { "a,b\n1,2\n", "first line must name" },
    { HEAD "1,0,step,1,1,1\n", "h.csv:2: 6 fields, but the first line names 7" },
    { HEAD "1,0,stop,1,1,1,1\n", "h.csv:2: kind is “stop”" },
    { HEAD "1,0,step,1e,1,1,1\n", "h.csv:2: training_loss is “1e”" },
    { HEAD "1,0,step,0,1,1,1\n0,0,step,0,1,1,1\n", "h.csv:3: step 0 comes after step 1" },
    { HEAD ",0,step,1,1,1,1\n", "h.csv:2: step nan" },
    { HEAD "-1,0,step,1,1,1,1\n", "h.csv:2: step -1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (cases[i].text, &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

/* Cut anywhere, a history is read or refused, never more than that. */
static void
test_every_cut (void)
{
  for (gsize length = 0; length <= strlen (example); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_memdup2 (example, MAX (length, 1));
      GArray *rows = pn_history_csv_parse (text, length, "h.csv", &error);

      g_assert_true ((rows == NULL) == (error != NULL));
      g_clear_pointer (&rows, g_array_unref);
    }
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_history_csv_read ("/nowhere/history.csv", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/history-csv/reads", test_reads);
  g_test_add_func ("/report/history-csv/round-trip", test_round_trip);
  g_test_add_func ("/report/history-csv/lenient", test_lenient);
  g_test_add_func ("/report/history-csv/refuses", test_refuses);
  g_test_add_func ("/report/history-csv/every-cut", test_every_cut);
  g_test_add_func ("/report/history-csv/missing-file", test_missing_file);
  return g_test_run ();
}
