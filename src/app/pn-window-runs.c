/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-compare-dialog.h"
#include "pn-repeat-dialog.h"
#include "pn-window-private.h"

/* Commands on the list of runs. */

static void
set_pace (PnWindow *self, PnPace pace)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self), "pace", g_variant_new_int32 (pace));
}

static void
train_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  if (self->slowed)
    set_pace (self, g_settings_get_int (self->settings, "pace"));
  pn_document_train_all (self->document);
}

static void
pause_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_pause_all (self->document);
}

/* One is enough: it follows the document. */
static void
compare_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  if (self->compare == NULL)
    g_set_weak_pointer (&self->compare,
                        GTK_WINDOW (pn_compare_dialog_new (self->document, GTK_WINDOW (self))));
  gtk_window_present (self->compare);
}

/* Takes the place of the curves, below the network, which lights for each image. */
static void
mistakes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  gtk_stack_set_visible_child_name (self->plots_stack, "mistakes");
  pn_panes_reveal (self->panes, PN_PANE_PLOTS);
}

static void
curves_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  gtk_stack_set_visible_child_name (self->plots_stack, "curves");
  pn_panes_reveal (self->panes, PN_PANE_PLOTS);
}

/* Where there is one pane at a time, the answer's page: the focus stays with the images elsewhere,
 * so that one after the other can be looked at.
 */
void
pn_window_image_chosen_cb (PnWindow *self, GBytes *pixels)
{
  pn_pad_set_picture (self->pad, pixels);
  if (pn_panes_get_mode (self->panes) == PN_LAYOUT_PAGES)
    pn_panes_reveal (self->panes, PN_PANE_PAD);
}

static PnRun *
first_untrained (PnDocument *document)
{
  for (guint i = 0; i < pn_document_n_runs (document); i++)
    {
      PnRun *run = pn_document_get_run (document, i);
      if (pn_run_get_state (run) == PN_RUN_UNTRAINED)
        return run;
    }
  return NULL;
}

/* Slowly enough to watch: one epoch a second. */
static void
train_yourself_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;
  PnRun *run = first_untrained (self->document);

  if (run == NULL)
    return;
  pn_document_select (self->document, run);
  set_pace (self, PN_PACE_1_EPOCH);
  self->slowed = TRUE;
  pn_window_train (self, 0);
}

static void
new_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_new_run (self->document, self->run);
}

static void
repeat_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  gtk_window_present (
      GTK_WINDOW (pn_repeat_dialog_new (self->document, self->run, GTK_WINDOW (self))));
}

static void
remove_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_document_remove_run (self->document, self->run);
}

static void
rename_run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PnWindow *self = user_data;

  pn_panes_reveal (self->panes, PN_PANE_RUNS);
  pn_run_list_rename (self->run_list);
}

static const GActionEntry actions[] = {
  { .name = "train-all", .activate = train_all_cb },
  { .name = "pause-all", .activate = pause_all_cb },
  { .name = "train-yourself", .activate = train_yourself_cb },
  { .name = "new-run", .activate = new_run_cb },
  { .name = "repeat-run", .activate = repeat_run_cb },
  { .name = "remove-run", .activate = remove_run_cb },
  { .name = "rename-run", .activate = rename_run_cb },
  { .name = "compare", .activate = compare_cb },
  { .name = "mistakes", .activate = mistakes_cb },
  { .name = "curves", .activate = curves_cb },
};

void
pn_window_add_run_actions (PnWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
