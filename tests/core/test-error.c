/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-error.h"

static void
assert_quoted (const char *text, const char *expected)
{
  g_autofree char *quoted = pn_error_quote (text);

  g_assert_cmpstr (quoted, ==, expected);
}

static void
test_quote (void)
{
  assert_quoted ("", "");
  assert_quoted ("layers.0.units", "layers.0.units");
  assert_quoted ("blå", "blå");
  assert_quoted ("two\nlines\x7f", "two\xef\xbf\xbdlines\xef\xbf\xbd");
  assert_quoted ("\xd6x", "\xef\xbf\xbdx");
}

/* Of what is too long the first hundred characters, none of them half. */
static void
test_quote_long (void)
{
  for (gsize before = 0; before < 4; before++)
    {
      g_autofree char *tail = g_strnfill (1000, 'x');
      g_autofree char *begin = g_strnfill (before, '.');
      g_autofree char *text = g_strconcat (begin, "𝄞𝄞𝄞", tail, NULL);
      g_autofree char *quoted = pn_error_quote (text);

      g_assert_true (g_utf8_validate (quoted, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (quoted, -1), ==, 101);
      g_assert_true (g_str_has_suffix (quoted, "x…"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/quote", test_quote);
  g_test_add_func ("/error/quote-long", test_quote_long);
  return g_test_run ();
}
