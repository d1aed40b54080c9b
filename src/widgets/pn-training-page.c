/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pn-choice-row.h"
#include "pn-method-rows.h"
#include "pn-number-row.h"
#include "pn-patience.h"
#include "pn-pending.h"
#include "pn-resources.h"
#include "pn-training-page.h"

struct _PnTrainingPage
{
  AdwBin parent_instance;

  PnDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *run_signals;
  gboolean quiet; /* rows are being filled, not edited */

  PnNumberRow *learning_rate;
  PnNumberRow *momentum;
  PnNumberRow *batch;
  PnNumberRow *epochs;
  PnChoiceRow *stop_early;
  PnChoiceRow *optimizer;
  GtkSwitch *shuffle;
  AdwActionRow *shuffle_row;
  GtkWidget *shuffle_pending;
  PnNumberRow *checks;
  GtkSwitch *keep_best;
  PnNumberRow *seed;
  PnNumberRow *images;
  PnChoiceRow *split;
  PnChoiceRow *validation;
  PnChoiceRow *normalise;
  PnMethodRows *method;

  GArray *patience; /* of gsize: what the choices of `stop_early` stand for */
};

enum
{
  PROP_DOCUMENT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PnTrainingPage, pn_training_page, ADW_TYPE_BIN)

static PnRun *
get_run (PnTrainingPage *self)
{
  return self->document != NULL ? pn_document_get_selected (self->document) : NULL;
}

static void
update_stop_early (PnTrainingPage *self, const PnSettings *settings)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;
  guint chosen;

  g_clear_pointer (&self->patience, g_array_unref);
  self->patience = pn_patience_choices (settings, &chosen);
  for (guint i = 0; i < self->patience->len; i++)
    {
      g_autofree char *label
          = pn_patience_label (g_array_index (self->patience, gsize, i), settings);

      g_strv_builder_add (labels, label);
    }
  choices = g_strv_builder_end (labels);
  pn_choice_row_set (self->stop_early, (const char *const *) choices, chosen);
}

static void
update_optimizer (PnTrainingPage *self, const PnSettings *settings)
{
  const char *labels[PN_N_OPTIMIZERS + 1] = { NULL };

  for (int i = 0; i < PN_N_OPTIMIZERS; i++)
    labels[i] = pn_optimizer_label (i);
  pn_choice_row_set (self->optimizer, labels, settings->optimizer);
}

static void
update_normalise (PnTrainingPage *self, const PnRecipe *recipe)
{
  const char *labels[] = { [PN_NORMALISE_STANDARD] = _ ("mean 0, deviation 1"),
                           [PN_NORMALISE_UNIT] = _ ("from 0 to 1"),
                           [PN_NORMALISE_NONE] = _ ("from 0 to 255, as they are"),
                           NULL };

  pn_choice_row_set (self->normalise, labels, recipe->normalise);
}

static void
update_data (PnTrainingPage *self, const PnRecipe *recipe)
{
  const char *splits[] = { [PN_SPLIT_FIRST] = _ ("the first"),
                           [PN_SPLIT_RANDOM] = _ ("drawn by the seed"),
                           [PN_SPLIT_STRATIFIED] = _ ("drawn, each class alike"),
                           NULL };
  const char *validations[] = { [PN_VALIDATION_TEST] = _ ("on the test images"),
                                [PN_VALIDATION_REST] = _ ("on the images left over"),
                                [PN_VALIDATION_NONE] = _ ("none"),
                                NULL };

  pn_number_row_set_value (self->images, recipe->train);
  pn_choice_row_set (self->split, splits, recipe->split);
  pn_choice_row_set (self->validation, validations, recipe->validation);
  update_normalise (self, recipe);
}

/* What a trained run goes on with was settled when it began: a change waits for the next start. */
static void
update_waiting (PnTrainingPage *self, PnRun *run)
{
  const PnRecipe *recipe = pn_run_get_recipe (run);
  const PnRecipe *began = pn_run_get_began (run);
  const char *hint = began != NULL ? _ ("at the next start") : NULL;
  const PnRecipe *from = began != NULL ? began : recipe;

  g_object_set (self->seed, "hint", hint, "pending", from->settings.seed != recipe->settings.seed,
                NULL);
  g_object_set (self->images, "hint", hint != NULL ? hint : _ ("0 takes all"), "pending",
                from->train != recipe->train, NULL);
  g_object_set (self->split, "hint", hint, "pending", from->split != recipe->split, NULL);
  g_object_set (self->validation, "hint", hint, "pending", from->validation != recipe->validation,
                NULL);
  g_object_set (self->normalise, "hint", hint, "pending", from->normalise != recipe->normalise,
                NULL);
  adw_action_row_set_subtitle (self->shuffle_row, hint != NULL ? hint : "");
  gtk_widget_set_visible (self->shuffle_pending,
                          from->settings.shuffle != recipe->settings.shuffle);
}

static void
update (PnTrainingPage *self)
{
  PnRun *run = get_run (self);
  const PnSettings *settings;

  gtk_widget_set_sensitive (GTK_WIDGET (self), run != NULL);
  if (run == NULL)
    return;
  settings = pn_run_get_settings (run);
  self->quiet = TRUE;
  pn_number_row_set_value (self->learning_rate, settings->learning_rate);
  pn_number_row_set_value (self->momentum, settings->momentum);
  pn_number_row_set_value (self->batch, settings->batch);
  pn_number_row_set_value (self->epochs, settings->epochs);
  pn_number_row_set_value (self->checks, pn_patience_checks_per_epoch (settings));
  pn_number_row_set_value (self->seed, settings->seed);
  gtk_switch_set_active (self->shuffle, settings->shuffle);
  gtk_switch_set_active (self->keep_best, settings->keep_best);
  update_stop_early (self, settings);
  update_optimizer (self, settings);
  update_data (self, pn_run_get_recipe (run));
  update_waiting (self, run);
  pn_method_rows_set (self->method, settings);
  self->quiet = FALSE;
}

static void
reset_texts (PnTrainingPage *self)
{
  pn_number_row_reset (self->learning_rate);
  pn_number_row_reset (self->momentum);
  pn_number_row_reset (self->batch);
  pn_number_row_reset (self->epochs);
  pn_number_row_reset (self->checks);
  pn_number_row_reset (self->seed);
  pn_number_row_reset (self->images);
  pn_method_rows_reset (self->method);
}

static void
selected_run_cb (PnTrainingPage *self)
{
  g_signal_group_set_target (self->run_signals, get_run (self));
  update (self);
  reset_texts (self);
}

static void
set_document (PnTrainingPage *self, PnDocument *document)
{
  if (!g_set_object (&self->document, document))
    return;
  g_signal_group_set_target (self->document_signals, document);
  selected_run_cb (self);
}

static gboolean
apply (PnTrainingPage *self, const PnSettings *settings, const char *label, GError **error)
{
  return pn_document_set_settings (self->document, get_run (self), settings, label, 0, error);
}

/* From a row with a number: what is refused is said at the row. */
static void
apply_number (PnTrainingPage *self, PnNumberRow *row, const PnSettings *settings, const char *label)
{
  g_autoptr (GError) error = NULL;

  if (!apply (self, settings, label, &error))
    pn_number_row_refuse (row, error->message);
}

/* From a switch or a choice: what is refused is put back and said by the window. */
static void
apply_choice (PnTrainingPage *self, const PnSettings *settings, const char *label)
{
  g_autoptr (GError) error = NULL;

  if (apply (self, settings, label, &error))
    return;
  update (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", error->message);
}

static void
method_edited_cb (PnTrainingPage *self, PnSettings *settings, PnNumberRow *row, const char *label)
{
  if (row != NULL)
    apply_number (self, row, settings, label);
  else
    apply_choice (self, settings, label);
}

static void
learning_rate_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.learning_rate = value;
  apply_number (self, self->learning_rate, &settings, _ ("Change Learning Rate"));
}

static void
momentum_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.momentum = value;
  apply_number (self, self->momentum, &settings, _ ("Change Momentum"));
}

static void
batch_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.batch = (gsize) value;
  apply_number (self, self->batch, &settings, _ ("Change Batch Size"));
}

static void
epochs_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.epochs = (gsize) value;
  apply_number (self, self->epochs, &settings, _ ("Change Epochs"));
}

/* Early stopping reads "after 10 epochs" and goes on meaning that. */
static void
checks_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.patience = pn_patience_rescale (&settings, (gsize) value);
  settings.checks_per_epoch = (gsize) value;
  apply_number (self, self->checks, &settings, _ ("Change Checks an Epoch"));
}

static void
seed_edited_cb (PnTrainingPage *self, double value)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.seed = (guint64) value;
  apply_number (self, self->seed, &settings, _ ("Change Seed"));
}

static void
stop_early_chosen_cb (PnTrainingPage *self, guint position)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  if (position >= self->patience->len)
    return;
  settings.patience = g_array_index (self->patience, gsize, position);
  apply_choice (self, &settings, _ ("Change Early Stop"));
}

static void
optimizer_chosen_cb (PnTrainingPage *self, guint position)
{
  PnSettings settings = *pn_run_get_settings (get_run (self));

  settings.optimizer = position;
  apply_choice (self, &settings, _ ("Change Optimiser"));
}

static void
images_edited_cb (PnTrainingPage *self, double value)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (get_run (self)));
  g_autoptr (GError) error = NULL;

  recipe->train = (gsize) value;
  if (!pn_document_set_recipe (self->document, get_run (self), recipe, _ ("Change Training Images"),
                               0, &error))
    pn_number_row_refuse (self->images, error->message);
}

/* Sets the run's recipe to `recipe`, or says why not and shows what is. */
static void
apply_recipe (PnTrainingPage *self, const PnRecipe *recipe, const char *label)
{
  g_autoptr (GError) error = NULL;

  if (pn_document_set_recipe (self->document, get_run (self), recipe, label, 0, &error))
    return;
  update (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", error->message);
}

static void
split_chosen_cb (PnTrainingPage *self, guint position)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (get_run (self)));

  recipe->split = position;
  apply_recipe (self, recipe, _ ("Change Split"));
}

static void
validation_chosen_cb (PnTrainingPage *self, guint position)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (get_run (self)));

  recipe->validation = position;
  apply_recipe (self, recipe, _ ("Change Validation"));
}

static void
normalise_chosen_cb (PnTrainingPage *self, guint position)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_copy (pn_run_get_recipe (get_run (self)));

  recipe->normalise = position;
  apply_recipe (self, recipe, _ ("Change Normalisation"));
}

static void
shuffle_switched_cb (PnTrainingPage *self)
{
  PnSettings settings;

  if (self->quiet || get_run (self) == NULL)
    return;
  settings = *pn_run_get_settings (get_run (self));
  settings.shuffle = gtk_switch_get_active (self->shuffle);
  apply_choice (self, &settings, _ ("Change Shuffling"));
}

static void
keep_best_switched_cb (PnTrainingPage *self)
{
  PnSettings settings;

  if (self->quiet || get_run (self) == NULL)
    return;
  settings = *pn_run_get_settings (get_run (self));
  settings.keep_best = gtk_switch_get_active (self->keep_best);
  apply_choice (self, &settings, _ ("Change Keeping the Best"));
}

static void
pn_training_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    set_document (PN_TRAINING_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_training_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    g_value_set_object (value, PN_TRAINING_PAGE (object)->document);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_training_page_dispose (GObject *object)
{
  PnTrainingPage *self = PN_TRAINING_PAGE (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->document);
  g_clear_pointer (&self->patience, g_array_unref);
  G_OBJECT_CLASS (pn_training_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, PnTrainingPage, learning_rate);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, momentum);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, batch);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, epochs);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, stop_early);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, optimizer);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, shuffle);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, shuffle_row);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, checks);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, keep_best);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, seed);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, images);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, split);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, validation);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, normalise);
  gtk_widget_class_bind_template_child (class, PnTrainingPage, method);
}

static void
bind_callbacks (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_callback (class, learning_rate_edited_cb);
  gtk_widget_class_bind_template_callback (class, momentum_edited_cb);
  gtk_widget_class_bind_template_callback (class, batch_edited_cb);
  gtk_widget_class_bind_template_callback (class, epochs_edited_cb);
  gtk_widget_class_bind_template_callback (class, stop_early_chosen_cb);
  gtk_widget_class_bind_template_callback (class, optimizer_chosen_cb);
  gtk_widget_class_bind_template_callback (class, shuffle_switched_cb);
  gtk_widget_class_bind_template_callback (class, checks_edited_cb);
  gtk_widget_class_bind_template_callback (class, keep_best_switched_cb);
  gtk_widget_class_bind_template_callback (class, seed_edited_cb);
  gtk_widget_class_bind_template_callback (class, images_edited_cb);
  gtk_widget_class_bind_template_callback (class, split_chosen_cb);
  gtk_widget_class_bind_template_callback (class, validation_chosen_cb);
  gtk_widget_class_bind_template_callback (class, normalise_chosen_cb);
  gtk_widget_class_bind_template_callback (class, method_edited_cb);
}

static void
pn_training_page_class_init (PnTrainingPageClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = pn_training_page_set_property;
  object_class->get_property = pn_training_page_get_property;
  object_class->dispose = pn_training_page_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PN_TYPE_NUMBER_ROW);
  g_type_ensure (PN_TYPE_CHOICE_ROW);
  g_type_ensure (PN_TYPE_METHOD_ROWS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PN_RESOURCE_PREFIX "pn-training-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
}

static void
pn_training_page_init (PnTrainingPage *self)
{
  self->document_signals = g_signal_group_new (PN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::selected",
                                  G_CALLBACK (selected_run_cb), self);
  self->run_signals = g_signal_group_new (PN_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals, "recipe-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->run_signals, "notify::state", G_CALLBACK (update), self);
  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shuffle_pending = pn_pending_button_new ();
  adw_action_row_add_suffix (self->shuffle_row, self->shuffle_pending);
  self->quiet = FALSE;
}
