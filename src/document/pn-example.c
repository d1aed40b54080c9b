/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-example.h"

#include <glib/gi18n-lib.h>

/* The runs of each of the report's figures, in the order of its legends. */
static const PnExample examples[] = {
  { "task2", N_ ("One hidden layer (task 2)"), { "task2" } },
  { "task3",
    N_ ("Tricks of the trade (task 3)"),
    { "task2", "task3-sigmoid-only", "task3-init-sigmoid", "task3-all" } },
  { "task3-each",
    N_ ("Each trick alone (task 3)"),
    { "task2", "task3-init", "task3-momentum-only", "task3-no-shuffle" } },
  { "task4ab",
    N_ ("Width: 32, 64, 128 units (task 4a, b)"),
    { "task4a-32", "task3-all", "task4b-128" } },
  { "task4d",
    N_ ("Two hidden layers (task 4d)"),
    { "task4d-two-hidden", "task3-all", "task4b-128" } },
  { "task4e", N_ ("Ten hidden layers (task 4e)"), { "task4e-ten-hidden", "task4b-128" } },
};

const PnExample *
pn_examples (gsize *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (examples);
  return examples;
}

const PnExample *
pn_example_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    if (g_strcmp0 (examples[i].id, id) == 0)
      return &examples[i];
  return NULL;
}
