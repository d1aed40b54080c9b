/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PnTable: what is known of several things (records: runs), field by field, in words for people and
 * as data for programs. Made once, then read: by the screen, or as text to be copied. Any thread.
 */
typedef struct _PnTable PnTable;

typedef enum
{
  PN_TABLE_WORDS = 0,
  PN_TABLE_NUMBERS = 1 << 0,   /* the words are numbers: to the right */
  PN_TABLE_DATA_ONLY = 1 << 1, /* for programs alone: without words */
  PN_TABLE_SECTION = 1 << 2,   /* a title over the fields that follow: without values */
} PnTableFlags;

PnTable *pn_table_new (void);
void pn_table_free (PnTable *self);

/* What a record is, as the title of their names in CSV; "run" unless said. Not translated. */
void pn_table_set_subject (PnTable *self, const char *subject);

/* A column of the table; its number. `look` is the index of a run's colour and marker. */
guint pn_table_add_record (PnTable *self, const char *name, guint look);

/* Once the records are there; its number. `key` names it in files and is not translated (NULL for a
 * section); `label` and `explanation` (may be NULL) are for people.
 */
guint pn_table_add_field (PnTable *self,
                          const char *key,
                          const char *label,
                          const char *explanation,
                          PnTableFlags flags);

/* Both are taken; NULL is "–" in words and nothing as data. */
void pn_table_set (PnTable *self, guint field, guint record, char *words, char *data);

/* A number as data: shortest text that reads back the same, C locale. NULL for NaN. Caller frees.
 */
char *pn_table_number (double value);

guint pn_table_n_records (const PnTable *self);
guint pn_table_n_fields (const PnTable *self);
const char *pn_table_record_name (const PnTable *self, guint record);
guint pn_table_record_look (const PnTable *self, guint record);
const char *pn_table_key (const PnTable *self, guint field); /* NULL for a section */
const char *pn_table_label (const PnTable *self, guint field);
const char *pn_table_explanation (const PnTable *self, guint field);
PnTableFlags pn_table_flags (const PnTable *self, guint field);
const char *pn_table_words (const PnTable *self, guint field, guint record);

/* Puts the records in the order of the field's numbers, those without one last; equal ones stay as
 * they came. NULL: all as they came.
 */
void pn_table_sort (PnTable *self, const char *key, gboolean descending);

/* The same set of records and fields, so that only words have to be exchanged. */
gboolean pn_table_same_shape (const PnTable *a, const PnTable *b);

/* For programs: a line for each record, numbers in the C locale (RFC 4180, but lines end as on
 * Unix). Caller frees.
 */
char *pn_table_to_csv (const PnTable *self);
/* For people, as it is on the screen: a line for each field, so that it fits the width of a page.
 * LaTeX is one tabular; it needs no package.
 */
char *pn_table_to_markdown (const PnTable *self);
char *pn_table_to_latex (const PnTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnTable, pn_table_free)

G_END_DECLS
