/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For readers that take a path: writes `data` to a file of this process and returns its path, owned
 * by the function and the same each time. In memory where the system has a folder for that.
 */
const char *fuzz_file (const guint8 *data, gsize size, const char *extension);

G_END_DECLS
