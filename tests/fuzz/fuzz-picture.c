/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include "fuzz-file.h"
#include "pn-picture.h"

/* A picture's pixels are bounded by 10⁸, whatever the file's size, which a small file may honestly
 * have: four bytes each as read, turned, and as grey.
 */
#define NEED ((gsize) 100000000 * 9)

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_file (data, size, ".png");
  GError *error = NULL;
  guint8 pixels[28 * 28];
  gboolean read;

  fuzz_meter_begin ();
  read = pn_picture_read_digit (path, 28, pixels, &error);
  fuzz_check (read, error);
  fuzz_meter_end (NEED);
  return 0;
}
