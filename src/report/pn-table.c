/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-table-private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *words;
  char *data;
} Cell;

typedef struct
{
  char *key;
  char *label;
  char *explanation;
  PnTableFlags flags;
  Cell *cells; /* one a record */
} Field;

typedef struct
{
  char *name;
  guint look;
  guint position; /* as they came */
} Record;

struct _PnTable
{
  GArray *fields;  /* Field */
  GArray *records; /* Record */
  char *subject;
};

static Field *
field_at (const PnTable *self, guint field)
{
  return &g_array_index (self->fields, Field, field);
}

static Record *
record_at (const PnTable *self, guint record)
{
  return &g_array_index (self->records, Record, record);
}

PnTable *
pn_table_new (void)
{
  PnTable *self = g_new0 (PnTable, 1);

  self->fields = g_array_new (FALSE, TRUE, sizeof (Field));
  self->records = g_array_new (FALSE, TRUE, sizeof (Record));
  self->subject = g_strdup ("run");
  return self;
}

void
pn_table_set_subject (PnTable *self, const char *subject)
{
  g_free (self->subject);
  self->subject = g_strdup (subject);
}

const char *
pn_table_subject (const PnTable *self)
{
  return self->subject;
}

static void
clear_field (const PnTable *self, Field *field)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      g_free (field->cells[i].words);
      g_free (field->cells[i].data);
    }
  g_free (field->cells);
  g_free (field->key);
  g_free (field->label);
  g_free (field->explanation);
}

void
pn_table_free (PnTable *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    clear_field (self, field_at (self, i));
  for (guint i = 0; i < self->records->len; i++)
    g_free (record_at (self, i)->name);
  g_array_unref (self->fields);
  g_array_unref (self->records);
  g_free (self->subject);
  g_free (self);
}

guint
pn_table_add_record (PnTable *self, const char *name, guint look)
{
  Record record = { g_strdup (name), look, self->records->len };

  g_return_val_if_fail (self->fields->len == 0, 0);
  g_array_append_val (self->records, record);
  return self->records->len - 1;
}

guint
pn_table_add_field (PnTable *self,
                    const char *key,
                    const char *label,
                    const char *explanation,
                    PnTableFlags flags)
{
  Field field = { g_strdup (key), g_strdup (label), g_strdup (explanation), flags,
                  g_new0 (Cell, self->records->len) };

  g_array_append_val (self->fields, field);
  return self->fields->len - 1;
}

void
pn_table_set (PnTable *self, guint field, guint record, char *words, char *data)
{
  Cell *cell = &field_at (self, field)->cells[record];

  g_free (cell->words);
  g_free (cell->data);
  *cell = (Cell){ words, data };
}

/* 15 digits show as people wrote it what they wrote; the 17 of other numbers bring the bits back.
 */
char *
pn_table_number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return NULL;
  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_formatd (text, sizeof text, "%.17g", value);
  return g_strdup (text);
}

guint
pn_table_n_records (const PnTable *self)
{
  return self->records->len;
}

guint
pn_table_n_fields (const PnTable *self)
{
  return self->fields->len;
}

const char *
pn_table_record_name (const PnTable *self, guint record)
{
  return record_at (self, record)->name;
}

guint
pn_table_record_look (const PnTable *self, guint record)
{
  return record_at (self, record)->look;
}

const char *
pn_table_key (const PnTable *self, guint field)
{
  return field_at (self, field)->key;
}

const char *
pn_table_label (const PnTable *self, guint field)
{
  return field_at (self, field)->label;
}

const char *
pn_table_explanation (const PnTable *self, guint field)
{
  return field_at (self, field)->explanation;
}

PnTableFlags
pn_table_flags (const PnTable *self, guint field)
{
  return field_at (self, field)->flags;
}

const char *
pn_table_words (const PnTable *self, guint field, guint record)
{
  const char *words = field_at (self, field)->cells[record].words;

  if (pn_table_flags (self, field) & PN_TABLE_SECTION)
    return "";
  return words ? words : "–";
}

const char *
pn_table_data (const PnTable *self, guint field, guint record)
{
  return field_at (self, field)->cells[record].data;
}

typedef struct
{
  guint record; /* where it is now */
  guint position;
  double number; /* NaN: none */
} Order;

static int
compare_orders (gconstpointer a, gconstpointer b, gpointer descending)
{
  const Order *first = a, *second = b;
  double sign = GPOINTER_TO_INT (descending) ? -1 : 1;

  if (isnan (first->number) != isnan (second->number))
    return isnan (first->number) ? 1 : -1;
  if (!isnan (first->number) && first->number != second->number)
    return sign * (first->number - second->number) < 0 ? -1 : 1;
  return first->position < second->position ? -1 : 1;
}

/* Takes each item of `items` (n of `size` bytes) from where `orders` says. */
static void
permute (gpointer items, gsize size, const Order *orders, guint n)
{
  g_autofree char *copy = g_memdup2 (items, n * size);

  for (guint i = 0; i < n; i++)
    memcpy ((char *) items + i * size, copy + orders[i].record * size, size);
}

static const Field *
find_field (const PnTable *self, const char *key)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (key && g_strcmp0 (field_at (self, i)->key, key) == 0)
      return field_at (self, i);
  return NULL;
}

void
pn_table_sort (PnTable *self, const char *key, gboolean descending)
{
  guint n = self->records->len;
  const Field *field = find_field (self, key);
  g_autofree Order *orders = g_new (Order, n);

  for (guint i = 0; i < n; i++)
    {
      const char *data = field ? field->cells[i].data : NULL;

      orders[i]
          = (Order){ i, record_at (self, i)->position, data ? g_ascii_strtod (data, NULL) : NAN };
    }
  g_qsort_with_data (orders, (int) n, sizeof (Order), compare_orders, GINT_TO_POINTER (descending));
  permute (self->records->data, sizeof (Record), orders, n);
  for (guint i = 0; i < self->fields->len; i++)
    permute (field_at (self, i)->cells, sizeof (Cell), orders, n);
}

gboolean
pn_table_same_shape (const PnTable *a, const PnTable *b)
{
  if (a->records->len != b->records->len || a->fields->len != b->fields->len)
    return FALSE;
  for (guint i = 0; i < a->records->len; i++)
    if (record_at (a, i)->look != record_at (b, i)->look
        || g_strcmp0 (record_at (a, i)->name, record_at (b, i)->name) != 0)
      return FALSE;
  for (guint i = 0; i < a->fields->len; i++)
    if (g_strcmp0 (field_at (a, i)->label, field_at (b, i)->label) != 0)
      return FALSE;
  return TRUE;
}
