/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-layout-check.h"

#include "pn-layer-handle.h"

#define TARGET 24
/* Rounding to whole pixels, and a border that two neighbours share. */
#define TOLERANCE 1.01f

typedef struct
{
  GtkWidget *widget;
  graphene_rect_t rect; /* what can be seen of it, in the window */
} Leaf;

typedef struct
{
  GtkWidget *window;
  GArray *leaves;
  GPtrArray *faults;
} Check;

/* Where a child may be seen, and in which directions more of it can be scrolled to. */
typedef struct
{
  graphene_rect_t rect;
  gboolean scrolls[2]; /* by GtkOrientation */
} Clip;

static const char *
words_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (PN_IS_LAYER_HANDLE (widget))
    return pn_layer_handle_get_words (PN_LAYER_HANDLE (widget));
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  return tooltip != NULL ? tooltip : gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
}

static void
find_fault (Check *check, GtkWidget *widget, const graphene_rect_t *rect, const char *fault)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  g_ptr_array_add (check->faults,
                   g_strdup_printf ("%s in %s, “%s”, at %.0f, %.0f, %.0f × %.0f: %s",
                                    G_OBJECT_TYPE_NAME (widget),
                                    parent != NULL ? G_OBJECT_TYPE_NAME (parent) : "nothing",
                                    words_of (widget), rect->origin.x, rect->origin.y,
                                    rect->size.width, rect->size.height, fault));
}

static void
check_text (Check *check, GtkLabel *label, const graphene_rect_t *rect)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    find_fault (check, GTK_WIDGET (label), rect, "the text is ellipsized");
  else if (width > gtk_widget_get_width (GTK_WIDGET (label)) + TOLERANCE
           || height > gtk_widget_get_height (GTK_WIDGET (label)) + TOLERANCE)
    find_fault (check, GTK_WIDGET (label), rect, "the text is larger than its label");
}

/* Scrolled windows show where they are; they are moved by wheel, finger and keys. */
static gboolean
is_scroll_indicator (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return GTK_IS_SCROLLBAR (parent) && GTK_IS_SCROLLED_WINDOW (gtk_widget_get_parent (parent));
}

static gboolean
can_be_hit (GtkWidget *widget)
{
  if (is_scroll_indicator (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_ENTRY (widget) || GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_RANGE (widget)
         || PN_IS_LAYER_HANDLE (widget);
}

static gboolean
is_leaf (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
  return (can_be_hit (widget) && !GTK_IS_LIST_BOX_ROW (widget)) || GTK_IS_PROGRESS_BAR (widget);
}

/* A finger in the middle must reach it, or else what it holds or what holds it. */
static void
check_covered (Check *check, GtkWidget *widget, const graphene_rect_t *rect)
{
  graphene_point_t middle;
  GtkWidget *hit;

  if (!gtk_widget_get_can_target (widget))
    return;
  graphene_rect_get_center (rect, &middle);
  hit = gtk_widget_pick (check->window, middle.x, middle.y, GTK_PICK_INSENSITIVE);
  if (hit != NULL && hit != widget && !gtk_widget_is_ancestor (hit, widget)
      && !gtk_widget_is_ancestor (widget, hit))
    find_fault (check, widget, rect, "something lies over it");
}

static void
check_target (Check *check, GtkWidget *widget, const graphene_rect_t *rect)
{
  if (rect->size.width < TARGET || rect->size.height < TARGET)
    find_fault (check, widget, rect, "smaller than 24×24");
}

static void
check_seen (Check *check, GtkWidget *widget, const graphene_rect_t *rect, const Clip *clip)
{
  const graphene_rect_t *c = &clip->rect;
  gboolean beyond_x
      = rect->origin.x < c->origin.x - TOLERANCE
        || rect->origin.x + rect->size.width > c->origin.x + c->size.width + TOLERANCE;
  gboolean beyond_y
      = rect->origin.y < c->origin.y - TOLERANCE
        || rect->origin.y + rect->size.height > c->origin.y + c->size.height + TOLERANCE;

  if ((beyond_x && !clip->scrolls[GTK_ORIENTATION_HORIZONTAL])
      || (beyond_y && !clip->scrolls[GTK_ORIENTATION_VERTICAL]))
    find_fault (check, widget, rect, "cut off, or beyond the window");
}

static void
check_widget (Check *check, GtkWidget *widget, const graphene_rect_t *rect, const Clip *clip)
{
  Leaf leaf = { .widget = widget };

  if (GTK_IS_LABEL (widget) && is_leaf (widget))
    check_text (check, GTK_LABEL (widget), rect);
  if (can_be_hit (widget))
    check_target (check, widget, rect);
  if (is_leaf (widget) || can_be_hit (widget))
    check_seen (check, widget, rect, clip);
  if (!graphene_rect_intersection (rect, &clip->rect, &leaf.rect))
    return;
  if (can_be_hit (widget))
    check_covered (check, widget, &leaf.rect);
  if (is_leaf (widget))
    g_array_append_val (check->leaves, leaf);
}

static gboolean
can_scroll (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment)
         > gtk_adjustment_get_page_size (adjustment);
}

/* The network's canvas scrolls by itself. */
static gboolean
shows_scrollbar (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_SCROLLBAR (child) && gtk_widget_get_mapped (child))
      return TRUE;
  return FALSE;
}

static Clip
clip_within (GtkWidget *widget, const graphene_rect_t *rect, const Clip *outer)
{
  Clip clip = *outer;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    {
      GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (widget);
      clip.scrolls[GTK_ORIENTATION_HORIZONTAL]
          |= can_scroll (gtk_scrolled_window_get_hadjustment (scrolled));
      clip.scrolls[GTK_ORIENTATION_VERTICAL]
          |= can_scroll (gtk_scrolled_window_get_vadjustment (scrolled));
    }
  if (g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "PnNetworkCanvas") == 0)
    clip.scrolls[GTK_ORIENTATION_HORIZONTAL] |= shows_scrollbar (widget);
  if (gtk_widget_get_overflow (widget) == GTK_OVERFLOW_HIDDEN || GTK_IS_SCROLLED_WINDOW (widget))
    if (!graphene_rect_intersection (rect, &outer->rect, &clip.rect))
      clip.rect = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return clip;
}

/* Popovers and tooltips, which are native as windows are, may lie over what they belong to. */
static void
walk (Check *check, GtkWidget *widget, const Clip *clip)
{
  graphene_rect_t rect;

  if (!gtk_widget_get_mapped (widget) || (widget != check->window && GTK_IS_NATIVE (widget))
      || !gtk_widget_compute_bounds (widget, check->window, &rect))
    return;
  check_widget (check, widget, &rect, clip);
  Clip inner = clip_within (widget, &rect, clip);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (check, child, &inner);
}

static void
check_pair (Check *check, const Leaf *a, const Leaf *b)
{
  graphene_rect_t common;

  if (gtk_widget_is_ancestor (a->widget, b->widget) || gtk_widget_is_ancestor (b->widget, a->widget)
      || !graphene_rect_intersection (&a->rect, &b->rect, &common) || common.size.width <= TOLERANCE
      || common.size.height <= TOLERANCE)
    return;
  g_autofree char *fault
      = g_strdup_printf ("lies over %s “%s”", G_OBJECT_TYPE_NAME (b->widget), words_of (b->widget));
  find_fault (check, a->widget, &common, fault);
}

static void
check_overlaps (Check *check)
{
  for (guint a = 0; a < check->leaves->len; a++)
    for (guint b = 0; b < a; b++)
      check_pair (check, &g_array_index (check->leaves, Leaf, a),
                  &g_array_index (check->leaves, Leaf, b));
}

GPtrArray *
pn_layout_check (GtkWidget *window)
{
  Check check = { .window = window,
                  .leaves = g_array_new (FALSE, FALSE, sizeof (Leaf)),
                  .faults = g_ptr_array_new_with_free_func (g_free) };
  Clip clip = { .rect = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (window),
                                            gtk_widget_get_height (window)) };

  walk (&check, window, &clip);
  check_overlaps (&check);
  g_array_unref (check.leaves);
  return check.faults;
}
