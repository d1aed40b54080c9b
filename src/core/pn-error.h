/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The error domain of everything below the widgets. A message says what, where and what would be
 * right, in a sentence without a final newline, in the user's language where it can reach a screen.
 */
#define PN_ERROR (pn_error_quark ())

typedef enum
{
  PN_ERROR_INVALID,     /* the input is malformed: a header, a field, a number out of its range */
  PN_ERROR_UNSUPPORTED, /* well-formed, but of a kind or version that this program does not know */
  PN_ERROR_TOO_LARGE,   /* more memory than there is, or than a format allows */
  PN_ERROR_NOT_FOUND,   /* a data set, recipe or model by that name is not here */
  PN_ERROR_DIVERGED,    /* a loss or a gradient stopped being finite */
  PN_ERROR_CANCELLED,   /* whoever asked for it no longer wants it */
  PN_ERROR_FAILED,      /* the world said no: disk, database, thread */
} PnError;

GQuark pn_error_quark (void);

/* A piece of what others wrote, fit for a message: UTF-8, with U+FFFD for what isn't and for
 * control characters, and no longer than can be read, with an ellipsis for the rest. Caller frees.
 */
char *pn_error_quote (const char *text);

G_END_DECLS
