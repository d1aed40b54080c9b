/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* What both programs do with JSON beyond jansson: strict reading with errors that say where, and
 * writing that never depends on the locale and loses no bit of a number.
 */

/* Parses an object: duplicate keys, other values and trailing text are PN_ERROR_INVALID, with
 * `source`, line and column. A new reference.
 */
json_t *pn_json_parse_object (const char *text, gsize length, const char *source, GError **error);

/* A number; null where it isn't finite. A new reference. */
json_t *pn_json_number (double value);

/* The shortest text that reads back as the same double, with a point, whatever the locale; without
 * an exponent from 10⁻⁵ to 10¹⁷. Caller frees. `value` must be finite.
 */
char *pn_json_format_double (double value);

/* Appends `value` on one line, keys in the order in which they were set. */
void pn_json_append (GString *text, const json_t *value);
/* The same as a string of its own; takes the reference to `value`. */
char *pn_json_to_string_take (json_t *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

G_END_DECLS
