/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-plot.h"

#include <math.h>
#include <string.h>

static const PnRect rect = { 5, 7, 400, 260 };

static PnCanvas *
new_canvas (void)
{
  return pn_canvas_new_svg (420, 280, 0, NULL);
}

static PnStyle
get_style (void)
{
  return pn_style_report (13);
}

/* Falls from `start` to `end`. */
static void
add_falling (PnPlot *plot, const char *name, guint run, gboolean training, double start, double end)
{
  PnCurve *curve = pn_plot_add_curve (plot, name, run, training, training);

  for (int i = 0; i <= 1000; i++)
    pn_curve_append (curve, 10 * i, end + (start - end) * exp (-i / 40.0));
}

static PnPlotFrame
lay_out (const PnPlot *plot)
{
  g_autoptr (PnCanvas) canvas = new_canvas ();
  PnStyle style = get_style ();

  return pn_plot_layout (plot, canvas, &rect, &style);
}

static void
test_loss_range (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnPlotFrame frame;

  add_falling (plot, "a", 0, FALSE, 25, 0.3);
  frame = lay_out (plot);
  g_assert_cmpfloat (frame.y.min, ==, 0);
  g_assert_cmpfloat (frame.y.max, >=, 0.32);
  g_assert_cmpfloat (frame.y.max, <=, 3);
  g_assert_cmpfloat (frame.x.min, ==, 0);
  g_assert_cmpfloat (frame.x.max, ==, 10000);
}

/* A long tail doesn't cut the descent off: the axis reaches three times as high as the lowest solid
 * curve ends. The training curve, which ends lower, has no say in it.
 */
static void
test_loss_descent_shows (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnPlotFrame frame;

  add_falling (plot, "a", 0, FALSE, 2.3, 0.15);
  add_falling (plot, "a", 0, TRUE, 2.3, 0.01);
  frame = lay_out (plot);
  g_assert_cmpfloat (frame.y.max, >=, 0.45);
  g_assert_cmpfloat (frame.y.max, <=, 0.6);
}

/* The last value is never clamped, even of a run that explodes at its end. */
static void
test_loss_end_shows (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnCurve *curve = pn_plot_add_curve (plot, "a", 0, FALSE, FALSE);

  for (int i = 0; i < 500; i++)
    pn_curve_append (curve, i, 0.2);
  pn_curve_append (curve, 500, 7);
  g_assert_cmpfloat (lay_out (plot).y.max, >=, 7);
}

static double
accuracy_from (double end)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_ACCURACY, "Accuracy", "step");
  PnPlotFrame frame;

  add_falling (plot, "a", 0, FALSE, 0.1, end);
  add_falling (plot, "b", 1, FALSE, 0.1, 0.99);
  frame = lay_out (plot);
  g_assert_cmpfloat (frame.y.min, ==, frame.accuracy_from);
  g_assert_cmpfloat (frame.y.max, ==, 1);
  return frame.accuracy_from;
}

static void
test_accuracy_range (void)
{
  g_assert_cmpfloat (accuracy_from (0.95), ==, 0.88);
  g_assert_cmpfloat (accuracy_from (0.9), ==, 0.88);
  g_assert_cmpfloat (accuracy_from (0.85), ==, 0.5);
  g_assert_cmpfloat (accuracy_from (0.2), ==, 0);
}

static void
test_title_says_from (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_ACCURACY, "Accuracy", "step");
  g_autoptr (PnCanvas) canvas = new_canvas ();
  PnStyle style = get_style ();
  g_autofree char *svg = NULL;

  add_falling (plot, "a", 0, FALSE, 0.1, 0.95);
  pn_plot_draw (plot, canvas, &rect, &style);
  svg = pn_canvas_svg_finish (canvas);
  g_assert_nonnull (strstr (svg, ">Accuracy (from 0.88)<"));
  g_assert_nonnull (strstr (svg, ">0.88<"));
  g_assert_nonnull (strstr (svg, ">1.00<"));
}

static void
test_frame_inside (void)
{
  for (int width = 120; width < 900; width += 130)
    for (int height = 90; height < 500; height += 70)
      {
        g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
        g_autoptr (PnCanvas) canvas = new_canvas ();
        PnRect around = { 3, 4, width, height };
        PnStyle style = get_style ();
        PnPlotFrame frame;

        plot->legend = height > 150;
        add_falling (plot, "a run with a name", 0, FALSE, 3, 0.3);
        add_falling (plot, "another", 1, TRUE, 3, 0.1);
        frame = pn_plot_layout (plot, canvas, &around, &style);
        g_assert_cmpfloat (frame.area.x, >=, around.x);
        g_assert_cmpfloat (frame.area.y, >=, around.y);
        g_assert_cmpfloat (pn_rect_right (&frame.area), <=, pn_rect_right (&around));
        g_assert_cmpfloat (pn_rect_bottom (&frame.area), <=, pn_rect_bottom (&around));
        g_assert_cmpfloat (pn_rect_bottom (&frame.legend), <=, pn_rect_bottom (&around) + 0.001);
        g_assert_true (!plot->legend || frame.legend.y >= pn_rect_bottom (&frame.area));
      }
}

static void
test_pixels_round_trip (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnPlotFrame frame;

  add_falling (plot, "a", 0, FALSE, 3, 0.3);
  plot->x_scale = PN_SCALE_LOG;
  frame = lay_out (plot);
  g_assert_cmpfloat_with_epsilon (pn_plot_frame_data_x (&frame, pn_plot_frame_x (&frame, 123)), 123,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (pn_plot_frame_data_y (&frame, pn_plot_frame_y (&frame, 0.4)), 0.4,
                                  1e-9);
}

static void
test_zoom_and_follow (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnPlotFrame before, after;
  double x;

  add_falling (plot, "a", 0, FALSE, 3, 0.3);
  before = lay_out (plot);
  x = pn_plot_frame_data_x (&before, 200);
  pn_plot_zoom (plot, &before, 200, 100, 2);
  after = lay_out (plot);
  g_assert_cmpfloat_with_epsilon ((after.x.max - after.x.min) * 2, before.x.max - before.x.min,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon ((x - after.x.min) / (after.x.max - after.x.min),
                                  (200 - before.area.x) / before.area.width, 1e-6);
  pn_plot_pan (plot, &after, after.area.width / 2, 0);
  g_assert_cmpfloat_with_epsilon (lay_out (plot).x.min,
                                  after.x.min - (after.x.max - after.x.min) / 2, 1e-6);
  /* More data do not move a view that was chosen. */
  add_falling (plot, "b", 1, FALSE, 9, 8);
  g_assert_cmpfloat_with_epsilon (lay_out (plot).y.max, after.y.max, 1e-9);
  pn_plot_follow (plot);
  g_assert_cmpfloat (lay_out (plot).y.max, >=, 8);
}

/* What is smoothed depends neither on what is hidden nor on the zoom. */
static void
test_smoothing (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnCurve *curve = pn_plot_add_curve (plot, "a", 0, TRUE, TRUE);
  g_autoptr (PnSeries) expected = NULL;

  pn_plot_set_smoothing (plot, 0.5);
  for (int i = 0; i < 100; i++)
    pn_curve_append (curve, i, i % 7);
  pn_plot_set_smoothing (plot, 0.9);
  pn_curve_truncate (curve, 60);
  for (int i = 60; i < 120; i++)
    pn_curve_append (curve, i, i % 5);
  expected = pn_series_smooth (curve->data, 0.9);
  g_assert_cmpuint (curve->smoothed->length, ==, 120);
  for (gsize i = 0; i < 120; i++)
    g_assert_true (curve->smoothed->y[i] == expected->y[i]);
}

static void
test_legend (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  g_autoptr (GArray) entries = NULL;
  const PnLegendEntry *entry;

  add_falling (plot, "one", 0, FALSE, 3, 0.3);
  add_falling (plot, "one", 0, TRUE, 3, 0.3);
  add_falling (plot, "two", 4, FALSE, 3, 0.3);
  add_falling (plot, NULL, 5, FALSE, 3, 0.3);
  add_falling (plot, "gone", 6, FALSE, 3, 0.3);
  pn_plot_add_curve (plot, "not trained yet", 7, FALSE, FALSE);
  ((PnCurve *) g_ptr_array_index (plot->curves, 4))->ghost = TRUE;
  entries = pn_plot_legend (plot);
  g_assert_cmpuint (entries->len, ==, 4);
  entry = (const PnLegendEntry *) entries->data;
  g_assert_cmpint (entry[0].kind, ==, PN_LEGEND_VALIDATION);
  g_assert_cmpint (entry[1].kind, ==, PN_LEGEND_TRAINING);
  g_assert_cmpstr (entry[2].name, ==, "one");
  g_assert_cmpuint (entry[3].run, ==, 4);
}

static void
test_hover_reads_all (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  g_autoptr (PnCanvas) canvas = new_canvas ();
  PnStyle style = get_style ();
  g_autofree char *svg = NULL;

  add_falling (plot, "one", 0, FALSE, 0.25, 0.25);
  add_falling (plot, "two", 1, FALSE, 0.5, 0.5);
  plot->hover = TRUE;
  plot->hover_x = 4000;
  pn_plot_draw (plot, canvas, &rect, &style);
  svg = pn_canvas_svg_finish (canvas);
  g_assert_nonnull (strstr (svg, ">step 4,000<"));
  g_assert_nonnull (strstr (svg, ">one<"));
  g_assert_nonnull (strstr (svg, ">0.2500<"));
  g_assert_nonnull (strstr (svg, ">two<"));
  g_assert_nonnull (strstr (svg, ">0.5000<"));
}

static void
test_marks_and_empty (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  g_autoptr (PnCanvas) canvas = new_canvas (), other = new_canvas ();
  PnStyle style = get_style ();
  g_autofree char *empty = NULL, *full = NULL;

  plot->empty_text = g_strdup ("Nothing yet");
  g_assert_true (pn_plot_is_empty (plot));
  pn_plot_draw (plot, canvas, &rect, &style);
  empty = pn_canvas_svg_finish (canvas);
  g_assert_nonnull (strstr (empty, ">Nothing yet<"));
  add_falling (plot, "one", 0, FALSE, 3, 0.25);
  pn_plot_add_mark (plot, 9000, "early stop", 0);
  pn_plot_add_mark (plot, 99000, "beyond", 0);
  pn_plot_draw (plot, other, &rect, &style);
  full = pn_canvas_svg_finish (other);
  g_assert_null (strstr (full, "Nothing yet"));
  g_assert_nonnull (strstr (full, ">early stop<"));
  g_assert_null (strstr (full, "beyond"));
}

/* How far down the word of a mark stands in a plot with a level line, from 0 to 1. */
static double
word_height (double level)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_ACCURACY, NULL, "step");
  g_autoptr (PnCanvas) canvas = new_canvas ();
  PnCurve *curve = pn_plot_add_curve (plot, "one", 0, FALSE, FALSE);
  PnStyle style = get_style ();
  PnPlotFrame frame;
  g_autofree char *picture = NULL;
  const char *word, *y;

  for (int i = 0; i <= 1000; i += 500)
    pn_curve_append (curve, i, i == 1000 ? 0.3 : level);
  pn_plot_add_mark (plot, 100, "early stop", 0);
  frame = pn_plot_layout (plot, canvas, &rect, &style);
  pn_plot_draw (plot, canvas, &rect, &style);
  picture = pn_canvas_svg_finish (canvas);
  word = strstr (picture, ">early stop<");
  g_assert_nonnull (word);
  y = g_strrstr_len (picture, word - picture, " y=\"");
  g_assert_nonnull (y);
  return (g_ascii_strtod (y + 4, NULL) - frame.area.y) / frame.area.height;
}

/* At the top, but not over a curve. */
static void
test_mark_words (void)
{
  g_assert_cmpfloat (word_height (0.3), <, 0.12);
  g_assert_cmpfloat (word_height (0.95), >, 0.12);
  g_assert_cmpfloat (word_height (0.95), <, 0.3);
}

static void
test_describe (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnNumbers numbers = pn_numbers_english ();
  g_autofree char *words = NULL;

  add_falling (plot, "one", 0, FALSE, 3, 0.25);
  words = pn_plot_describe (plot, &numbers);
  g_assert_cmpstr (words, ==, "Loss. one, validation: 0.250 at step 10,000.");
}

/* Values that no axis can show do not stop anything. */
static void
test_hopeless_values (void)
{
  const double values[] = { NAN, INFINITY, -INFINITY, -1, 0, 1e300 };

  for (int scale = 0; scale < 2; scale++)
    for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
      {
        g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
        g_autoptr (PnCanvas) canvas = new_canvas ();
        PnCurve *curve = pn_plot_add_curve (plot, "a", 0, FALSE, FALSE);
        PnStyle style = get_style ();
        g_autofree char *svg = NULL;

        plot->x_scale = plot->y_scale = scale;
        pn_curve_append (curve, 0, values[i]);
        pn_curve_append (curve, 1, values[i]);
        pn_plot_draw (plot, canvas, &rect, &style);
        svg = pn_canvas_svg_finish (canvas);
        g_assert_null (strstr (svg, "nan"));
      }
}

/* Steps 0 to 4, losses 1, 0, −1, 1, 1: each point that an axis can't show counts once. */
static void
test_dropped (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnCurve *curve = pn_plot_add_curve (plot, "a", 0, FALSE, FALSE);
  PnNumbers english = pn_numbers_english ();
  g_autofree char *words = NULL, *none = NULL, *description = NULL;

  for (int i = 0; i < 5; i++)
    pn_curve_append (curve, i, i == 1 ? 0 : i == 2 ? -1 : 1);
  none = pn_plot_dropped_words (plot, &english);
  g_assert_null (none);
  plot->x_scale = PN_SCALE_LOG;
  g_assert_cmpuint (pn_plot_count_dropped (plot), ==, 1);
  plot->y_scale = PN_SCALE_LOG;
  g_assert_cmpuint (pn_plot_count_dropped (plot), ==, 3);
  words = pn_plot_dropped_words (plot, &english);
  g_assert_cmpstr (words, ==, "3 values of 0 or less are left out");
  description = pn_plot_describe (plot, &english);
  g_assert_nonnull (strstr (description, words));
  pn_curve_truncate (curve, 2);
  g_assert_cmpuint (pn_plot_count_dropped (plot), ==, 2);
  curve->hidden = TRUE;
  g_assert_cmpuint (pn_plot_count_dropped (plot), ==, 0);
}

/* On logarithmic axes a point is where its logarithm says, between the first and the last. */
static void
test_log_places (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  PnCurve *curve = pn_plot_add_curve (plot, "a", 0, FALSE, FALSE);
  g_autoptr (PnCanvas) canvas = pn_canvas_new_svg (400, 300, 0, NULL);
  PnStyle style = get_style ();
  g_autofree char *svg = NULL;
  PnPlotFrame frame;

  for (int i = 0; i <= 10000; i++)
    pn_curve_append (curve, i, 1.0 / (i + 1));
  plot->x_scale = plot->y_scale = PN_SCALE_LOG;
  frame = pn_plot_layout (plot, canvas, &rect, &style);
  for (double x = 1; x <= 10000; x *= 10)
    g_assert_true (
        fabs (pn_plot_frame_x (&frame, x) - (frame.area.x + frame.area.width * log10 (x) / 4))
        < 1e-9 * frame.area.width);
  pn_plot_draw (plot, canvas, &rect, &style);
  svg = pn_canvas_svg_finish (canvas);
  g_assert_nonnull (strstr (svg, "1 value of 0 or less is left out"));
}

/* A million points, 50 runs: the frame's work. */
static void
test_many_points (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_LOSS, "Loss", "step");
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 420, 280);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, NULL);
  PnStyle style = get_style ();
  gint64 start;

  for (guint run = 0; run < 50; run++)
    {
      PnCurve *curve = pn_plot_add_curve (plot, "a", run, FALSE, FALSE);

      for (int i = 0; i < 20000; i++)
        pn_curve_append (curve, i, 1 + run / 50.0 + (i * 7919 % 101) / 100.0);
    }
  start = g_get_monotonic_time ();
  pn_plot_draw (plot, canvas, &rect, &style);
  g_test_message ("%.1f ms", (g_get_monotonic_time () - start) / 1e3);
  /* Far above what it takes, so that a busy machine doesn't fail it. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2000000);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row
      = cairo_image_surface_get_data (surface) + (int) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[(int) x];
}

static cairo_surface_t *
draw_pixels (const PnPlot *plot, PnPlotFrame *frame)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 420, 280);
  cairo_t *cr = cairo_create (surface);
  PnCanvas *canvas = pn_canvas_new_cairo (cr, NULL);
  PnStyle style = get_style ();

  *frame = pn_plot_layout (plot, canvas, &rect, &style);
  pn_plot_draw (plot, canvas, &rect, &style);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* From end to end of the interval and no further, and named in the legend. */
static void
test_end_interval (void)
{
  g_autoptr (PnPlot) plot = pn_plot_new (PN_PLOT_ACCURACY, NULL, "step");
  PnCurve *curve = pn_plot_add_curve (plot, "a", 0, FALSE, FALSE);
  g_autoptr (GArray) with = NULL;
  g_autoptr (GArray) without = NULL;
  cairo_surface_t *plain, *whisker;
  PnPlotFrame frame;
  double x;

  pn_curve_append (curve, 0, 0.9);
  pn_curve_append (curve, 100, 0.95);
  without = pn_plot_legend (plot);
  plain = draw_pixels (plot, &frame);
  pn_curve_set_end_interval (curve, 0.93, 0.96);
  with = pn_plot_legend (plot);
  whisker = draw_pixels (plot, &frame);
  g_assert_cmpuint (with->len, ==, without->len + 1);
  x = pn_plot_frame_x (&frame, 100);
  for (double y = 0.932; y < 0.945; y += 0.002)
    g_assert_cmpuint (pixel_at (plain, x, pn_plot_frame_y (&frame, y)), !=,
                      pixel_at (whisker, x, pn_plot_frame_y (&frame, y)));
  g_assert_cmpuint (pixel_at (plain, x, pn_plot_frame_y (&frame, 0.925)), ==,
                    pixel_at (whisker, x, pn_plot_frame_y (&frame, 0.925)));
  pn_curve_set_end_interval (curve, NAN, NAN);
  g_array_unref (g_steal_pointer (&with));
  with = pn_plot_legend (plot);
  g_assert_cmpuint (with->len, ==, without->len);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (whisker);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/plot/loss-range", test_loss_range);
  g_test_add_func ("/draw/plot/loss-descent-shows", test_loss_descent_shows);
  g_test_add_func ("/draw/plot/loss-end-shows", test_loss_end_shows);
  g_test_add_func ("/draw/plot/accuracy-range", test_accuracy_range);
  g_test_add_func ("/draw/plot/title-says-from", test_title_says_from);
  g_test_add_func ("/draw/plot/frame-inside", test_frame_inside);
  g_test_add_func ("/draw/plot/pixels-round-trip", test_pixels_round_trip);
  g_test_add_func ("/draw/plot/zoom-and-follow", test_zoom_and_follow);
  g_test_add_func ("/draw/plot/smoothing", test_smoothing);
  g_test_add_func ("/draw/plot/legend", test_legend);
  g_test_add_func ("/draw/plot/end-interval", test_end_interval);
  g_test_add_func ("/draw/plot/hover-reads-all", test_hover_reads_all);
  g_test_add_func ("/draw/plot/marks-and-empty", test_marks_and_empty);
  g_test_add_func ("/draw/plot/mark-words", test_mark_words);
  g_test_add_func ("/draw/plot/describe", test_describe);
  g_test_add_func ("/draw/plot/hopeless-values", test_hopeless_values);
  g_test_add_func ("/draw/plot/dropped", test_dropped);
  g_test_add_func ("/draw/plot/log-places", test_log_places);
  g_test_add_func ("/draw/plot/many-points", test_many_points);
  return g_test_run ();
}
