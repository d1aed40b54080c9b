/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "pn-file.h"

G_BEGIN_DECLS

/* Names in a folder of resources, without `suffix`, sorted. */
char **pn_file_list_shipped (const char *folder, const char *suffix);

G_END_DECLS
