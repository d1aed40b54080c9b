/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* PnField: one setting of a file, a row in a table: where it stands in the JSON, where in the
 * struct, its type and its range. The one table serves reading, writing, setting and checking, so
 * that a new setting is a new row.
 */
typedef enum
{
  PN_FIELD_REAL,    /* double */
  PN_FIELD_COUNT,   /* gsize */
  PN_FIELD_SEED,    /* guint64, up to 2⁶³ − 1 */
  PN_FIELD_BOOLEAN, /* gboolean */
  PN_FIELD_TEXT,    /* char *, owned, not empty; NULL only as a default that isn't written */
  PN_FIELD_CHOICE,  /* an enumeration, by its names */
} PnFieldType;

typedef enum
{
  PN_FIELD_REQUIRED = 1 << 0,
  PN_FIELD_ABOVE_MIN = 1 << 1, /* the minimum itself is out of range */
  PN_FIELD_BELOW_MAX = 1 << 2,
  PN_FIELD_IF_SET = 1 << 3, /* not written where it is at its default */
} PnFieldFlags;

typedef struct
{
  const char *path; /* dotted, from the object that the table describes */
  PnFieldType type;
  gsize offset;
  PnFieldFlags flags;
  double min; /* REAL and COUNT */
  double max;
  guint n_names; /* CHOICE */
  const char *(*name) (guint value);
} PnField;

/* Counts that a file may hold: 2⁵³, above which a double (and so other programs' JSON) skips some.
 */
#define PN_FIELD_MAX_COUNT 9007199254740992.0

/* Moves the fields that stand in `object` into `target`; what is left in `object` afterwards is
 * unknown. Fields that aren't there keep the value in `target`, unless they are required. `prefix`
 * ("layers.0.") stands before the paths in errors. On an error, `target` is half set.
 */
gboolean pn_fields_take (const PnField *fields,
                         gsize n_fields,
                         json_t *object,
                         const char *prefix,
                         gpointer target,
                         GError **error);

/* The error for the first key that is left, with the known ones in words; TRUE where nothing is
 * left. */
gboolean pn_fields_check_nothing_left (const PnField *fields,
                                       gsize n_fields,
                                       json_t *object,
                                       const char *prefix,
                                       const char *others,
                                       GError **error);

/* Sets `object`'s keys from `source`. `defaults` is a struct of the same kind, for fields that are
 * written only if they differ from it; NULL: all are written.
 */
void pn_fields_put (const PnField *fields,
                    gsize n_fields,
                    json_t *object,
                    gconstpointer source,
                    gconstpointer defaults);

G_END_DECLS
