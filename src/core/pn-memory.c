/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-memory.h"

#include <stdlib.h>
#include <string.h>

/* From here on an allocation is worth a question to the kernel. */
#define LARGE ((gsize) 64 << 20)

#define AVAILABLE "\nMemAvailable:"

/* Linux promises more memory than there is and ends the program that believes it, so what is large
 * is held against what is left first. TRUE where that can't be told.
 */
static gboolean
is_left (gsize bytes)
{
  g_autofree char *text = NULL;
  const char *line;

  if (bytes < LARGE || !g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return TRUE;
  line = strstr (text, AVAILABLE);
  return line == NULL || bytes / 1024 <= g_ascii_strtoull (line + strlen (AVAILABLE), NULL, 10);
}

void *
pn_try_new0_aligned (gsize n, gsize size)
{
  gsize bytes;
  void *memory = NULL;

  if (!g_size_checked_mul (&bytes, MAX (n, 1), size) || !is_left (bytes)
      || posix_memalign (&memory, PN_ALIGNMENT, bytes) != 0)
    return NULL;
  return memset (memory, 0, bytes);
}
