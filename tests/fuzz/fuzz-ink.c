/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include "pn-ink-raster.h"
#include "pn-ink-reader.h"

/* Of JSON's tree, and of the grid on which ink is drawn. */
#define NEED_PER_BYTE 100
#define NEED (4 << 20)

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  GError *error = NULL;
  PnInkSample *sample;
  guint8 pixels[28 * 28];

  fuzz_meter_begin ();
  sample = pn_ink_read_line ((const char *) data, size, "input:1", &error);
  fuzz_check (sample != NULL, error);
  if (sample != NULL)
    pn_ink_rasterize (sample->ink, 28, pixels);
  g_clear_pointer (&sample, pn_ink_sample_free);
  fuzz_meter_end (NEED + NEED_PER_BYTE * size);
  return 0;
}
