/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-data.h"
#include "pn-figure-private.h"

#include <math.h>

#include "pn-json.h"

/* The columns of numbers, by their place in a row. */
static const struct
{
  const char *name;
  gsize offset;
} columns[] = {
  { "epoch", G_STRUCT_OFFSET (PnHistoryRow, epoch) },
  { "training_loss", G_STRUCT_OFFSET (PnHistoryRow, training_loss) },
  { "training_accuracy", G_STRUCT_OFFSET (PnHistoryRow, training_accuracy) },
  { "validation_loss", G_STRUCT_OFFSET (PnHistoryRow, validation_loss) },
  { "validation_accuracy", G_STRUCT_OFFSET (PnHistoryRow, validation_accuracy) },
  { "seconds", G_STRUCT_OFFSET (PnHistoryRow, seconds) },
  { "learning_rate", G_STRUCT_OFFSET (PnHistoryRow, learning_rate) },
  { "gradient_norm", G_STRUCT_OFFSET (PnHistoryRow, gradient_norm) },
};

PnFigureDataRun *
pn_figure_data_run_new (const char *name, const PnRecipe *recipe, PnHistory *history)
{
  PnFigureDataRun *self = g_new0 (PnFigureDataRun, 1);

  self->name = g_strdup (name);
  self->recipe = recipe != NULL ? pn_recipe_copy (recipe) : NULL;
  self->rows = pn_history_csv_rows (history);
  return self;
}

void
pn_figure_data_run_free (PnFigureDataRun *self)
{
  g_free (self->name);
  g_clear_pointer (&self->recipe, pn_recipe_free);
  g_array_unref (self->rows);
  g_free (self);
}

static json_t *
column_to_json (const PnHistoryRow *rows, gsize n, gsize offset)
{
  json_t *column = json_array ();

  for (gsize i = 0; i < n; i++)
    json_array_append_new (column,
                           pn_json_number (*(const double *) ((const char *) &rows[i] + offset)));
  return column;
}

static json_t *
run_to_json (const PnFigureDataRun *self)
{
  const PnHistoryRow *rows = (const PnHistoryRow *) (void *) self->rows->data;
  json_t *run = json_object ();
  json_t *steps = json_array ();
  json_t *kinds = json_array ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      json_array_append_new (steps, json_integer ((json_int_t) rows[i].step));
      json_array_append_new (kinds, json_string (rows[i].check ? "check" : "step"));
    }
  json_object_set_new (run, "name", json_string (self->name));
  if (self->recipe != NULL)
    {
      g_autofree char *text = pn_recipe_to_json (self->recipe);

      json_object_set_new (run, "recipe", json_loads (text, 0, NULL));
    }
  json_object_set_new (run, "step", steps);
  json_object_set_new (run, "kind", kinds);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    json_object_set_new (run, columns[i].name,
                         column_to_json (rows, self->rows->len, columns[i].offset));
  return run;
}

char *
pn_figure_data_to_text (const GPtrArray *runs)
{
  json_t *object = json_object ();
  json_t *list = json_array ();

  for (guint i = 0; i < runs->len; i++)
    json_array_append_new (list, run_to_json (g_ptr_array_index (runs, i)));
  json_object_set_new (object, "format", json_string (PN_FIGURE_FORMAT));
  json_object_set_new (object, "version", json_integer (PN_FIGURE_VERSION));
  json_object_set_new (object, "runs", list);
  return pn_json_to_string_take (object);
}
