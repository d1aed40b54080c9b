/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-commands.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  SECTION_TRAINING,
  SECTION_NETWORK,
  SECTION_RUNS,
  SECTION_VIEW,
  SECTION_DOCUMENT,
  N_SECTIONS,
} Section;

typedef enum
{
  IN_MENU = 1 << 0,
  LATE = 1 << 1, /* bound in the bubble phase */
} CommandFlags;

typedef struct
{
  Section section;
  const char *action; /* detailed name */
  const char *label;
  const char *keys[3];
  CommandFlags flags;
} Command;

static const char *const section_titles[N_SECTIONS]
    = { N_ ("Training"), N_ ("Network"), N_ ("Runs"), N_ ("View"), N_ ("Document") };

static const Command commands[] = {
  { SECTION_TRAINING, "win.train", N_ ("_Train, Pause, Continue"), { "F5" }, 0 },
  { SECTION_TRAINING, "win.start-over", N_ ("_Start Over"), { "<Shift>F5" }, IN_MENU },
  { SECTION_TRAINING,
    "win.start-over-new-seed",
    N_ ("Start Over with a New _Seed"),
    { "<Control><Shift>F5" },
    IN_MENU },
  { SECTION_TRAINING, "win.train-batch", N_ ("Train One _Batch"), { "<Control>Return" }, IN_MENU },
  { SECTION_TRAINING,
    "win.train-epoch",
    N_ ("Train One _Epoch"),
    { "<Control><Shift>Return" },
    IN_MENU },
  { SECTION_TRAINING, "win.train-all", N_ ("Train _All Checked Runs"), { NULL }, IN_MENU },
  { SECTION_TRAINING, "win.pause-all", N_ ("_Pause All Runs"), { NULL }, IN_MENU },
  { SECTION_NETWORK, "network.insert-after", N_ ("_Insert Layer"), { NULL }, IN_MENU },
  { SECTION_NETWORK,
    "network.duplicate-layer",
    N_ ("_Duplicate Layer"),
    { "<Control>d" },
    IN_MENU },
  { SECTION_NETWORK, "win.reinitialise", N_ ("_Reinitialise Weights"), { NULL }, IN_MENU },
  { SECTION_NETWORK, "win.check-gradients", N_ ("_Check Gradients"), { NULL }, IN_MENU },
  { SECTION_RUNS, "win.new-run", N_ ("_New Run"), { "<Control>n" }, IN_MENU },
  { SECTION_RUNS, "win.repeat-run", N_ ("_Repeat with Other Seeds…"), { "<Control>r" }, IN_MENU },
  { SECTION_RUNS, "win.remove-run", N_ ("Remo_ve Run"), { "<Control><Shift>Delete" }, IN_MENU },
  { SECTION_RUNS, "win.compare", N_ ("_Compare Runs…"), { "<Control>t" }, IN_MENU },
  { SECTION_RUNS, "win.mistakes", N_ ("_Mistakes"), { "<Control>m" }, IN_MENU },
  { SECTION_RUNS, "win.curves", N_ ("Curves"), { "<Control><Shift>m" }, 0 },
  { SECTION_RUNS, "win.export", N_ ("_Export Figure…"), { "<Control>e" }, IN_MENU },
  { SECTION_RUNS, "win.report", N_ ("Export _Report…"), { "<Control><Shift>e" }, IN_MENU },
  { SECTION_VIEW, "win.maximise('network')", N_ ("Maximise Network"), { "<Control>1" }, 0 },
  { SECTION_VIEW, "win.maximise('plots')", N_ ("Maximise Plots"), { "<Control>2" }, 0 },
  { SECTION_VIEW, "win.maximise('pad')", N_ ("Maximise Pad"), { "<Control>3" }, 0 },
  { SECTION_VIEW, "win.next-pane", N_ ("Next Pane"), { "F6" }, 0 },
  { SECTION_VIEW, "win.previous-pane", N_ ("Previous Pane"), { "<Shift>F6" }, 0 },
  { SECTION_VIEW, "win.toggle-sides", N_ ("Show or Hide the _Sides"), { "F9" }, IN_MENU },
  { SECTION_VIEW, "win.presentation", N_ ("_Presentation"), { "F11" }, IN_MENU },
  { SECTION_VIEW, "win.all-panes", N_ ("Back to All Panes"), { "Escape" }, LATE },
  { SECTION_DOCUMENT, "win.undo", N_ ("Undo"), { "<Control>z" }, LATE },
  { SECTION_DOCUMENT, "win.redo", N_ ("Redo"), { "<Control><Shift>z", "<Control>y" }, LATE },
  { SECTION_DOCUMENT, "app.new-window", N_ ("New _Window"), { "<Control><Shift>n" }, IN_MENU },
  { SECTION_DOCUMENT, "win.open", N_ ("Open File…"), { "<Control>o" }, 0 },
  { SECTION_DOCUMENT, "win.save-as", N_ ("Save _As…"), { "<Control><Shift>s" }, IN_MENU },
  { SECTION_DOCUMENT, "app.preferences", N_ ("_Preferences"), { "<Control>comma" }, IN_MENU },
  { SECTION_DOCUMENT,
    "win.show-help-overlay",
    N_ ("_Keyboard Shortcuts"),
    { "<Control>question" },
    IN_MENU },
  { SECTION_DOCUMENT, "app.help", N_ ("_Help"), { "F1" }, IN_MENU },
  { SECTION_DOCUMENT, "app.about", N_ ("A_bout Perceptron"), { NULL }, IN_MENU },
  { SECTION_DOCUMENT, "window.close", N_ ("Close Window"), { "<Control>w" }, 0 },
  { SECTION_DOCUMENT, "app.quit", N_ ("Quit"), { "<Control>q" }, 0 },
};

void
pn_commands_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (!(commands[i].flags & LATE))
      gtk_application_set_accels_for_action (application, commands[i].action,
                                             (const char *const *) commands[i].keys);
}

void
pn_commands_install_late (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_WIDGET (window));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    for (int key = 0; commands[i].flags & LATE && commands[i].keys[key] != NULL; key++)
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (commands[i].keys[key]),
                            gtk_named_action_new (commands[i].action)));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  gtk_widget_add_controller (window, controller);
}

static void
append_command (GMenu *menu, const Command *command)
{
  GMenuItem *item = g_menu_item_new (_ (command->label), command->action);

  if (command->keys[0] != NULL)
    g_menu_item_set_attribute (item, "accel", "s", command->keys[0]);
  g_menu_append_item (menu, item);
  g_object_unref (item);
}

static void
append_items (GMenu *menu, int section, GMenuModel *items, gboolean brief)
{
  if (!brief || section == SECTION_TRAINING || section == SECTION_DOCUMENT)
    g_menu_append_section (menu, NULL, items);
  else
    g_menu_append_submenu (menu, _ (section_titles[section]), items);
}

GMenuModel *
pn_commands_menu (gboolean brief)
{
  GMenu *menu = g_menu_new ();

  for (int section = 0; section < N_SECTIONS; section++)
    {
      GMenu *items = g_menu_new ();
      for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
        if ((int) commands[i].section == section && commands[i].flags & IN_MENU)
          append_command (items, &commands[i]);
      append_items (menu, section, G_MENU_MODEL (items), brief);
      g_object_unref (items);
    }
  return G_MENU_MODEL (menu);
}

/* The label without its mnemonic, escaped for XML. */
static char *
plain_label (const Command *command)
{
  g_auto (GStrv) parts = g_strsplit (_ (command->label), "_", -1);
  g_autofree char *joined = g_strjoinv ("", parts);
  return g_markup_escape_text (joined, -1);
}

static void
append_shortcut (GString *xml, const Command *command)
{
  g_autofree char *label = plain_label (command);
  g_autofree char *keys = g_strjoinv (" ", (char **) command->keys);
  g_autofree char *escaped = g_markup_escape_text (keys, -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsShortcut'>"
                          "<property name='accelerator'>%s</property>"
                          "<property name='title'>%s</property></object></child>",
                          escaped, label);
}

/* What the focused network, plot and pad do with bare keys: said here, bound there. */
static const struct
{
  const char *title;
  struct
  {
    const char *keys;
    const char *label;
  } rows[8];
} bare_keys[] = {
  { N_ ("In the Network"),
    { { "space", N_ ("Train, Pause, Continue") },
      { "period", N_ ("Train One Batch") },
      { "comma", N_ ("Train One Epoch") },
      { "r", N_ ("Start Over") },
      { "Left Right", N_ ("Select a Layer") },
      { "Insert", N_ ("Insert a Layer") },
      { "Delete", N_ ("Remove the Layer") },
      { "plus minus", N_ ("One Unit More or Less") } } },
  { N_ ("In a Plot"),
    { { "Left Right", N_ ("Move the Rule") },
      { "Return", N_ ("Pin the Rule") },
      { "plus minus", N_ ("Look Closer, or Less Closely") },
      { "Home", N_ ("Show All and Follow") },
      { "x", N_ ("Another Horizontal Axis") },
      { "l", N_ ("Logarithmic Horizontal Axis") },
      { "y", N_ ("Logarithmic Vertical Axis") },
      { "<Control>c", N_ ("Copy the Figure") } } },
  { N_ ("In the Pad"),
    { { "Left Right Up Down", N_ ("Move the Pen") },
      { "space", N_ ("Lower or Lift the Pen") },
      { "<Control>z", N_ ("Take Back a Stroke") },
      { "<Control>v", N_ ("Paste a Picture") },
      { "Delete", N_ ("Clear") } } },
};

static void
begin_group (GString *xml, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>",
                          escaped);
}

static void
append_bare_keys (GString *xml)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bare_keys); i++)
    {
      begin_group (xml, _ (bare_keys[i].title));
      for (gsize row = 0; row < 8 && bare_keys[i].rows[row].keys != NULL; row++)
        {
          Command command
              = { .label = bare_keys[i].rows[row].label, .keys = { bare_keys[i].rows[row].keys } };
          append_shortcut (xml, &command);
        }
      g_string_append (xml, "</object></child>");
    }
}

static void
append_groups (GString *xml)
{
  for (int section = 0; section < N_SECTIONS; section++)
    {
      begin_group (xml, _ (section_titles[section]));
      for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
        if ((int) commands[i].section == section && commands[i].keys[0] != NULL)
          append_shortcut (xml, &commands[i]);
      g_string_append (xml, "</object></child>");
    }
}

GtkShortcutsWindow *
pn_commands_shortcuts (void)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='w'>"
                                          "<property name='modal'>1</property><child>"
                                          "<object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>shortcuts</property>"
                                          "<property name='max-height'>12</property>");

  append_groups (xml);
  append_bare_keys (xml);
  g_string_append (xml, "</object></child></object></interface>");
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml->str, xml->len);
  return GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "w"));
}
