/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Draws histories as figures, to be looked at: figure-samples FOLDER HISTORY.csv… Not a test. */

#include <stdlib.h>
#include <string.h>

#include "pn-figure.h"

static PnFigureRun *
read_run (const char *path, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = pn_history_csv_read (path, &error);
  g_autofree char *name = g_path_get_basename (path);

  if (rows == NULL)
    g_error ("%s", error->message);
  name[strlen (name) - 4] = '\0';
  return pn_figure_run_new_from_rows (name, index, (const PnHistoryRow *) rows->data, rows->len);
}

static void
save (GPtrArray *runs, const PnFigureOptions *options, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!pn_figure_save ((const PnFigureRun *const *) runs->pdata, runs->len, options, path, NULL,
                       &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_figure_run_free);
  PnFigureOptions options = pn_figure_options_default (), small = options;

  for (int i = 2; i < argc; i++)
    g_ptr_array_add (runs, read_run (argv[i], i - 2));
  save (runs, &options, argv[1], "figure.png");
  save (runs, &options, argv[1], "figure.svg");
  save (runs, &options, argv[1], "figure.pdf");
  save (runs, &options, argv[1], "figure.csv");
  save (runs, &options, argv[1], "figure.tex");
  small.width_mm = PN_FIGURE_ONE_COLUMN;
  small.height_mm = 60;
  small.metrics = PN_FIGURE_LOSS;
  small.log_y = TRUE;
  save (runs, &small, argv[1], "figure-small.png");
  small.height_mm = 110;
  small.metrics = PN_FIGURE_BOTH;
  small.log_y = FALSE;
  save (runs, &small, argv[1], "figure-stacked.png");
  return EXIT_SUCCESS;
}
