/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads `path_or_name`: a path if a file is there or it looks like one (a slash in it, or `suffix`
 * at its end), else the resource FOLDER/NAMEsuffix. `kind` names the thing in the error ("recipe").
 */
GBytes *pn_file_read_or_shipped (const char *path_or_name,
                                 const char *folder,
                                 const char *suffix,
                                 const char *kind,
                                 GError **error);

/* Names in a folder of resources, without `suffix`, sorted. */
char **pn_file_list_shipped (const char *folder, const char *suffix);

G_END_DECLS
