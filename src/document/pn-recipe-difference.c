/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "pn-recipe.h"

/* A name made of more is not read. */
#define MAX_PIECES 3

/* Says how `recipe` differs from `from` in one respect; NULL where it doesn't. */
typedef char *(*Describe) (const PnRecipe *recipe, const PnRecipe *from);

/* "60-60" */
static char *
join_units (const PnSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i + 1 < spec->n_layers; i++)
    g_string_append_printf (text, "%s%zu", i == 0 ? "" : "-", spec->layers[i].units);
  return g_string_free (text, FALSE);
}

static gboolean
same_units (const PnSpec *a, const PnSpec *b)
{
  for (gsize i = 0; i < a->n_layers; i++)
    if (a->layers[i].units != b->layers[i].units)
      return FALSE;
  return TRUE;
}

static char *
describe_shape (const PnRecipe *recipe, const PnRecipe *from)
{
  const PnSpec *spec = recipe->spec;
  gsize n_hidden = spec->n_layers - 1;
  g_autofree char *units = join_units (spec);

  if (spec->n_layers == from->spec->n_layers && same_units (spec, from->spec))
    return NULL;
  if (n_hidden == 0)
    return g_strdup (_ ("no hidden layer"));
  if (n_hidden == 1)
    return g_strdup_printf (ngettext ("%s unit", "%s units", (gulong) spec->layers[0].units),
                            units);
  if (n_hidden <= 3)
    return g_strdup_printf (_ ("%s units"), units);
  return g_strdup_printf (ngettext ("%zu hidden layer", "%zu hidden layers", (gulong) n_hidden),
                          n_hidden);
}

/* The first hidden layer stands for the others, as most designs have them alike. */
static char *
describe_activation (const PnRecipe *recipe, const PnRecipe *from)
{
  PnActivation activation = recipe->spec->layers[0].activation;

  if (recipe->spec->n_layers < 2 || activation == from->spec->layers[0].activation)
    return NULL;
  return g_strdup (pn_activation_label (activation));
}

static char *
describe_init (const PnRecipe *recipe, const PnRecipe *from)
{
  PnInit init = recipe->spec->layers[0].init;

  if (init == from->spec->layers[0].init)
    return NULL;
  return g_strdup_printf (_ ("initial weights %s"), pn_init_label (init));
}

static char *
describe_bias (const PnRecipe *recipe, const PnRecipe *from)
{
  PnBias bias = recipe->spec->layers[0].bias;

  if (bias == from->spec->layers[0].bias)
    return NULL;
  return g_strdup_printf (_ ("bias %s"), pn_bias_label (bias));
}

static char *
describe_dropout (const PnRecipe *recipe, const PnRecipe *from)
{
  double dropout = recipe->spec->layers[0].dropout;

  if (dropout == from->spec->layers[0].dropout)
    return NULL;
  return dropout == 0 ? g_strdup (_ ("no dropout")) : g_strdup_printf (_ ("dropout %g"), dropout);
}

static char *
describe_optimizer (const PnRecipe *recipe, const PnRecipe *from)
{
  PnOptimizer optimizer = recipe->settings.optimizer;

  return optimizer == from->settings.optimizer ? NULL : g_strdup (pn_optimizer_label (optimizer));
}

static char *
describe_learning_rate (const PnRecipe *recipe, const PnRecipe *from)
{
  double rate = recipe->settings.learning_rate;

  if (rate == from->settings.learning_rate)
    return NULL;
  return g_strdup_printf (_ ("learning rate %g"), rate);
}

static char *
describe_momentum (const PnRecipe *recipe, const PnRecipe *from)
{
  double momentum = recipe->settings.momentum;

  if (momentum == from->settings.momentum)
    return NULL;
  return momentum == 0 ? g_strdup (_ ("no momentum"))
                       : g_strdup_printf (_ ("momentum %g"), momentum);
}

static char *
describe_batch (const PnRecipe *recipe, const PnRecipe *from)
{
  if (recipe->settings.batch == from->settings.batch)
    return NULL;
  return g_strdup_printf (_ ("batch %zu"), recipe->settings.batch);
}

static char *
describe_epochs (const PnRecipe *recipe, const PnRecipe *from)
{
  gsize epochs = recipe->settings.epochs;

  if (epochs == from->settings.epochs)
    return NULL;
  return g_strdup_printf (ngettext ("%zu epoch", "%zu epochs", (gulong) epochs), epochs);
}

static char *
describe_shuffle (const PnRecipe *recipe, const PnRecipe *from)
{
  if (recipe->settings.shuffle == from->settings.shuffle)
    return NULL;
  return g_strdup (recipe->settings.shuffle ? _ ("shuffled") : _ ("not shuffled"));
}

static char *
describe_stopping (const PnRecipe *recipe, const PnRecipe *from)
{
  gsize patience = recipe->settings.patience;

  if (patience == from->settings.patience)
    return NULL;
  if (patience == 0)
    return g_strdup (_ ("no early stop"));
  return g_strdup_printf (_ ("patience %zu"), patience);
}

static char *
describe_keep_best (const PnRecipe *recipe, const PnRecipe *from)
{
  if (recipe->settings.keep_best == from->settings.keep_best)
    return NULL;
  return g_strdup (recipe->settings.keep_best ? _ ("best kept") : _ ("last kept"));
}

static char *
describe_data (const PnRecipe *recipe, const PnRecipe *from)
{
  return g_strcmp0 (recipe->set, from->set) == 0 ? NULL : g_strdup (recipe->set);
}

static char *
describe_train (const PnRecipe *recipe, const PnRecipe *from)
{
  gsize train = recipe->train;

  if (train == from->train)
    return NULL;
  if (train == 0)
    return g_strdup (_ ("all images"));
  return g_strdup_printf (ngettext ("%zu image", "%zu images", (gulong) train), train);
}

static char *
describe_augment (const PnRecipe *recipe, const PnRecipe *from)
{
  if (pn_augmentation_equal (&recipe->augment, &from->augment))
    return NULL;
  if (pn_augmentation_is_none (&recipe->augment))
    return g_strdup (_ ("images as they are"));
  return g_strdup (_ ("varied images"));
}

static char *
describe_schedule (const PnRecipe *recipe, const PnRecipe *from)
{
  PnSchedule schedule = recipe->settings.schedule;

  return schedule == from->settings.schedule ? NULL : g_strdup (pn_schedule_label (schedule));
}

static char *
describe_l2 (const PnRecipe *recipe, const PnRecipe *from)
{
  double l2 = recipe->settings.l2;

  if (l2 == from->settings.l2)
    return NULL;
  return l2 == 0 ? g_strdup (_ ("no L2")) : g_strdup_printf (_ ("L2 %g"), l2);
}

static char *
describe_clip (const PnRecipe *recipe, const PnRecipe *from)
{
  double norm = recipe->settings.clip_norm;

  if (norm == from->settings.clip_norm)
    return NULL;
  return norm == 0 ? g_strdup (_ ("no clipping")) : g_strdup_printf (_ ("clipped at %g"), norm);
}

static char *
describe_smoothing (const PnRecipe *recipe, const PnRecipe *from)
{
  double smoothing = recipe->settings.label_smoothing;

  if (smoothing == from->settings.label_smoothing)
    return NULL;
  return g_strdup_printf (_ ("label smoothing %g"), smoothing);
}

static char *
describe_seed (const PnRecipe *recipe, const PnRecipe *from)
{
  if (recipe->settings.seed == from->settings.seed)
    return NULL;
  return g_strdup_printf (_ ("seed %" PRIu64), recipe->settings.seed);
}

/* What people ask first comes first. */
static const Describe descriptions[] = {
  describe_shape,    describe_activation,    describe_init,    describe_optimizer,
  describe_momentum, describe_learning_rate, describe_batch,   describe_shuffle,
  describe_bias,     describe_dropout,       describe_l2,      describe_clip,
  describe_schedule, describe_smoothing,     describe_augment, describe_stopping,
  describe_epochs,   describe_keep_best,     describe_data,    describe_train,
  describe_seed,
};

char *
pn_recipe_describe_difference (const PnRecipe *recipe, const PnRecipe *from)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (descriptions) && pieces->len < MAX_PIECES; i++)
    {
      char *piece = descriptions[i](recipe, from);

      if (piece != NULL)
        g_ptr_array_add (pieces, piece);
    }
  g_ptr_array_add (pieces, NULL);
  return g_strjoinv (", ", (char **) pieces->pdata);
}
