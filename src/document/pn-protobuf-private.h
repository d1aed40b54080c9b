/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The wire format of Protocol Buffers, as much as ONNX needs: fields are a number with a kind, then
 * a varint, four bytes, or a length with that many bytes ("Encoding", developers' guide).
 */
void pn_protobuf_put_int (GByteArray *message, guint field, guint64 value);
void pn_protobuf_put_float (GByteArray *message, guint field, float value);
void pn_protobuf_put_string (GByteArray *message, guint field, const char *value);
void pn_protobuf_put_floats_raw (GByteArray *message, guint field, const float *values, gsize n);
/* Takes the inner message. */
void pn_protobuf_put_message (GByteArray *message, guint field, GByteArray *inner);

G_END_DECLS
