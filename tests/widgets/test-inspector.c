/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The settings of a layer and of training, as a person changes them. */

#include "pn-number-row.h"
#include "pn-patience.h"
#include "pn-test-network.h"

static const double text_scales[] = { 1.0, 1.25 };

static void
set_up (PnTestNetwork *self, gconstpointer data)
{
  pn_test_network_set_up (self, 1100, 700);
}

static void
tear_down (PnTestNetwork *self, gconstpointer data)
{
  pn_test_network_tear_down (self);
}

static GtkWidget *
find (PnTestNetwork *self, const char *name)
{
  return pn_test_find_named (GTK_WIDGET (self->inspector), name);
}

static GtkWidget *
entry_of (PnTestNetwork *self, const char *title)
{
  return pn_test_find (find (self, title), GTK_TYPE_ENTRY, 0);
}

static void
write_number (PnTestNetwork *self, const char *title, const char *text)
{
  GtkWidget *entry = entry_of (self, title);

  pn_test_click_middle (entry);
  pn_test_key (entry, "ctrl+a");
  pn_test_type (entry, text);
}

static void
select_layer (PnTestNetwork *self, int layer)
{
  g_object_set (self->view, "selected-layer", layer, NULL);
  pn_test_settle (self->canvas);
}

static void
test_learning_rate (PnTestNetwork *self, gconstpointer data)
{
  write_number (self, "Learning rate", "0.05");
  pn_test_key (self->canvas, "Return");
  g_assert_cmpfloat (pn_test_network_settings (self)->learning_rate, ==, 0.05);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Change Learning Rate");
  pn_test_screenshot (self->canvas, "inspector-training");

  pn_test_network_undo (self);
  g_assert_cmpfloat (pn_test_network_settings (self)->learning_rate, ==, 0.02);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry_of (self, "Learning rate"))), ==,
                   "0.02");
}

/* Ctrl+Z in the field takes back typing first, and then the change, without leaving it. */
static void
test_undo_in_field (PnTestNetwork *self, gconstpointer data)
{
  write_number (self, "Learning rate", "0.05");
  pn_test_key (self->canvas, "Return");
  pn_test_type (self->canvas, "9");
  pn_test_key (self->canvas, "ctrl+z");
  g_assert_cmpfloat (pn_test_network_settings (self)->learning_rate, ==, 0.05);
  pn_test_key (self->canvas, "ctrl+z");
  g_assert_cmpfloat (pn_test_network_settings (self)->learning_rate, ==, 0.02);
}

static void
test_steps (PnTestNetwork *self, gconstpointer data)
{
  pn_test_click_middle (pn_test_find_named (find (self, "Batch size"), "list-add-symbolic"));
  g_assert_cmpuint (pn_test_network_settings (self)->batch, ==, 64);
  pn_test_click_middle (pn_test_find_named (find (self, "Momentum"), "list-remove-symbolic"));
  g_assert_cmpfloat (pn_test_network_settings (self)->momentum, ==, 0.85);
}

static void
test_out_of_range (PnTestNetwork *self, gconstpointer data)
{
  double momentum = pn_test_network_settings (self)->momentum;

  write_number (self, "Momentum", "1.5");
  pn_test_key (self->canvas, "Return");
  g_assert_cmpfloat (pn_test_network_settings (self)->momentum, ==, momentum);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry_of (self, "Momentum"))), ==, "1.5");
  g_assert_true (gtk_widget_has_css_class (entry_of (self, "Momentum"), "error"));
  pn_test_screenshot (self->canvas, "inspector-wrong");
}

/* All that bare keys command elsewhere is only text here. */
static void
test_typing_commands_nothing (PnTestNetwork *self, gconstpointer data)
{
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_test_network_spec (self));
  PnSettings settings = *pn_test_network_settings (self);
  static const char *const fields[] = { "Learning rate", "Momentum", "Batch size", "Epochs" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      write_number (self, fields[i], "r3. 0,5+-");
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry_of (self, fields[i]))), ==,
                       "r3. 0,5+-");
    }
  select_layer (self, 1);
  write_number (self, "Units", "r3. 0,5+-");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry_of (self, "Units"))), ==,
                   "r3. 0,5+-");
  pn_test_key (self->canvas, "Tab");
  g_assert_cmpuint (self->commands, ==, 0);
  g_assert_true (pn_spec_equal (spec, pn_test_network_spec (self)));
  g_assert_true (pn_settings_equal (&settings, pn_test_network_settings (self)));
}

static void
test_pages (PnTestNetwork *self, gconstpointer data)
{
  select_layer (self, 1);
  g_assert_true (gtk_widget_get_mapped (find (self, "Units")));
  select_layer (self, -1);
  g_assert_true (gtk_widget_get_mapped (find (self, "Learning rate")));
  /* Training can be looked at while a layer stays selected; Layer selects one. */
  pn_test_click_middle (find (self, "Layer"));
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  pn_test_click_middle (find (self, "Training"));
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
  g_assert_true (gtk_widget_get_mapped (find (self, "Learning rate")));
}

static void
test_units (PnTestNetwork *self, gconstpointer data)
{
  select_layer (self, 1);
  write_number (self, "Units", "128");
  pn_test_key (self->canvas, "Return");
  g_assert_cmpuint (pn_test_network_spec (self)->layers[0].units, ==, 128);
  g_assert_nonnull (pn_test_find_named (GTK_WIDGET (self->view), "101,760 parameters"));
  pn_test_screenshot (self->canvas, "inspector-layer");
  pn_test_network_undo (self);
  g_assert_cmpuint (pn_test_network_spec (self)->layers[0].units, ==, 64);
}

/* More than any machine holds: refused in words, the design stays. */
static void
test_too_many_units (PnTestNetwork *self, gconstpointer data)
{
  select_layer (self, 1);
  write_number (self, "Units", "1000000000");
  pn_test_key (self->canvas, "Return");
  g_assert_cmpuint (pn_test_network_spec (self)->layers[0].units, ==, 64);
  g_assert_true (gtk_widget_has_css_class (entry_of (self, "Units"), "error"));
}

/* By the keyboard: the list opens at its first item. */
static void
choose (PnTestNetwork *self, const char *title, int position)
{
  pn_test_click_middle (find (self, title));
  pn_test_wait (100);
  for (int i = 0; i < position; i++)
    pn_test_key (self->canvas, "Down");
  pn_test_key (self->canvas, "Return");
  pn_test_wait (100);
}

static void
test_choices (PnTestNetwork *self, gconstpointer data)
{
  PnActivation activation;

  select_layer (self, 1);
  activation = pn_test_network_spec (self)->layers[0].activation;
  choose (self, "Activation", PN_ACTIVATION_RELU);
  g_assert_cmpint (pn_test_network_spec (self)->layers[0].activation, ==, PN_ACTIVATION_RELU);
  g_assert_cmpstr (pn_document_get_undo_label (self->document), ==, "Change Activation");
  pn_test_network_undo (self);
  g_assert_cmpint (pn_test_network_spec (self)->layers[0].activation, ==, activation);
  select_layer (self, -1);
  choose (self, "Stop early", 3);
  g_assert_cmpuint (pn_test_network_settings (self)->patience, ==, 25);
}

static void
test_buttons (PnTestNetwork *self, gconstpointer data)
{
  select_layer (self, 1);
  pn_test_click_middle (find (self, "edit-copy-symbolic"));
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 3);
  g_assert_cmpint (pn_test_network_selected (self), ==, 2);
  pn_test_click_middle (find (self, "user-trash-symbolic"));
  g_assert_cmpuint (pn_test_network_spec (self)->n_layers, ==, 2);
  g_assert_cmpint (pn_test_network_selected (self), ==, 1);
}

static void
test_patience (void)
{
  PnSettings settings = pn_settings_default ();
  g_autoptr (GArray) choices = NULL;
  g_autofree char *label = NULL;
  guint chosen;

  settings.checks_per_epoch = 5;
  settings.patience = 50;
  label = pn_patience_label (50, &settings);
  g_assert_cmpstr (label, ==, "after 10 epochs");
  g_assert_cmpuint (pn_patience_rescale (&settings, 10), ==, 100);
  g_assert_cmpuint (pn_patience_rescale (&settings, 0), ==, 10);
  settings.patience = 7;
  g_assert_cmpuint (pn_patience_rescale (&settings, 10), ==, 7);
  choices = pn_patience_choices (&settings, &chosen);
  g_assert_cmpuint (g_array_index (choices, gsize, chosen), ==, 7);
  g_assert_cmpuint (choices->len, ==, 7);
}

/* While the run trains a new learning rate acts and training goes on; a seed waits for the next
 * start and says so.
 */
static void
test_training (PnTestNetwork *self, gconstpointer data)
{
  PnRun *run = pn_document_get_selected (self->document);
  GtkWidget *row;
  gboolean pending;

  pn_test_network_train (self);
  write_number (self, "Learning rate", "0.05");
  pn_test_key (self->canvas, "Return");
  g_assert_cmpfloat (pn_test_network_settings (self)->learning_rate, ==, 0.05);
  g_assert_cmpint (pn_run_get_state (run), ==, PN_RUN_TRAINING);

  pn_test_click_middle (find (self, "More"));
  row = find (self, "Seed");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "at the next start");
  g_object_get (row, "pending", &pending, NULL);
  g_assert_false (pending);
  gtk_widget_grab_focus (pn_test_find (row, GTK_TYPE_TEXT, 0));
  pn_test_type (row, "7");
  pn_test_key (row, "Return");
  g_object_get (row, "pending", &pending, NULL);
  g_assert_true (pending);
  pn_test_screenshot (self->canvas, "inspector-pending");
}

/* Nothing asks for more than the pane has, and no label is cut. */
static void
assert_fits (PnTestNetwork *self)
{
  GtkWidget *root = GTK_WIDGET (self->inspector);
  GtkWidget *label;
  int minimum;

  pn_test_settle (self->canvas);
  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 300);
  for (guint i = 0; (label = pn_test_find (root, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_mapped (label)
        && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
      g_error ("“%s” is cut", gtk_label_get_text (GTK_LABEL (label)));
}

static void
test_fits (PnTestNetwork *self, gconstpointer scale)
{
  int dpi;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (dpi * *(const double *) scale),
                NULL);
  assert_fits (self);
  pn_test_click_middle (find (self, "More"));
  assert_fits (self);
  pn_test_screenshot (self->canvas, "inspector-more");
  select_layer (self, 1);
  assert_fits (self);
  pn_test_screenshot (self->canvas, "inspector-large-text");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);
  g_test_add_func ("/inspector/patience", test_patience);
#define ADD(name, function) g_test_add (name, PnTestNetwork, NULL, set_up, function, tear_down)
  ADD ("/inspector/learning-rate", test_learning_rate);
  ADD ("/inspector/undo-in-field", test_undo_in_field);
  ADD ("/inspector/steps", test_steps);
  ADD ("/inspector/out-of-range", test_out_of_range);
  ADD ("/inspector/typing-commands-nothing", test_typing_commands_nothing);
  ADD ("/inspector/pages", test_pages);
  ADD ("/inspector/units", test_units);
  ADD ("/inspector/too-many-units", test_too_many_units);
  ADD ("/inspector/choices", test_choices);
  ADD ("/inspector/buttons", test_buttons);
  ADD ("/inspector/training", test_training);
  g_test_add ("/inspector/fits", PnTestNetwork, &text_scales[0], set_up, test_fits, tear_down);
  g_test_add ("/inspector/fits-large-text", PnTestNetwork, &text_scales[1], set_up, test_fits,
              tear_down);
  return g_test_run ();
}
