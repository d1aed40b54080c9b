/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-figure-data.h"

#include <math.h>

#include "pn-json.h"

#define FORMAT "perceptron-figure"
#define VERSION 1

struct _PnFigureData
{
  json_t *runs;
};

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
};

PnFigureData *
pn_figure_data_new (void)
{
  PnFigureData *self = g_new0 (PnFigureData, 1);

  self->runs = json_array ();
  return self;
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

void
pn_figure_data_add_run (PnFigureData *self,
                        const char *name,
                        const PnRecipe *recipe,
                        const PnHistoryRow *rows,
                        gsize n)
{
  json_t *run = json_object ();
  json_t *steps = json_array ();
  json_t *kinds = json_array ();

  for (gsize i = 0; i < n; i++)
    {
      json_array_append_new (steps, json_integer ((json_int_t) rows[i].step));
      json_array_append_new (kinds, json_string (rows[i].check ? "check" : "step"));
    }
  json_object_set_new (run, "name", json_string (name));
  if (recipe != NULL)
    {
      g_autofree char *text = pn_recipe_to_json (recipe);

      json_object_set_new (run, "recipe", json_loads (text, 0, NULL));
    }
  json_object_set_new (run, "step", steps);
  json_object_set_new (run, "kind", kinds);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    json_object_set_new (run, columns[i].name, column_to_json (rows, n, columns[i].offset));
  json_array_append_new (self->runs, run);
}

char *
pn_figure_data_free_to_text (PnFigureData *self)
{
  json_t *object = json_object ();

  json_object_set_new (object, "format", json_string (FORMAT));
  json_object_set_new (object, "version", json_integer (VERSION));
  json_object_set_new (object, "runs", self->runs);
  g_free (self);
  return pn_json_to_string_take (object);
}
