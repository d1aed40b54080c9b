/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-matrix-view.h"

#include "pn-screen-style.h"
#include "pn-theme.h"

#define NATURAL_CELL 32 /* pixels */
#define NATURAL_BAR 90

struct _PnMatrixView
{
  GtkWidget parent_instance;

  PnConfusion *confusion;
  gboolean rates;
  GPtrArray *spots; /* GtkWidget, row by row; children */
  guint current;    /* the one that takes the focus */
  int marked;       /* −1: none */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (PnMatrixView, pn_matrix_view, GTK_TYPE_WIDGET)

static guint
n_columns (PnMatrixView *self)
{
  return self->confusion ? (guint) self->confusion->n_classes + PN_MATRIX_N_SCORES : 0;
}

static void
clicked_cb (GtkWidget *spot, PnMatrixView *self)
{
  guint index;

  if (g_ptr_array_find (self->spots, spot, &index))
    g_signal_emit (self, chosen_signal, 0, index / n_columns (self), index % n_columns (self));
}

static void
name_spot (PnMatrixView *self, guint index)
{
  GtkWidget *spot = self->spots->pdata[index];
  g_autofree char *words = pn_confusion_spot_words (self->confusion, index / n_columns (self),
                                                    index % n_columns (self));

  gtk_widget_set_tooltip_text (spot, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spot), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
add_spot (PnMatrixView *self)
{
  GtkWidget *spot = gtk_button_new ();

  gtk_widget_add_css_class (spot, "matrix-spot");
  gtk_widget_set_parent (spot, GTK_WIDGET (self));
  g_signal_connect (spot, "clicked", G_CALLBACK (clicked_cb), self);
  g_ptr_array_add (self->spots, spot);
}

static void
make_spots (PnMatrixView *self)
{
  guint wanted = self->confusion ? (guint) self->confusion->n_classes * n_columns (self) : 0;

  if (self->spots->len != wanted)
    {
      g_ptr_array_set_size (self->spots, 0);
      self->current = 0;
      self->marked = -1;
    }
  while (self->spots->len < wanted)
    add_spot (self);
  for (guint i = 0; i < wanted; i++)
    name_spot (self, i);
}

void
pn_matrix_view_set (PnMatrixView *self, PnConfusion *confusion, gboolean rates)
{
  g_return_if_fail (PN_IS_MATRIX_VIEW (self));

  if (confusion)
    pn_confusion_ref (confusion);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  self->confusion = confusion;
  self->rates = rates;
  make_spots (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pn_matrix_view_mark (PnMatrixView *self, int row, int column)
{
  g_return_if_fail (PN_IS_MATRIX_VIEW (self));

  if (self->marked >= 0 && (guint) self->marked < self->spots->len)
    gtk_widget_remove_css_class (self->spots->pdata[self->marked], "chosen");
  self->marked = row >= 0 ? row * (int) n_columns (self) + column : -1;
  if (self->marked >= 0)
    gtk_widget_add_css_class (self->spots->pdata[self->marked], "chosen");
}

static void
pn_matrix_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  PnMatrixView *self = PN_MATRIX_VIEW (widget);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PnStyle style = pn_screen_style (widget, 1);
  PnMatrix matrix;

  *minimum = *natural = 0;
  if (!self->confusion)
    return;
  matrix = pn_confusion_matrix (self->confusion, self->rates);
  *minimum = *natural = (int) (pn_matrix_min_width (&matrix, context, &style) + 1);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural += (int) matrix.n * (NATURAL_CELL - 24) + PN_MATRIX_N_SCORES * NATURAL_BAR;
  else
    *minimum = *natural
        = (int) (pn_matrix_height (&matrix, context, &style, for_size > 0 ? for_size : *natural)
                 + 1);
}

static GtkSizeRequestMode
pn_matrix_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static PnRect
whole (GtkWidget *widget)
{
  return (PnRect){ 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
}

static void
allocate_spot (GtkWidget *spot, const PnRect *rect)
{
  int x = (int) rect->x, y = (int) rect->y;
  GtkAllocation place = { x, y, (int) pn_rect_right (rect) - x, (int) pn_rect_bottom (rect) - y };

  gtk_widget_measure (spot, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (spot, &place, -1);
}

static void
pn_matrix_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnMatrixView *self = PN_MATRIX_VIEW (widget);
  PnStyle style = pn_screen_style (widget, 1);
  PnRect rect = { 0, 0, width, height };
  PnMatrixLayout layout;
  PnMatrix matrix;

  if (!self->confusion)
    return;
  matrix = pn_confusion_matrix (self->confusion, self->rates);
  layout = pn_matrix_layout (&matrix, gtk_widget_get_pango_context (widget), &style, &rect);
  for (guint i = 0; i < self->spots->len; i++)
    {
      PnRect spot = pn_matrix_spot (&layout, i / n_columns (self), i % n_columns (self));

      allocate_spot (self->spots->pdata[i], &spot);
    }
}

static void
draw (PnMatrixView *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PnMatrix matrix = pn_confusion_matrix (self->confusion, self->rates);
  PnStyle style = pn_screen_style (widget, 1);
  PnRect rect = whole (widget);
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, rect.width, rect.height));
  PnCanvas *canvas = pn_canvas_new_cairo (cr, gtk_widget_get_pango_context (widget));

  pn_matrix_draw (&matrix, canvas, &rect, &style);
  pn_canvas_free (canvas);
  cairo_destroy (cr);
}

static void
pn_matrix_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnMatrixView *self = PN_MATRIX_VIEW (widget);

  if (self->confusion)
    draw (self, snapshot);
  GTK_WIDGET_CLASS (pn_matrix_view_parent_class)->snapshot (widget, snapshot);
}

/* The spot in that direction; at an edge the same. */
static guint
neighbour (PnMatrixView *self, guint index, GtkDirectionType direction)
{
  guint columns = n_columns (self), column = index % columns;

  switch (direction)
    {
    case GTK_DIR_LEFT:
      return column > 0 ? index - 1 : index;
    case GTK_DIR_RIGHT:
      return column + 1 < columns ? index + 1 : index;
    case GTK_DIR_UP:
      return index >= columns ? index - columns : index;
    case GTK_DIR_DOWN:
      return index + columns < self->spots->len ? index + columns : index;
    case GTK_DIR_TAB_FORWARD:
    case GTK_DIR_TAB_BACKWARD:
    default:
      return index;
    }
}

/* One stop for Tab, whatever the number of cells. */
static gboolean
pn_matrix_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PnMatrixView *self = PN_MATRIX_VIEW (widget);
  GtkWidget *focus = gtk_widget_get_focus_child (widget);

  if (self->spots->len == 0)
    return FALSE;
  if (focus && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    return FALSE;
  if (focus && g_ptr_array_find (self->spots, focus, &self->current))
    self->current = neighbour (self, self->current, direction);
  return gtk_widget_grab_focus (self->spots->pdata[self->current]);
}

static gboolean
pn_matrix_view_grab_focus (GtkWidget *widget)
{
  PnMatrixView *self = PN_MATRIX_VIEW (widget);

  return self->spots->len > 0 && gtk_widget_grab_focus (self->spots->pdata[self->current]);
}

static void
pn_matrix_view_dispose (GObject *object)
{
  PnMatrixView *self = PN_MATRIX_VIEW (object);

  g_clear_pointer (&self->spots, g_ptr_array_unref);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  G_OBJECT_CLASS (pn_matrix_view_parent_class)->dispose (object);
}

static void
pn_matrix_view_class_init (PnMatrixViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pn_matrix_view_dispose;
  widget_class->measure = pn_matrix_view_measure;
  widget_class->get_request_mode = pn_matrix_view_get_request_mode;
  widget_class->size_allocate = pn_matrix_view_size_allocate;
  widget_class->snapshot = pn_matrix_view_snapshot;
  widget_class->focus = pn_matrix_view_focus;
  widget_class->grab_focus = pn_matrix_view_grab_focus;
  chosen_signal = g_signal_new ("chosen", PN_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "matrixview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pn_matrix_view_init (PnMatrixView *self)
{
  self->spots = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->marked = -1;
  pn_theme_redraw_on_change (GTK_WIDGET (self));
}

GtkWidget *
pn_matrix_view_new (void)
{
  return g_object_new (PN_TYPE_MATRIX_VIEW, NULL);
}
