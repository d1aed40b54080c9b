/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* info: what this program is, what it runs on, and the data that it finds. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "pn-blas.h"
#include "pn-cli-commands.h"
#include "pn-data-folder.h"
#include "pn-recipe.h"

/* Those for which there are kernels. */
static json_t *
list_cpu_features (void)
{
  json_t *features = json_array ();

#if defined(__x86_64__) || defined(__i386__)
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("avx2"))
    json_array_append_new (features, json_string ("avx2"));
  if (__builtin_cpu_supports ("fma"))
    json_array_append_new (features, json_string ("fma"));
  if (__builtin_cpu_supports ("avx512f"))
    json_array_append_new (features, json_string ("avx512f"));
#endif
  return features;
}

/* {"mnist": folder or null, …} */
static json_t *
find_data (void)
{
  json_t *data = json_object ();

  for (const char *const *set = pn_data_folder_known_sets (); *set != NULL; set++)
    {
      g_autofree char *folder = pn_data_folder_find (*set, NULL);

      json_object_set_new (data, *set, folder != NULL ? json_string (folder) : json_null ());
    }
  return data;
}

static json_t *
list_recipes (void)
{
  g_auto (GStrv) names = pn_recipe_list ();
  json_t *recipes = json_array ();

  for (char **name = names; *name != NULL; name++)
    json_array_append_new (recipes, json_string (*name));
  return recipes;
}

static json_t *
gather (void)
{
  json_t *info = pn_cli_event ("info");
  g_autofree char *glib
      = g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  g_autofree char *user = pn_data_folder_user ();

  json_object_set_new (info, "version", json_string (PN_VERSION));
  json_object_set_new (info, "glib", json_string (glib));
  json_object_set_new (info, "jansson", json_string (jansson_version_str ()));
  json_object_set_new (info, "blas", json_string (pn_blas_description ()));
  json_object_set_new (info, "blas_kernel", json_string (pn_blas_kernel ()));
  pn_cli_set_count (info, "processors", g_get_num_processors ());
  json_object_set_new (info, "cpu_features", list_cpu_features ());
  json_object_set_new (info, "data_folder", json_string (user));
  json_object_set_new (info, "data", find_data ());
  json_object_set_new (info, "recipes", list_recipes ());
  return info;
}

static char *
join (const json_t *array)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gsize i = 0; i < json_array_size (array); i++)
    g_ptr_array_add (words, (gpointer) json_string_value (json_array_get (array, i)));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **) words->pdata);
}

static void
print_data (json_t *data)
{
  const char *set;
  json_t *folder;

  json_object_foreach (data, set, folder)
  {
    if (json_is_string (folder))
      printf (_ ("Data set %s: %s\n"), set, json_string_value (folder));
    else
      printf (_ ("Data set %s: not found\n"), set);
  }
}

static void
print_words (json_t *info)
{
  g_autofree char *features = join (json_object_get (info, "cpu_features"));
  g_autofree char *recipes = join (json_object_get (info, "recipes"));

  printf (_ ("Perceptron %s\n"), PN_VERSION);
  printf (_ ("GLib %s, jansson %s\n"), json_string_value (json_object_get (info, "glib")),
          jansson_version_str ());
  printf (_ ("BLAS: %s, kernels for %s\n"), pn_blas_description (), pn_blas_kernel ());
  printf (_ ("Processors: %u, with %s\n"), g_get_num_processors (),
          *features != '\0' ? features : "–");
  printf (_ ("Data folder: %s\n"), json_string_value (json_object_get (info, "data_folder")));
  print_data (json_object_get (info, "data"));
  printf (_ ("Recipes: %s\n"), recipes);
}

PnCliStatus
pn_cli_info (PnCli *cli, int argc, char **argv)
{
  json_t *info;

  if (!pn_cli_parse (cli, NULL, argc, argv, 0, 0))
    return PN_CLI_USAGE;
  info = gather ();
  if (cli->json)
    pn_cli_emit_take (info);
  else
    {
      print_words (info);
      json_decref (info);
    }
  return PN_CLI_DONE;
}
