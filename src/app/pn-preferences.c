/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-preferences.h"

#include <glib/gi18n.h>

#include "pn-trainer.h"

/* In the order of the schema's enumeration. */
static const AdwColorScheme schemes[]
    = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

static void
style_changed_cb (GSettings *settings, const char *key, gpointer user_data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (settings, "style")]);
}

void
pn_preferences_follow_style (GtkApplication *application)
{
  GSettings *settings = g_settings_new (PN_APPLICATION_ID);

  g_return_if_fail (GTK_IS_APPLICATION (application));

  g_signal_connect (settings, "changed::style", G_CALLBACK (style_changed_cb), NULL);
  style_changed_cb (settings, "style", NULL);
  g_object_set_data_full (G_OBJECT (application), "style", settings, g_object_unref);
}

static void
style_chosen_cb (AdwComboRow *row, GParamSpec *pspec, GSettings *settings)
{
  g_settings_set_enum (settings, "style", (int) adw_combo_row_get_selected (row));
}

static void
pace_chosen_cb (AdwComboRow *row, GParamSpec *pspec, GSettings *settings)
{
  g_settings_set_int (settings, "pace", (int) adw_combo_row_get_selected (row));
}

static void
unref_settings (gpointer settings, GClosure *closure)
{
  g_object_unref (settings);
}

/* The settings live as long as the row. */
static GtkWidget *
row_new (const char *title, const char *const *choices, int chosen, GCallback chosen_cb)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) chosen);
  g_signal_connect_data (row, "notify::selected", chosen_cb, g_settings_new (PN_APPLICATION_ID),
                         unref_settings, 0);
  return row;
}

static GtkWidget *
style_row (GSettings *settings)
{
  const char *choices[] = { _ ("As the desktop"), _ ("Light"), _ ("Dark"), NULL };

  return row_new (_ ("Style"), choices, g_settings_get_enum (settings, "style"),
                  G_CALLBACK (style_chosen_cb));
}

static GtkWidget *
pace_row (GSettings *settings)
{
  const char *choices[PN_N_PACES + 1] = { NULL };
  GtkWidget *row;

  for (int pace = 0; pace < PN_N_PACES; pace++)
    choices[pace] = pn_pace_label (pace);
  row = row_new (_ ("Pace to begin with"), choices, g_settings_get_int (settings, "pace"),
                 G_CALLBACK (pace_chosen_cb));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Of windows that are opened from now on"));
  return row;
}

void
pn_preferences_present (GtkWindow *parent)
{
  g_autoptr (GSettings) settings = g_settings_new (PN_APPLICATION_ID);
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), style_row (settings));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), pace_row (settings));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 320);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
