/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pad with its answer: what is drawn is answered while it is drawn. */

#include "config.h"

#include "pn-answer.h"
#include "pn-pad-sheet.h"
#include "pn-pad.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

typedef struct
{
  PnTestDocument test;
  GtkWindow *window;
  PnPad *pad;
  PnAnswer *answer;
  GtkWidget *sheet;
  PnPredictor *predictor;
  int answers;
} Fixture;

static const double three[][2]
    = { { 95, 70 },   { 130, 60 },  { 180, 60 },  { 200, 90 },  { 190, 130 }, { 150, 150 },
        { 190, 160 }, { 220, 200 }, { 200, 250 }, { 140, 260 }, { 90, 250 } };

static void
changed_cb (Fixture *fixture)
{
  fixture->answers += pn_predictor_get_answer (fixture->predictor) >= 0;
}

static GtkWidget *
build (Fixture *fixture)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  fixture->pad = PN_PAD (pn_pad_new ());
  fixture->answer = PN_ANSWER (pn_answer_new ());
  g_object_set (box, "margin-top", 12, "margin-bottom", 12, "margin-start", 18, "margin-end", 18,
                NULL);
  g_object_set (fixture->pad, "document", fixture->test.document, "predictor", fixture->predictor,
                NULL);
  pn_answer_set_document (fixture->answer, fixture->test.document);
  pn_answer_set_predictor (fixture->answer, fixture->predictor);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->pad));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->answer));
  return box;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pn_test_document_set_up (&fixture->test);
  pn_test_document_add (&fixture->test, "First");
  fixture->predictor = pn_predictor_new ();
  fixture->window = pn_test_window_new (build (fixture), 340, 560);
  fixture->sheet = pn_test_find (GTK_WIDGET (fixture->pad), PN_TYPE_PAD_SHEET, 0);
  g_signal_connect_swapped (fixture->predictor, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer pad = g_object_ref (fixture->pad), answer = g_object_ref (fixture->answer);

  gtk_window_destroy (fixture->window);
  pn_test_wait (20);
  g_assert_finalize_object (pad);
  g_assert_finalize_object (answer);
  g_assert_finalize_object (fixture->predictor);
  pn_test_document_tear_down (&fixture->test);
}

static void
test_blank (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), ==, -1);
  g_assert_cmpstr (pn_answer_get_class (fixture->answer), ==, "");
  g_assert_cmpstr (pn_answer_get_text (fixture->answer), ==,
                   "Draw a digit to see what the network answers");
  pn_test_screenshot (fixture->sheet, "pad-blank");
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  gsize n;

  pn_test_drag (fixture->sheet, three, G_N_ELEMENTS (three));
  /* At every frame in which the pointer moved, not once when it was released. */
  g_assert_cmpint (fixture->answers, >=, 4);
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), >=, 0);
  g_assert_cmpstr (pn_answer_get_class (fixture->answer), !=, "");
  g_assert_nonnull (strstr (pn_answer_get_text (fixture->answer), "% sure, but not trained yet"));
  g_assert_nonnull (pn_predictor_get_picture (fixture->predictor, &n));
  g_assert_cmpuint (n, ==, 784);
  pn_test_screenshot (fixture->sheet, "pad-three");
  g_object_set (fixture->answer, "offer-training", TRUE, "show-bars", TRUE, NULL);
  pn_test_screenshot (fixture->sheet, "pad-bars");
}

/* The pointer is still down. */
static void
test_answer_before_release (Fixture *fixture, gconstpointer data)
{
  pn_test_move (fixture->sheet, 100, 60);
  pn_test_xdotool (fixture->sheet, "mousedown 1 mousemove_relative 5 60");
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), >=, 0);
  pn_test_xdotool (fixture->sheet, "mouseup 1");
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  pn_test_drag (fixture->sheet, three, G_N_ELEMENTS (three));
  pn_test_click_middle (pn_test_find_named (GTK_WIDGET (fixture->pad), "Clear"));
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), ==, -1);
  g_assert_true (gtk_widget_has_focus (fixture->sheet));
  pn_test_key (fixture->sheet, "ctrl+z");
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), >=, 0);
}

/* The picture has the size that the network takes, also when that changes under the drawing. */
static void
test_other_input (Fixture *fixture, gconstpointer data)
{
  PnRun *run = pn_document_get_selected (fixture->test.document);
  g_autoptr (PnSpec) spec = pn_spec_copy (pn_run_get_spec (run));
  g_autoptr (GError) error = NULL;
  gsize n;

  pn_test_drag (fixture->sheet, three, G_N_ELEMENTS (three));
  spec->input[1] = spec->input[2] = 14;
  pn_document_set_spec (fixture->test.document, run, spec, "Input", 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (pn_predictor_get_picture (fixture->predictor, &n));
  g_assert_cmpuint (n, ==, 196);
  g_assert_cmpint (pn_predictor_get_answer (fixture->predictor), >=, 0);
}

/* Another run answers as soon as it is selected. */
static void
test_selected (Fixture *fixture, gconstpointer data)
{
  PnRun *second;

  pn_test_drag (fixture->sheet, three, G_N_ELEMENTS (three));
  second = pn_document_new_run (fixture->test.document,
                                pn_document_get_selected (fixture->test.document));
  g_assert_true (pn_predictor_get_snapshot (fixture->predictor) == pn_run_get_snapshot (second));
  pn_document_select (fixture->test.document, pn_document_get_run (fixture->test.document, 0));
  g_assert_true (pn_predictor_get_snapshot (fixture->predictor)
                 == pn_run_get_snapshot (pn_document_get_run (fixture->test.document, 0)));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  if (!pn_test_accessible ())
    return;
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->sheet), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->sheet),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Drawing pad");
}

int
main (int argc, char *argv[])
{
  pn_test_display_init (&argc, &argv);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/pad/blank", test_blank);
  ADD ("/pad/answer", test_answer);
  ADD ("/pad/answer-before-release", test_answer_before_release);
  ADD ("/pad/clear", test_clear);
  ADD ("/pad/other-input", test_other_input);
  ADD ("/pad/selected", test_selected);
  ADD ("/pad/accessible", test_accessible);
#undef ADD
  return g_test_run ();
}
