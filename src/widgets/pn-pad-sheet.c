/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-pad-sheet-private.h"

#define SHEET_NATURAL 300
#define PEN_WIDTH (1.0 / 14) /* of the side: a felt pen; the picture's pen has its own width */
#define PEN_RING 7.0         /* pixels */

enum
{
  PROP_EMPTY = 1,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint ink_changed_signal;

G_DEFINE_FINAL_TYPE (PnPadSheet, pn_pad_sheet, GTK_TYPE_WIDGET)

void
pn_pad_sheet_get_square (PnPadSheet *self, double *x, double *y, double *side)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  *side = MAX (MIN (width, height), 1);
  *x = (width - *side) / 2;
  *y = (height - *side) / 2;
}

/* Said to those who can't see the strokes. */
static void
describe (PnPadSheet *self)
{
  gsize n = pn_ink_n_strokes (pn_ink_undo_get_ink (self->undo));
  g_autofree char *strokes = NULL;
  g_autofree char *text = NULL;

  if (self->picture)
    strokes = g_strdup (_ ("An image of the data set."));
  else if (n == 0)
    strokes = g_strdup (_ ("Nothing is drawn."));
  else
    strokes = g_strdup_printf (ngettext ("%d stroke.", "%d strokes.", n), (int) n);
  text = g_strdup_printf ("%s %s %s", strokes,
                          self->pen_down ? _ ("The pen is down.") : _ ("The pen is up."),
                          _ ("Arrows move the pen, Space lowers and lifts it."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

void
pn_pad_sheet_ink_changed (PnPadSheet *self)
{
  g_clear_pointer (&self->smooth, pn_ink_free);
  self->smooth = pn_ink_smooth (pn_ink_undo_get_ink (self->undo));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, ink_changed_signal, 0);
}

static void
end_stroke (PnPadSheet *self)
{
  self->stroke_open = FALSE;
  self->pen_down = FALSE;
}

/* A change of the strokes as a whole: there is another step to undo. */
static void
strokes_changed (PnPadSheet *self)
{
  pn_pad_sheet_ink_changed (self);
  describe (self);
  for (int i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

void
pn_pad_sheet_begin_stroke (PnPadSheet *self, PnInkPoint point)
{
  PnInk *ink;

  self->stroke_open = TRUE;
  g_clear_pointer (&self->picture, g_bytes_unref);
  pn_ink_undo_begin_step (self->undo);
  ink = pn_ink_undo_get_ink (self->undo);
  pn_ink_begin_stroke (ink);
  pn_ink_add_point (ink, point.x, point.y);
  strokes_changed (self);
}

void
pn_pad_sheet_add_point (PnPadSheet *self, PnInkPoint point)
{
  if (self->stroke_open)
    pn_ink_add_point (pn_ink_undo_get_ink (self->undo), point.x, point.y);
}

const PnInk *
pn_pad_sheet_get_ink (PnPadSheet *self)
{
  g_return_val_if_fail (PN_IS_PAD_SHEET (self), NULL);

  return pn_ink_undo_get_ink (self->undo);
}

static void
copy_strokes (PnInk *to, const PnInk *from)
{
  for (gsize i = 0; i < pn_ink_n_strokes (from); i++)
    {
      gsize n;
      const PnInkPoint *points = pn_ink_stroke (from, i, &n);

      pn_ink_begin_stroke (to);
      for (gsize j = 0; j < n; j++)
        pn_ink_add_point (to, points[j].x, points[j].y);
    }
}

static gboolean
is_empty (PnPadSheet *self)
{
  return !self->picture && pn_ink_is_empty (pn_ink_undo_get_ink (self->undo));
}

void
pn_pad_sheet_set_picture (PnPadSheet *self, GBytes *pixels)
{
  g_return_if_fail (PN_IS_PAD_SHEET (self));
  g_return_if_fail (pixels != NULL);

  end_stroke (self);
  pn_ink_undo_begin_step (self->undo);
  pn_ink_clear (pn_ink_undo_get_ink (self->undo));
  g_bytes_ref (pixels);
  g_clear_pointer (&self->picture, g_bytes_unref);
  self->picture = pixels;
  strokes_changed (self);
}

GBytes *
pn_pad_sheet_get_picture (PnPadSheet *self)
{
  g_return_val_if_fail (PN_IS_PAD_SHEET (self), NULL);

  return self->picture;
}

void
pn_pad_sheet_set_ink (PnPadSheet *self, const PnInk *ink)
{
  g_return_if_fail (PN_IS_PAD_SHEET (self));

  end_stroke (self);
  g_clear_pointer (&self->picture, g_bytes_unref);
  pn_ink_undo_begin_step (self->undo);
  pn_ink_clear (pn_ink_undo_get_ink (self->undo));
  if (ink)
    copy_strokes (pn_ink_undo_get_ink (self->undo), ink);
  strokes_changed (self);
}

void
pn_pad_sheet_clear (PnPadSheet *self)
{
  g_return_if_fail (PN_IS_PAD_SHEET (self));

  if (!is_empty (self))
    pn_pad_sheet_set_ink (self, NULL);
}

void
pn_pad_sheet_undo (PnPadSheet *self)
{
  g_return_if_fail (PN_IS_PAD_SHEET (self));

  end_stroke (self);
  if (!pn_ink_undo_undo (self->undo))
    return;
  g_clear_pointer (&self->picture, g_bytes_unref);
  strokes_changed (self);
}

void
pn_pad_sheet_redo (PnPadSheet *self)
{
  g_return_if_fail (PN_IS_PAD_SHEET (self));

  end_stroke (self);
  if (!pn_ink_undo_redo (self->undo))
    return;
  g_clear_pointer (&self->picture, g_bytes_unref);
  strokes_changed (self);
}

static GtkSizeRequestMode
pn_pad_sheet_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pn_pad_sheet_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = PN_PAD_SHEET_MIN;
  *natural = SHEET_NATURAL;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural = MAX (for_size, PN_PAD_SHEET_MIN);
}

static void
draw_stroke (cairo_t *cr, const PnInkPoint *points, gsize n)
{
  if (n == 0)
    return;
  cairo_move_to (cr, points[0].x, points[0].y);
  for (gsize i = 1; i < n; i++)
    cairo_line_to (cr, points[i].x, points[i].y);
  if (n == 1)
    cairo_close_path (cr); /* a dot with round caps */
  cairo_stroke (cr);
}

static void
draw_ink (cairo_t *cr, const PnInk *ink)
{
  cairo_set_line_width (cr, PEN_WIDTH);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (gsize i = 0; i < pn_ink_n_strokes (ink); i++)
    {
      gsize n;
      const PnInkPoint *points = pn_ink_stroke (ink, i, &n);

      draw_stroke (cr, points, n);
    }
}

/* As ink on the paper: what is bright in the picture is dark here. */
static void
draw_picture (cairo_t *cr, GBytes *picture)
{
  gsize n;
  const guint8 *pixels = g_bytes_get_data (picture, &n);
  int side = (int) sqrt ((double) n);
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, side, side);
  int stride = cairo_image_surface_get_stride (mask);
  guint8 *rows = cairo_image_surface_get_data (mask);

  for (int y = 0; y < side; y++)
    memcpy (rows + y * stride, pixels + y * side, side);
  cairo_surface_mark_dirty (mask);
  cairo_scale (cr, 1.0 / side, 1.0 / side);
  /* Each pixel a square, as the network sees it. */
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (mask);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (mask);
}

/* A ring with a white rim, so that it shows on ink too; filled while the pen is down. */
static void
draw_pen (PnPadSheet *self, cairo_t *cr, double side)
{
  GdkRGBA accent = { 0.11, 0.44, 0.85, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color",
                                  &accent);
  cairo_arc (cr, self->pen.x * side, self->pen.y * side, PEN_RING, 0, 2 * G_PI);
  if (self->pen_down)
    {
      gdk_cairo_set_source_rgba (cr, &accent);
      cairo_fill_preserve (cr);
    }
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 5);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &accent);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
}

static void
pn_pad_sheet_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnPadSheet *self = PN_PAD_SHEET (widget);
  GdkRGBA ink;
  double x, y, side;
  cairo_t *cr;

  pn_pad_sheet_get_square (self, &x, &y, &side);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, side, side));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_translate (cr, x, y);
  cairo_save (cr);
  cairo_scale (cr, side, side);
  if (self->picture)
    draw_picture (cr, self->picture);
  else
    draw_ink (cr, self->smooth);
  cairo_restore (cr);
  if (self->pen_visible && gtk_widget_has_focus (widget))
    draw_pen (self, cr, side);
  cairo_destroy (cr);
}

static void
pn_pad_sheet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnPadSheet *self = PN_PAD_SHEET (object);

  switch (id)
    {
    case PROP_EMPTY:
      g_value_set_boolean (value, is_empty (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, pn_ink_undo_can_undo (self->undo));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, pn_ink_undo_can_redo (self->undo));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_pad_sheet_finalize (GObject *object)
{
  PnPadSheet *self = PN_PAD_SHEET (object);

  g_clear_pointer (&self->undo, pn_ink_undo_free);
  g_clear_pointer (&self->smooth, pn_ink_free);
  g_clear_pointer (&self->picture, g_bytes_unref);
  G_OBJECT_CLASS (pn_pad_sheet_parent_class)->finalize (object);
}

static void
pn_pad_sheet_class_init (PnPadSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_pad_sheet_get_property;
  object_class->finalize = pn_pad_sheet_finalize;
  widget_class->get_request_mode = pn_pad_sheet_get_request_mode;
  widget_class->measure = pn_pad_sheet_measure;
  widget_class->snapshot = pn_pad_sheet_snapshot;

  properties[PROP_EMPTY]
      = g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  ink_changed_signal = g_signal_new ("ink-changed", PN_TYPE_PAD_SHEET, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "padsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pn_pad_sheet_class_init_keys (widget_class);
}

static void
pn_pad_sheet_init (PnPadSheet *self)
{
  self->undo = pn_ink_undo_new ();
  self->smooth = pn_ink_new ();
  self->pen = (PnInkPoint){ 0.5, 0.5 };
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drawing pad"), -1);
  pn_pad_sheet_init_input (self);
  describe (self);
}

GtkWidget *
pn_pad_sheet_new (void)
{
  return g_object_new (PN_TYPE_PAD_SHEET, NULL);
}
