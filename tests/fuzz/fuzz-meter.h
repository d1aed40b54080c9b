/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <stddef.h>

G_BEGIN_DECLS

/* What a target of libFuzzer defines; always 0. One execution reads `data` as the reader's input.
 */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* Memory that the reader takes, on all threads, between begin and end: end fails if it was at any
 * moment above twice `need`, the bytes that an honest file of this size can need.
 */
void fuzz_meter_begin (void);
void fuzz_meter_end (gsize need);

/* A reader either succeeds without an error, or fails with one that can be shown: UTF-8, not empty,
 * without control characters, of a length that can be read. Frees the error.
 */
void fuzz_check (gboolean success, GError *error);

G_END_DECLS
