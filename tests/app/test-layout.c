/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The whole window at each size with each network, looked at by pn_layout_check(). PN_TEST_FULL=1
 * adds text scales, styles and networks that a short run leaves out; PN_SCREENSHOTS names a folder
 * for the pictures. Language (LANGUAGE=nb LC_ALL=C.UTF-8), scale (GDK_SCALE=2), high contrast
 * (ADW_DEBUG_HIGH_CONTRAST=1) and direction (PN_TEST_RTL=1) come from outside:
 * build-aux/check-layouts goes through them all.
 */

#include "config.h"

#include <libintl.h>
#include <locale.h>

#include "pn-layout-check.h"
#include "pn-plot-view.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"
#include "pn-theme.h"
#include "pn-window.h"

typedef struct
{
  const char *name;
  gsize n_hidden;
  gsize units[10];
} Network;

static const Network networks[] = {
  { "64", 1, { 64 } },        { "10x64", 10, { 64, 64, 64, 64, 64, 64, 64, 64, 64, 64 } },
  { "60-60", 2, { 60, 60 } }, { "512", 1, { 512 } },
  { "1000", 1, { 1000 } },
};

static const int sizes[][2]
    = { { 1440, 900 }, { 1366, 768 }, { 1280, 800 }, { 960, 700 }, { 360, 720 } };

/* What is on screen. */
typedef struct
{
  const char *name;
  const char *page;   /* of the narrow window only; NULL: of the wide ones */
  int layer;          /* selected; −1 none */
  const char *action; /* changed to true, or activated */
} Scene;

static const Scene scenes[] = {
  { "training", NULL, -1, NULL },
  { "layer", NULL, 1, NULL },
  { "presentation", NULL, -1, "win.presentation" },
  { "network", "network", 1, NULL },
  { "plots", "plots", -1, NULL },
  { "draw", "draw", -1, NULL },
  { "runs", "runs", -1, NULL },
  { "presentation", "network", -1, "win.presentation" },
};

typedef struct
{
  const Network *network;
  const int *size;
  double text_scale;
  gboolean dark;
} Case;

static GtkApplication *application;

static gboolean
is_full (void)
{
  return g_getenv ("PN_TEST_FULL") != NULL;
}

static void
add_network (PnTestDocument *test, const Network *network)
{
  static const gsize input[3] = { 1, 28, 28 };
  g_autoptr (PnRecipe) recipe = pn_recipe_new ();
  PnLayerSpec hidden[10];

  for (gsize i = 0; i < network->n_hidden; i++)
    {
      hidden[i] = recipe->spec->layers[0];
      hidden[i].units = network->units[i];
    }
  pn_spec_free (recipe->spec);
  recipe->spec = pn_spec_new_dense (input, hidden, network->n_hidden, 10);
  g_free (recipe->name);
  recipe->name = g_strdup (network->name);
  PnRun *run = pn_document_add_recipe (test->document, recipe);
  pn_document_select (test->document, run);
  pn_test_document_train (run, 4000, 900);
}

static GtkWidget *
open_window (PnTestDocument *test, const Case *test_case)
{
  PnWindow *window = pn_window_new (ADW_APPLICATION (application), test->document);

  gtk_window_set_default_size (GTK_WINDOW (window), test_case->size[0], test_case->size[1]);
  gtk_window_present (GTK_WINDOW (window));
  pn_test_wait (60);
  pn_test_settle (GTK_WIDGET (window));
  return GTK_WIDGET (window);
}

static void
say_all (GPtrArray *faults, const char *name)
{
  for (guint i = 0; i < faults->len; i++)
    {
      g_test_message ("%s: %s", name, (char *) faults->pdata[i]);
      g_test_fail ();
    }
}

/* The window manager is none: what is too large for its size shows as a larger window. */
static void
check_size (GtkWidget *window, const Case *test_case, const char *name)
{
  int width = gtk_widget_get_width (window), height = gtk_widget_get_height (window);

  if (width == test_case->size[0] && height == test_case->size[1])
    return;
  g_test_message ("%s: the window is %d × %d", name, width, height);
  g_test_fail ();
}

/* Design: at 1366×768 no plot is lower than 160 px. */
static void
check_plots (GtkWidget *window, const char *name)
{
  GtkWidget *view;

  for (guint i = 0; (view = pn_test_find (window, PN_TYPE_PLOT_VIEW, i)) != NULL; i++)
    if (gtk_widget_get_mapped (view) && gtk_widget_get_height (view) < 160)
      {
        g_test_message ("%s: a plot is only %d px high", name, gtk_widget_get_height (view));
        g_test_fail ();
      }
}

static void
enter_scene (GtkWidget *window, const Scene *scene)
{
  GtkWidget *view = pn_test_find (window, g_type_from_name ("PnNetworkView"), 0);

  if (scene->page != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (window), "page",
                                    g_variant_new_string (scene->page));
  g_object_set (view, "selected-layer", scene->layer, NULL);
  if (scene->action != NULL)
    gtk_widget_activate_action (window, scene->action, NULL);
  pn_test_settle (window);
  pn_test_settle (window);
}

static void
leave_scene (GtkWidget *window, const Scene *scene)
{
  if (scene->action != NULL)
    gtk_widget_activate_action (window, scene->action, NULL);
  pn_test_settle (window);
}

static void
check_scene (GtkWidget *window, const Case *test_case, const Scene *scene)
{
  g_autofree char *name = g_strdup_printf (
      "%s-%dx%d-%s%s%s", test_case->network->name, test_case->size[0], test_case->size[1],
      scene->name, test_case->text_scale > 1 ? "-large" : "", test_case->dark ? "-dark" : "");

  enter_scene (window, scene);
  g_autoptr (GPtrArray) faults = pn_layout_check (window);
  say_all (faults, name);
  check_size (window, test_case, name);
  if (test_case->size[0] >= 1366)
    check_plots (window, name);
  pn_test_screenshot (window, name);
  leave_scene (window, scene);
}

static void
test_layout (gconstpointer data)
{
  const Case *test_case = data;
  PnTestDocument test;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int) (96 * PANGO_SCALE * test_case->text_scale), NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      test_case->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                      : ADW_COLOR_SCHEME_FORCE_LIGHT);
  pn_test_document_set_up (&test);
  pn_document_add_first_runs (test.document);
  add_network (&test, test_case->network);
  GtkWidget *window = open_window (&test, test_case);
  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    if ((scenes[i].page != NULL) == (test_case->size[0] < 900))
      check_scene (window, test_case, &scenes[i]);
  gtk_window_close (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  pn_test_document_tear_down (&test);
}

static void
add_case (const Network *network, const int *size, gboolean large, gboolean dark)
{
  Case *test_case = g_new (Case, 1);
  const char *language = g_getenv ("LANGUAGE");
  g_autofree char *path = g_strdup_printf (
      "/layout/%s/%s/%dx%d%s%s", language != NULL ? language : "en", network->name, size[0],
      size[1], large ? "/large-text" : "", dark ? "/dark" : "");

  *test_case = (Case){ network, size, large ? 1.25 : 1, dark };
  g_test_add_data_func_full (path, test_case, test_layout, g_free);
}

static void
add_cases (void)
{
  gsize n_networks = is_full () ? G_N_ELEMENTS (networks) : 2;

  for (gsize n = 0; n < n_networks; n++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (int large = 0; large < 2; large++)
        for (int dark = 0; dark <= is_full (); dark++)
          add_case (&networks[n], sizes[s], large, dark);
}

/* No shadow or frame: the window's content has exactly the size that was asked for. */
static void
drop_frame (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (style,
                                   "window.csd, window.solid-csd { box-shadow: none; margin: 0;"
                                   " padding: 0; border: none; border-radius: 0; }",
                                   -1);
  gtk_style_context_add_provider_for_display (
      gdk_display_get_default (), GTK_STYLE_PROVIDER (style), GTK_STYLE_PROVIDER_PRIORITY_USER);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PERCEPTRON_LOCALE_DIR"));
  textdomain (GETTEXT_PACKAGE);
  pn_test_display_init (&argc, &argv);
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/perceptron_lab/Perceptron");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/perceptron_lab/Perceptron/icons");
  pn_theme_load (gdk_display_get_default ());
  drop_frame ();
  if (g_getenv ("PN_TEST_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  add_cases ();
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
