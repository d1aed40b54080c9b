/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include <string.h>

#include "pn-figure-data.h"

/* Of what travels inside of a figure, the text can be a thousand times as long as the file, where
 * it is deflated, but not above 64 MB (pn-deflate.h), in an array that grows by doubling; and a
 * byte of text is up to 100 in JSON's tree.
 */
#define NEED_PER_BYTE 100
#define MOST_TEXT ((gsize) 64 << 20)
#define NEED (1 << 20)

/* PNG, and the other figures through the same door: SVG and PDF. */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  GError *error = NULL;
  GPtrArray *runs = NULL;
  char *text;
  gsize length = 0;

  fuzz_meter_begin ();
  text = pn_figure_data_find (bytes, "input", &error);
  fuzz_check (text != NULL, error);
  error = NULL;
  if (text != NULL)
    {
      length = strlen (text);
      runs = pn_figure_data_parse (text, "input", &error);
      fuzz_check (runs != NULL, error);
    }
  g_clear_pointer (&runs, g_ptr_array_unref);
  g_free (text);
  fuzz_meter_end (NEED + MIN (1032 * size, 2 * MOST_TEXT) + NEED_PER_BYTE * length);
  return 0;
}
