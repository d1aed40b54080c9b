/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-confusion.h"

/* A class in each row; in the columns the answers, then the class' number of images and scores. For
 * programs a row is a record of the table, for people a column is: each is what stays whole.
 */
typedef struct
{
  const PnConfusion *confusion;
  PnTable *table;
  gboolean for_data;
} Builder;

static guint
n_columns (const Builder *self)
{
  return (guint) self->confusion->n_classes + 1 + PN_MATRIX_N_SCORES;
}

static char *
column_title (const Builder *self, guint column)
{
  gsize n = self->confusion->n_classes;

  if (column < n)
    return g_strdup (self->confusion->names[column]);
  return g_strdup (column == n ? _ ("images")
                               : pn_matrix_score_name ((PnMatrixScore) (column - n - 1)));
}

static char *
column_key (const Builder *self, guint column)
{
  static const char *const keys[] = { "images", "precision", "recall", "f1" };
  gsize n = self->confusion->n_classes;

  if (column < n)
    return g_strdup_printf ("answered %s", self->confusion->names[column]);
  return g_strdup (keys[column - n]);
}

static void
add_columns (Builder *self)
{
  for (guint i = 0; i < n_columns (self); i++)
    {
      g_autofree char *title = column_title (self, i);
      g_autofree char *key = column_key (self, i);

      if (self->for_data)
        pn_table_add_field (self->table, key, title, NULL, PN_TABLE_NUMBERS);
      else
        pn_table_add_record (self->table, title, 0);
    }
}

static void
add_rows (Builder *self)
{
  for (gsize i = 0; i < self->confusion->n_classes; i++)
    {
      const char *name = self->confusion->names[i];
      /* Translators: the class that an image shows. */
      g_autofree char *label = g_strdup_printf (_ ("true %s"), name);

      if (self->for_data)
        pn_table_add_record (self->table, name, 0);
      else
        pn_table_add_field (self->table, name, label, NULL, PN_TABLE_NUMBERS);
    }
}

static void
set (const Builder *self, gsize row, guint column, double value, int decimals)
{
  char *words = isfinite (value) ? g_strdup_printf ("%.*f", decimals, value) : NULL;

  pn_table_set (self->table, self->for_data ? column : (guint) row,
                self->for_data ? (guint) row : column, words, pn_table_number (value));
}

static void
fill_row (const Builder *self, gsize row, gboolean rates)
{
  const PnConfusion *confusion = self->confusion;
  const double *scores[] = { confusion->precision, confusion->recall, confusion->f1 };
  gsize n = confusion->n_classes;
  const guint64 *counts = confusion->counts + row * n;
  guint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += counts[i];
  for (guint i = 0; i < n; i++)
    set (self, row, i, rates ? (double) counts[i] / (double) sum : (double) counts[i],
         rates ? 4 : 0);
  set (self, row, (guint) n, (double) sum, 0);
  for (guint i = 0; i < PN_MATRIX_N_SCORES; i++)
    set (self, row, (guint) n + 1 + i, scores[i][row], 4);
}

PnTable *
pn_confusion_table (const PnConfusion *confusion, gboolean rates, gboolean for_data)
{
  Builder self = { confusion, pn_table_new (), for_data };

  pn_table_set_subject (self.table, "true");
  if (for_data)
    add_rows (&self);
  add_columns (&self);
  if (!for_data)
    add_rows (&self);
  for (gsize row = 0; row < confusion->n_classes; row++)
    fill_row (&self, row, rates);
  return self.table;
}
