/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-error.h"

G_DEFINE_QUARK (pn - error - quark, pn_error)

/* Characters of a quotation. */
#define MOST_QUOTED 100

static void
append_shown (GString *shown, const char *character)
{
  gunichar c = g_utf8_get_char (character);

  g_string_append_unichar (shown, g_unichar_iscntrl (c) ? 0xfffd : c);
}

/* Enough bytes for as many of the longest characters, so that what is behind is never shown. */
char *
pn_error_quote (const char *text)
{
  g_autofree char *head = g_strndup (text, 4 * MOST_QUOTED);
  g_autofree char *valid = g_utf8_make_valid (head, -1);
  GString *shown = g_string_new (NULL);
  const char *at = valid;

  for (int i = 0; *at != '\0' && i < MOST_QUOTED; i++, at = g_utf8_next_char (at))
    append_shown (shown, at);
  if (*at != '\0')
    g_string_append (shown, "…");
  return g_string_free (shown, FALSE);
}
