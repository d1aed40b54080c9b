/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-cure.h"
#include "pn-error.h"
#include "pn-example.h"
#include "pn-export-dialog.h"
#include "pn-gradient-dialog.h"
#include "pn-words.h"

static const char *const page_names[PN_N_PAGES] = { "network", "plots", "draw", "runs" };
static const char *const pane_names[PN_N_PANES]
    = { "runs", "network", "plots", "pad", "inspector" };

static int
find_name (const char *const *names, int n, const char *name)
{
  for (int i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return -1;
}

static void
missing_response_cb (PnWindow *self, const char *response)
{
  if (g_strcmp0 (response, "get") == 0)
    pn_window_get_mnist (self);
}

/* Without the images nothing can be trained; the way to get them is one click. */
static void
ask_for_data (PnWindow *self, const GError *error)
{
  gboolean mnist = g_strcmp0 (pn_run_get_recipe (self->run)->set, "mnist") == 0;
  const char *body = mnist
                         ? _ ("Training needs the MNIST images, which aren't on this computer yet. "
                              "Drawing works without them.")
                         : error->message;
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (self), _ ("The Images Are Not Here"), body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "get",
                                    _ ("_Get MNIST (11 MB)"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "get",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "get");
  g_signal_connect_object (dialog, "response", G_CALLBACK (missing_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
train_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PnWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (pn_document_train_finish (PN_DOCUMENT (source), result, &error))
    return;
  if (g_error_matches (error, PN_ERROR, PN_ERROR_NOT_FOUND))
    ask_for_data (self, error);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pn_window_say (self, error->message);
}

void
pn_window_train (PnWindow *self, guint64 steps)
{
  if (self->run != NULL)
    pn_document_train_async (self->document, self->run, steps, NULL, train_begun_cb,
                             g_object_ref (self));
}

static void
train_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  if (pn_run_get_state (self->run) == PN_RUN_TRAINING)
    pn_document_pause (self->document, self->run);
  else if (pn_words_is_over (self->run))
    pn_document_start_over (self->document, self->run, FALSE);
  else
    pn_window_train (self, 0);
}

static void
cure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  PnCure cure = pn_cure_find (self->run);
  g_autoptr (GError) error = NULL;

  if (cure.kind == PN_CURE_NONE)
    return;
  if (pn_document_cure (self->document, self->run, &cure, &error) != NULL)
    pn_window_train (self, 0);
  else if (error != NULL)
    pn_window_say (self, error->message);
}

static void
train_batch_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_train (user_data, 1);
}

/* How many batches an epoch has, before the first has been trained as well. */
static guint64
steps_per_epoch (PnWindow *self)
{
  guint64 known = pn_history_steps_per_epoch (pn_run_get_history (self->run));
  const PnTrainingData *data = pn_document_get_data (self->document, self->run);
  gsize n = pn_run_get_recipe (self->run)->train;

  if (known > 0)
    return known;
  if (data != NULL)
    n = pn_dataset_n_samples (data->train);
  return MAX ((n > 0 ? n : 60000) / pn_run_get_settings (self->run)->batch, 1);
}

static void
train_epoch_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_train (user_data, steps_per_epoch (user_data));
}

static void
start_over_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_start_over (self->document, self->run, FALSE);
}

static void
start_over_new_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_start_over (self->document, self->run, TRUE);
}

static void
change_pace_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PnWindow *self = user_data;
  PnPace pace = CLAMP (g_variant_get_int32 (value), 0, PN_N_PACES - 1);

  self->slowed = FALSE;
  g_simple_action_set_state (action, value);
  pn_document_set_pace (self->document, pace);
  gtk_menu_button_set_label (self->pace_button, pn_pace_label (pace));
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_undo (self->document);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_redo (self->document);
}

static void
reinitialise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_reinitialise (self->document, self->run);
}

static void
check_gradients_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_gradient_dialog_present (self->document, self->run, GTK_WINDOW (self));
}

static void
report_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_report (user_data);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  GtkWidget *dialog = pn_export_dialog_new (self->document, GTK_WINDOW (self));

  gtk_window_present (GTK_WINDOW (dialog));
}

/* The names of shipped recipes are among the words that translators see. */
static void
translate_name (PnRecipe *recipe)
{
  g_autofree char *name = g_steal_pointer (&recipe->name);

  recipe->name = g_strdup (_ (name));
}

static void
load_recipes (const PnExample *example, GPtrArray *recipes, GError **error)
{
  for (gsize i = 0; example->recipes[i] != NULL; i++)
    {
      PnRecipe *recipe = pn_recipe_load (example->recipes[i], error);
      if (recipe == NULL)
        return;
      g_ptr_array_add (recipes, recipe);
      translate_name (recipe);
    }
}

static void
open_example_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  const PnExample *example = pn_example_find (g_variant_get_string (parameter, NULL));
  g_autoptr (GPtrArray) recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_recipe_free);
  g_autoptr (GError) error = NULL;

  if (example == NULL)
    return;
  load_recipes (example, recipes, &error);
  if (error != NULL)
    {
      pn_window_say (self, error->message);
      return;
    }
  g_autofree char *label = g_strdup_printf (_ ("Add “%s”"), _ (example->title));
  pn_document_add_recipes (self->document, (const PnRecipe *const *) recipes->pdata, recipes->len,
                           label);
}

static void
change_page_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  PnWindow *self = user_data;
  int page = find_name (page_names, PN_N_PAGES, g_variant_get_string (value, NULL));

  if (page < 0)
    return;
  g_simple_action_set_state (action, value);
  g_object_set (self->panes, "page", page, NULL);
}

static void
page_changed_cb (PnWindow *self)
{
  int page;

  g_object_get (self->panes, "page", &page, NULL);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "page");
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (page_names[page]));
}

static void
maximise_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  int pane = find_name (pane_names, PN_N_PANES, g_variant_get_string (parameter, NULL));
  int present;

  g_object_get (self->panes, "maximised", &present, NULL);
  g_object_set (self->panes, "maximised", present == pane ? -1 : pane, NULL);
  /* The focus must not stay with what went out of sight. */
  if (present != pane)
    gtk_widget_child_focus (pn_panes_get_pane (self->panes, pane), GTK_DIR_TAB_FORWARD);
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_panes_cycle_focus (PN_WINDOW (user_data)->panes, FALSE);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_panes_cycle_focus (PN_WINDOW (user_data)->panes, TRUE);
}

static void
toggle_sides_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  gboolean hidden;

  g_object_get (self->panes, "hide-sides", &hidden, NULL);
  g_object_set (self->panes, "hide-sides", !hidden, NULL);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_open (user_data);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_save_as (user_data);
}

static void
get_mnist_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_get_mnist (user_data);
}

static void
show_message_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pn_window_say (user_data, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "train", .activate = train_cb },
  { .name = "cure", .activate = cure_cb },
  { .name = "train-batch", .activate = train_batch_cb },
  { .name = "train-epoch", .activate = train_epoch_cb },
  { .name = "start-over", .activate = start_over_cb },
  { .name = "start-over-new-seed", .activate = start_over_new_seed_cb },
  { .name = "pace", .parameter_type = "i", .state = "0", .change_state = change_pace_cb },
  { .name = "undo", .activate = undo_cb },
  { .name = "redo", .activate = redo_cb },
  { .name = "reinitialise", .activate = reinitialise_cb },
  { .name = "check-gradients", .activate = check_gradients_cb },
  { .name = "export", .activate = export_cb },
  { .name = "report", .activate = report_cb },
  { .name = "open-example", .parameter_type = "s", .activate = open_example_cb },
  { .name = "page", .parameter_type = "s", .state = "'network'", .change_state = change_page_cb },
  { .name = "maximise", .parameter_type = "s", .activate = maximise_cb },
  { .name = "next-pane", .activate = next_pane_cb },
  { .name = "previous-pane", .activate = previous_pane_cb },
  { .name = "toggle-sides", .activate = toggle_sides_cb },
  { .name = "presentation", .state = "false", .change_state = pn_window_change_presentation_cb },
  { .name = "all-panes", .activate = pn_window_all_panes_cb },
  { .name = "open", .activate = open_cb },
  { .name = "save-as", .activate = save_as_cb },
  { .name = "get-mnist", .activate = get_mnist_cb },
  { .name = "show-message", .parameter_type = "s", .activate = show_message_cb },
};

void
pn_window_add_actions (PnWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  pn_window_add_run_actions (self);
  g_signal_connect_swapped (self->panes, "notify::page", G_CALLBACK (page_changed_cb), self);
}

static void
enable (PnWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
pn_window_update_actions (PnWindow *self)
{
  gboolean run = self->run != NULL;
  gboolean training = run && pn_run_get_state (self->run) == PN_RUN_TRAINING;
  gboolean can_step = run && !training && !pn_words_is_over (self->run);

  enable (self, "train", run);
  enable (self, "cure", run && pn_cure_find (self->run).kind != PN_CURE_NONE);
  enable (self, "train-batch", can_step);
  enable (self, "train-epoch", can_step);
  enable (self, "pause-all", pn_document_is_training (self->document));
  enable (self, "start-over", run);
  enable (self, "start-over-new-seed", run);
  enable (self, "new-run", run);
  enable (self, "repeat-run", run);
  enable (self, "remove-run", run);
  enable (self, "rename-run", run);
  enable (self, "reinitialise", run && !training);
  enable (self, "check-gradients", run);
  enable (self, "undo", pn_document_can_undo (self->document));
  enable (self, "redo", pn_document_can_redo (self->document));
}
