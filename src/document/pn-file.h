/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The whole of a regular file. Errors name `path`. Any thread. */
GBytes *pn_file_read (const char *path, GError **error);

/* Writes a file whole or not at all, through a temporary one beside it, flushed to the disk before
 * it takes the name. A symbolic link is followed, and what isn't a regular file (a pipe, /dev/null)
 * is written to as it is. Errors name `path`. Any thread.
 */
gboolean pn_file_write (const char *path, const void *data, gsize length, GError **error);

/* Whether pn_file_write() is likely to succeed: to ask before long work. */
gboolean pn_file_check_writable (const char *path, GError **error);

/* Reads `path_or_name`: a path if a file is there or it looks like one (a slash in it, or `suffix`
 * at its end), else the resource FOLDER/NAMEsuffix. `kind` names the thing in the error ("recipe").
 */
GBytes *pn_file_read_or_shipped (const char *path_or_name,
                                 const char *folder,
                                 const char *suffix,
                                 const char *kind,
                                 GError **error);

G_END_DECLS
