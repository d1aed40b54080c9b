/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ctrl+C (and a polite kill) as a question to ask between two batches. A second one ends the
 * program at once, in case it doesn't ask.
 */
void pn_cli_interrupt_catch (void);
gboolean pn_cli_interrupted (void);

G_END_DECLS
