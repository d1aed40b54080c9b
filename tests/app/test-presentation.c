/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The presentation by its numbers: a pad of 300 px, text half as large again, lines twice as wide,
 * accuracy and pace on screen, tooltips that stay until Escape; and afterwards the same window as
 * before.
 */

#include "config.h"

#include "pn-answer.h"
#include "pn-commands.h"
#include "pn-network-canvas.h"
#include "pn-pad-sheet.h"
#include "pn-panes.h"
#include "pn-plot-view.h"
#include "pn-style.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"
#include "pn-theme.h"
#include "pn-window.h"

#define LEAST_TEXT 18.0 /* pixels, at 1280×800 */

typedef struct
{
  PnTestDocument test;
  GtkWidget *window;
} Fixture;

typedef struct
{
  int width;
  int height;
} Size;

static const Size sizes[] = { { 1440, 900 }, { 1280, 800 }, { 960, 700 } };

static AdwApplication *application;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const Size *size = data;

  pn_test_document_set_up (&fixture->test);
  PnRun *run = pn_test_document_add (&fixture->test, "My first network");
  pn_test_document_train (run, 4000, 900);
  fixture->window = GTK_WIDGET (pn_window_new (application, fixture->test.document));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), size->width, size->height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  pn_test_wait (60);
  pn_test_settle (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_close (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  pn_test_document_tear_down (&fixture->test);
}

static void
present (Fixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "win.presentation", NULL);
  pn_test_settle (fixture->window);
}

static double
text_pixels (GtkWidget *widget)
{
  return pn_style_context_text_size (gtk_widget_get_pango_context (widget));
}

/* The smallest text on screen; the network and the plots write theirs in the widget's own size. */
static double
smallest_text (GtkWidget *widget)
{
  double least = GTK_IS_LABEL (widget) ? text_pixels (widget) : G_MAXDOUBLE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && !GTK_IS_POPOVER (child))
      least = MIN (least, smallest_text (child));
  return least;
}

static void
assert_inside (GtkWidget *window, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (window));
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  int width = gtk_widget_get_width (fixture->window);
  GtkWidget *canvas = pn_test_find (fixture->window, PN_TYPE_NETWORK_CANVAS, 0);
  GtkWidget *plot = pn_test_find (fixture->window, PN_TYPE_PLOT_VIEW, 0);
  GtkWidget *sheet = pn_test_find (fixture->window, PN_TYPE_PAD_SHEET, 0);
  GtkWidget *answer = pn_test_find (fixture->window, PN_TYPE_ANSWER, 0);
  double text = text_pixels (plot), line_scale;

  g_object_set (answer, "offer-training", TRUE, NULL); /* the widest that stands there */
  present (fixture);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), ==, width);
  g_assert_cmpint (gtk_widget_get_width (sheet), >=, 300);
  g_assert_cmpint (gtk_widget_get_height (sheet), >=, 300);
  assert_inside (fixture->window, answer);
  g_assert_cmpfloat_with_epsilon (text_pixels (plot), 1.5 * text, 0.01);
  g_assert_cmpfloat_with_epsilon (text_pixels (canvas), 1.5 * text, 0.01);
  g_print ("# smallest text: %.1f px\n", smallest_text (fixture->window));
  g_assert_cmpfloat (smallest_text (fixture->window), >=, LEAST_TEXT);
  g_object_get (plot, "line-scale", &line_scale, NULL);
  g_assert_cmpfloat (line_scale, ==, 2);
  g_object_get (canvas, "line-scale", &line_scale, NULL);
  g_assert_cmpfloat (line_scale, ==, 2);
}

/* What leaves, what stays, and what comes. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panes = pn_test_find (fixture->window, PN_TYPE_PANES, 0);

  present (fixture);
  for (int pane = 0; pane < PN_N_PANES; pane++)
    g_assert_cmpint (pn_panes_is_shown (PN_PANES (panes), pane), ==,
                     pane != PN_PANE_RUNS && pane != PN_PANE_INSPECTOR);
  g_assert_false (gtk_widget_get_mapped (pn_test_find (fixture->window, PN_TYPE_PLOT_VIEW, 1)));
  pn_test_find_named (fixture->window, pn_pace_label (PN_PACE_FULL));
  GtkWidget *accuracy = pn_test_find_named (
      fixture->window, "Share of the validation images that the network reads right");
  g_assert_cmpfloat (text_pixels (accuracy), >=, 2 * LEAST_TEXT);
}

typedef struct
{
  GdkRectangle panes[PN_N_PANES];
  int maximised;
} Layout;

static Layout
measure_layout (Fixture *fixture)
{
  GtkWidget *panes = pn_test_find (fixture->window, PN_TYPE_PANES, 0);
  Layout layout = { 0 };

  pn_test_settle (fixture->window);
  g_object_get (panes, "maximised", &layout.maximised, NULL);
  for (int i = 0; i < PN_N_PANES; i++)
    {
      GtkWidget *pane = pn_panes_get_pane (PN_PANES (panes), i);
      graphene_rect_t bounds;

      if (pn_panes_is_shown (PN_PANES (panes), i)
          && gtk_widget_compute_bounds (pane, fixture->window, &bounds))
        layout.panes[i] = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                          (int) bounds.size.width, (int) bounds.size.height };
    }
  return layout;
}

/* By the action and by Escape, from three panes and from one. */
static void
test_returns (Fixture *fixture, gconstpointer data)
{
  for (int maximised = 0; maximised < 2; maximised++)
    {
      if (maximised)
        gtk_widget_activate_action (fixture->window, "win.maximise", "s", "plots");
      Layout before = measure_layout (fixture);
      present (fixture);
      Layout during = measure_layout (fixture);
      g_assert_true (memcmp (&before, &during, sizeof before) != 0);
      gtk_widget_activate_action (fixture->window, maximised ? "win.all-panes" : "win.presentation",
                                  NULL);
      Layout after = measure_layout (fixture);
      g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
    }
}

static gboolean
is_tip (GtkWidget *widget)
{
  return GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget)
         && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget))
                == GTK_ACCESSIBLE_ROLE_TOOLTIP;
}

static GtkWidget *
find_tip (GtkWidget *canvas)
{
  for (GtkWidget *child = gtk_widget_get_first_child (canvas); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_tip (child))
      return child;
  return NULL;
}

static gboolean
has_tip (gpointer canvas)
{
  return find_tip (canvas) != NULL;
}

static gboolean
is_presenting (Fixture *fixture)
{
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "presentation");

  return g_variant_get_boolean (state);
}

static double
rule_of (GtkWidget *plot)
{
  double x;

  g_object_get (plot, "hover-x", &x, NULL);
  return x;
}

/* At the edge, which the pointer passes on its way out, it does not stay; after Escape not at all.
 */
static void
test_read_out (Fixture *fixture, gconstpointer data)
{
  GtkWidget *plot = pn_test_find (fixture->window, PN_TYPE_PLOT_VIEW, 0);
  GtkWidget *sheet = pn_test_find (fixture->window, PN_TYPE_PAD_SHEET, 0);
  double middle = gtk_widget_get_width (plot) / 2.0, x;

  pn_test_move (plot, middle, 60);
  pn_test_wait (700);
  pn_test_move (sheet, 50, 50);
  g_assert_cmpfloat (rule_of (plot), ==, -1);
  present (fixture);
  middle = gtk_widget_get_width (plot) / 2.0;
  pn_test_move (plot, middle, 60);
  pn_test_wait (700);
  x = rule_of (plot);
  g_assert_cmpfloat (x, >, 0);
  pn_test_move (plot, 1.5 * middle, 60);
  pn_test_move (sheet, 50, 50);
  g_assert_cmpfloat (rule_of (plot), ==, x);
  pn_test_screenshot (plot, "presentation-read-out");
  pn_test_key (fixture->window, "Escape");
  g_assert_cmpfloat (rule_of (plot), ==, -1);
  g_assert_true (is_presenting (fixture));
  pn_test_move (plot, middle, 60);
  pn_test_move (sheet, 60, 60);
  g_assert_cmpfloat (rule_of (plot), ==, -1);
}

static void
draw_stroke (GtkWidget *sheet, double x)
{
  const double points[][2] = { { x, 60 }, { x + 5, 150 }, { x, 240 } };

  pn_test_drag (sheet, points, G_N_ELEMENTS (points));
}

/* What the words below the pad say more, stays and follows the drawing. */
static void
test_pad_tip (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sheet = pn_test_find (fixture->window, PN_TYPE_PAD_SHEET, 0);
  GtkWidget *answer = pn_test_find (fixture->window, PN_TYPE_ANSWER, 0);
  GtkWidget *box = gtk_widget_get_parent (answer);

  present (fixture);
  draw_stroke (sheet, 150);
  pn_test_move (answer, 5, 5);
  pn_test_move (answer, 20, gtk_widget_get_height (answer) / 2.0);
  pn_test_wait_until (has_tip, box);
  GtkLabel *words = GTK_LABEL (gtk_popover_get_child (GTK_POPOVER (find_tip (box))));
  g_assert_cmpstr (gtk_label_get_label (words), ==, gtk_widget_get_tooltip_text (answer));
  g_autofree char *before = g_strdup (gtk_label_get_label (words));
  pn_test_screenshot (answer, "presentation-pad-tip");
  draw_stroke (sheet, 80);
  g_assert_true (has_tip (box));
  g_assert_cmpstr (gtk_label_get_label (words), ==, gtk_widget_get_tooltip_text (answer));
  g_assert_cmpstr (gtk_label_get_label (words), !=, before);
  pn_test_key (fixture->window, "Escape");
  g_assert_false (has_tip (box));
  g_assert_true (is_presenting (fixture));
  pn_test_key (fixture->window, "Escape");
  g_assert_false (is_presenting (fixture));
}

static void
test_tips (Fixture *fixture, gconstpointer data)
{
  GtkWidget *canvas = pn_test_find (fixture->window, PN_TYPE_NETWORK_CANVAS, 0);
  GtkWidget *sheet = pn_test_find (fixture->window, PN_TYPE_PAD_SHEET, 0);

  present (fixture);
  pn_test_move (canvas, 60, 5);
  pn_test_move (canvas, gtk_widget_get_width (canvas) / 2.0, gtk_widget_get_height (canvas) / 3.0);
  pn_test_wait_until (has_tip, canvas);
  g_assert_cmpfloat (smallest_text (find_tip (canvas)), >=, LEAST_TEXT);
  pn_test_screenshot (canvas, "presentation-tip");
  pn_test_move (sheet, 50, 50);
  pn_test_wait (700);
  g_assert_true (has_tip (canvas));
  pn_test_key (fixture->window, "Escape");
  g_assert_false (has_tip (canvas));
  g_assert_true (is_presenting (fixture));
  pn_test_key (fixture->window, "Escape");
  g_assert_false (is_presenting (fixture));
}

int
main (int argc, char **argv)
{
  pn_test_display_init (&argc, &argv);
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/perceptron_lab/Perceptron");
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  pn_commands_install (GTK_APPLICATION (application));
  pn_theme_load (gdk_display_get_default ());
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/presentation/numbers/%d", sizes[i].width);
      g_test_add (path, Fixture, &sizes[i], set_up, test_numbers, tear_down);
    }
  g_test_add ("/presentation/contents", Fixture, &sizes[1], set_up, test_contents, tear_down);
  g_test_add ("/presentation/returns", Fixture, &sizes[1], set_up, test_returns, tear_down);
  g_test_add ("/presentation/tips", Fixture, &sizes[1], set_up, test_tips, tear_down);
  g_test_add ("/presentation/read-out", Fixture, &sizes[1], set_up, test_read_out, tear_down);
  g_test_add ("/presentation/pad-tip", Fixture, &sizes[1], set_up, test_pad_tip, tear_down);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
