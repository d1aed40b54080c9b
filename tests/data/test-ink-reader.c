/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "idx-fixture.h"
#include "pn-error.h"
#include "pn-ink-reader.h"

#include <string.h>

static const char good[]
    = "{\"strokes\": [[[1, 2], [3.5, 4, 0.7]], [[5, 6]]], \"label\": 7, \"writer\": \"w\"}\n"
      "\n"
      "{\"strokes\": [], \"label\": \"seven\"}\n"
      "{\"strokes\": [[[0, 0]]]}";

static GPtrArray *
read_text (const char *text, gsize length, GError **error)
{
  g_autofree char *folder = fixture_folder_new ();
  g_autofree char *path = fixture_write (folder, "digits.jsonl", text, length);
  GPtrArray *samples = pn_ink_read_file (path, error);

  fixture_folder_remove (folder);
  return samples;
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples = read_text (good, strlen (good), &error);
  PnInkSample *first, *second, *third;
  const PnInkPoint *points;
  gsize n;

  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, ==, 3);
  first = samples->pdata[0];
  second = samples->pdata[1];
  third = samples->pdata[2];
  g_assert_cmpstr (first->label, ==, "7");
  g_assert_cmpuint (pn_ink_n_strokes (first->ink), ==, 2);
  points = pn_ink_stroke (first->ink, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (points[1].x, ==, 3.5);
  g_assert_cmpfloat (points[1].y, ==, 4);
  g_assert_cmpstr (second->label, ==, "seven");
  g_assert_cmpuint (second->line, ==, 3);
  g_assert_true (pn_ink_is_empty (second->ink));
  g_assert_null (third->label);
}

static void
test_errors (void)
{
  static const char *const cases[][2] = {
    { "{\"strokes\": [], \"strokes\": []}", "duplicate" },
    { "{\"strokes\": [[[1, 2], [3]]]}", "stroke 1 isn't a list" },
    { "{\"strokes\": [[], [[1, \"2\"]]]}", "stroke 2 isn't a list" },
    { "{\"strokes\": [[[1, 2000000]]]}", "1,000,000" },
    { "{\"strokes\": [[[1, 1e400]]]}", "not a JSON object" },
    { "{\"strokes\": 1}", "\"strokes\"" },
    { "{\"label\": 1}", "\"strokes\"" },
    { "[]", "\"strokes\"" },
    { "{\"strokes\": [], \"label\": -1}", "label" },
    { "{\"strokes\": [], \"label\": 1.5}", "label" },
    { "{\"strokes\": [], \"label\": [1]}", "label" },
    { "3 \xff", "not a JSON object" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("{\"strokes\": []}\n\n", cases[i][0], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (text, strlen (text), &error));
      g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "digits.jsonl:3: "));
      if (strstr (error->message, cases[i][1]) == NULL)
        g_error ("\"%s\" should say \"%s\"", error->message, cases[i][1]);
    }
}

/* Cut anywhere, the file is either whole lines or an error that names the last line. */
static void
test_cut (void)
{
  for (gsize length = 0; length < strlen (good); length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) samples = read_text (good, length, &error);

      if (samples == NULL)
        g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
      else
        g_assert_true (length == 0 || strchr ("}\n", good[length - 1]) != NULL);
    }
}

/* Deep nesting is an error, not a stack that overflows. */
static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (text, strlen (text), &error));
  g_assert_error (error, PN_ERROR, PN_ERROR_INVALID);
}

static void
test_absent (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_ink_read_file ("/nowhere/digits.jsonl", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/ink-reader/read", test_read);
  g_test_add_func ("/data/ink-reader/errors", test_errors);
  g_test_add_func ("/data/ink-reader/cut", test_cut);
  g_test_add_func ("/data/ink-reader/deep", test_deep);
  g_test_add_func ("/data/ink-reader/absent", test_absent);
  return g_test_run ();
}
