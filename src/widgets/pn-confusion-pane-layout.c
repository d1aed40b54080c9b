/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-confusion-pane-private.h"

#define SIDE_BY_SIDE 520  /* pixels of width from which on the images are beside the matrix */
#define IMAGES_MIN 200    /* of width, beside it */
#define IMAGES_SHARE 0.36 /* of the height, below it */
#define SPACING 12
#define LINE_SPACING 4
#define LEAST_HEIGHT 160

static int
height_of (GtkWidget *child, int width)
{
  int minimum;

  if (!gtk_widget_should_layout (child))
    return 0;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The rest scrolls: as small as a plot may be. */
static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);
  int header, empty = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = LEAST_HEIGHT;
      *natural = 2 * LEAST_HEIGHT;
      return;
    }
  gtk_widget_measure (self->header, orientation, -1, &header, NULL, NULL, NULL);
  if (gtk_widget_should_layout (self->empty))
    gtk_widget_measure (self->empty, orientation, -1, &empty, NULL, NULL, NULL);
  *minimum = MAX (header, empty);
  *natural = MAX (*minimum, 2 * SIDE_BY_SIDE);
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  if (gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, MAX (width, 1), MAX (height, 1) }, -1);
}

/* Mirrored where people read from right to left. */
static void
allocate_beside (PnConfusionPane *self, int y, int width, int height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int natural, left;

  gtk_widget_measure (GTK_WIDGET (self->matrix), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                      NULL, NULL);
  left = MIN (natural, width - IMAGES_MIN - SPACING);
  allocate (self->scrolled, mirrored ? width - left : 0, y, left, height);
  allocate (self->images_box, mirrored ? 0 : left + SPACING, y, width - left - SPACING, height);
}

static void
allocate_below (PnConfusionPane *self, int y, int width, int height)
{
  int images = (int) (IMAGES_SHARE * height);

  allocate (self->scrolled, 0, y, width, height - images - SPACING);
  allocate (self->images_box, 0, y + height - images, width, images);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PnConfusionPane *self = PN_CONFUSION_PANE (widget);
  int header = height_of (self->header, width);
  int status = height_of (GTK_WIDGET (self->status), width);
  int y = header + LINE_SPACING;

  allocate (self->header, 0, 0, width, header);
  allocate (GTK_WIDGET (self->status), 0, y, width, status);
  y += status + (status > 0 ? LINE_SPACING : 0);
  allocate (self->empty, 0, y, width, MAX (height - y, height_of (self->empty, width)));
  if (width >= SIDE_BY_SIDE)
    allocate_beside (self, y, width, height - y);
  else
    allocate_below (self, y, width, height - y);
}

void
pn_confusion_pane_class_init_layout (GtkWidgetClass *widget_class)
{
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
}
