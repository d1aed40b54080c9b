/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people type and read them: in the locale of LC_NUMERIC, which main() sets. */

/* The shortest text that reads back as `value`, with the locale's decimal sign, not grouped. Caller
 * frees.
 */
char *pn_number_format (double value);

/* A whole number to be read, grouped in thousands as the locale does ("50,880"). Caller frees. */
char *pn_number_format_count (gsize count);

/* Reads all of `text` as one finite number; blanks around it do not count. The decimal sign is the
 * locale's or a point; groups of three behind the locale's thousands sign are understood. Where
 * that sign is a point ("1.000" in German), it groups whole numbers (`whole`) and is the decimal
 * sign of others. FALSE for anything else: nothing is ever guessed.
 */
gboolean pn_number_parse (const char *text, gboolean whole, double *value);

G_END_DECLS
