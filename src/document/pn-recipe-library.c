/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pn-file-private.h"
#include "pn-recipe.h"

#define FOLDER "recipes"
#define SUFFIX ".json"

/* The order of the report. Recipes that aren't named here follow by name. */
static const char *const order[] = {
  "task2",      "task3-sigmoid-only",  "task3-init",        "task3-init-sigmoid",
  "task3-all",  "task3-momentum-only", "task3-no-shuffle",  "task4a-32",
  "task4b-128", "task4d-two-hidden",   "task4e-ten-hidden",
};

static gsize
rank (const char *name)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (order) && !g_str_equal (order[i], name))
    i++;
  return i;
}

static int
compare_names (const void *a, const void *b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  gsize left_rank = rank (left);
  gsize right_rank = rank (right);

  if (left_rank != right_rank)
    return left_rank < right_rank ? -1 : 1;
  return strcmp (left, right);
}

char **
pn_recipe_list (void)
{
  char **names = pn_file_list_shipped (FOLDER, SUFFIX);

  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
}

PnRecipe *
pn_recipe_load (const char *path_or_name, GError **error)
{
  g_autoptr (GBytes) bytes
      = pn_file_read_or_shipped (path_or_name, FOLDER, SUFFIX, _ ("recipe"), error);
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  return pn_recipe_parse (text, (gssize) length, path_or_name, error);
}
