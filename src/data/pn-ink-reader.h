/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-ink.h"

G_BEGIN_DECLS

/* Ink in files: one JSON object a line,
 * {"strokes": [[[x, y], …], …], "label": 3}
 * y downwards, the label optional, a whole number or the name of a class; other keys, and numbers
 * after x and y in a point (pressure, time), are ignored, as are empty lines.
 */

typedef struct
{
  PnInk *ink;
  char *label; /* the number in digits, or the name; NULL where there is none */
  gsize line;  /* in the file, from 1 */
} PnInkSample;

void pn_ink_sample_free (PnInkSample *self);

/* All of a file: PnInkSample, owned by the array. Fails with file and line named where a line isn't
 * an object like that, a key stands twice, or a coordinate isn't within ±10⁶. Any thread.
 */
GPtrArray *pn_ink_read_file (const char *path, GError **error);

/* One line; `where` stands before the message of an error ("digits.jsonl:7"). */
PnInkSample *pn_ink_read_line (const char *line, gsize length, const char *where, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnInkSample, pn_ink_sample_free)

G_END_DECLS
