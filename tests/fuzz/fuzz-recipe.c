/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include "pn-recipe.h"

/* An empty object of three bytes is some 250 bytes in JSON's tree. */
#define NEED_PER_BYTE 100
#define NEED (1 << 20)

/* What can be read can be written and read again, and is the same. */
static void
read_again (const PnRecipe *recipe)
{
  g_autofree char *json = pn_recipe_to_json (recipe);
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRecipe) again = pn_recipe_parse (json, -1, "again", &error);

  g_assert_no_error (error);
  g_assert_true (pn_recipe_equal (recipe, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  GError *error = NULL;
  PnRecipe *recipe;

  fuzz_meter_begin ();
  recipe = pn_recipe_parse ((const char *) data, (gssize) size, "input", &error);
  fuzz_check (recipe != NULL, error);
  if (recipe != NULL)
    read_again (recipe);
  g_clear_pointer (&recipe, pn_recipe_free);
  fuzz_meter_end (NEED + NEED_PER_BYTE * size);
  return 0;
}
