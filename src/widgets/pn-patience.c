/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-number.h"
#include "pn-patience.h"

static const gsize epochs_offered[] = { 1, 2, 5, 10, 20 };

gsize
pn_patience_checks_per_epoch (const PnSettings *settings)
{
  return MAX (1, settings->checks_per_epoch);
}

GArray *
pn_patience_choices (const PnSettings *settings, guint *chosen)
{
  GArray *choices = g_array_new (FALSE, TRUE, sizeof (gsize));
  gsize per_epoch = pn_patience_checks_per_epoch (settings);
  const gsize never = 0;
  guint i;

  g_array_append_val (choices, never);
  for (i = 0; i < G_N_ELEMENTS (epochs_offered); i++)
    {
      gsize patience = epochs_offered[i] * per_epoch;

      g_array_append_val (choices, patience);
    }
  for (i = 0; i < choices->len && g_array_index (choices, gsize, i) < settings->patience; i++)
    continue;
  if (i == choices->len || g_array_index (choices, gsize, i) != settings->patience)
    g_array_insert_val (choices, i, settings->patience);
  *chosen = i;
  return choices;
}

char *
pn_patience_label (gsize patience, const PnSettings *settings)
{
  gsize per_epoch = pn_patience_checks_per_epoch (settings);
  gsize epochs = patience / per_epoch;
  g_autofree char *count = NULL;

  if (patience == 0)
    return g_strdup (_ ("never"));
  if (patience % per_epoch != 0)
    {
      count = pn_number_format_count (patience);
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "after %s check", "after %s checks", patience), count);
    }
  count = pn_number_format_count (epochs);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "after %s epoch", "after %s epochs", epochs), count);
}

gsize
pn_patience_rescale (const PnSettings *settings, gsize checks_per_epoch)
{
  gsize per_epoch = pn_patience_checks_per_epoch (settings);
  gsize epochs = settings->patience / per_epoch;
  gsize patience;

  if (settings->patience % per_epoch != 0
      || !g_size_checked_mul (&patience, epochs, MAX (1, checks_per_epoch)))
    return settings->patience;
  return patience;
}
