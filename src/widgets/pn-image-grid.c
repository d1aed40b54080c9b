/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-image-grid.h"

#include <glib/gi18n-lib.h>

#define PICTURE_SIZE 56 /* pixels at least: twice MNIST's, so that each of its pixels is four */
#define CERTAIN 0.995   /* what would be rounded to 100 % */

/* An image's index, as a model wants it. */
#define PN_TYPE_IMAGE_ITEM (pn_image_item_get_type ())
G_DECLARE_FINAL_TYPE (PnImageItem, pn_image_item, PN, IMAGE_ITEM, GObject)

struct _PnImageItem
{
  GObject parent_instance;

  guint image;
};

G_DEFINE_FINAL_TYPE (PnImageItem, pn_image_item, G_TYPE_OBJECT)

static void
pn_image_item_class_init (PnImageItemClass *klass)
{
}

static void
pn_image_item_init (PnImageItem *self)
{
}

struct _PnImageGrid
{
  AdwBin parent_instance;

  GListStore *items;
  PnDataset *dataset;
  PnConfusion *confusion;
};

static guint activated_signal;

G_DEFINE_FINAL_TYPE (PnImageGrid, pn_image_grid, ADW_TYPE_BIN)

gboolean
pn_image_grid_can_show (PnDataset *dataset)
{
  const gsize *shape = pn_dataset_shape (dataset);

  return pn_dataset_bytes (dataset) && shape[0] == 1 && shape[1] > 1 && shape[2] > 1;
}

/* Each pixel as a square of whole pixels, which no filter blurs. */
static GdkTexture *
texture_of (PnDataset *dataset, guint image)
{
  const gsize *shape = pn_dataset_shape (dataset);
  const guint8 *pixels = pn_dataset_bytes (dataset) + image * pn_dataset_n_inputs (dataset);
  gsize scale = MAX (PICTURE_SIZE / MAX (shape[1], shape[2]), 1);
  gsize width = shape[2] * scale, height = shape[1] * scale;
  guint8 *rgb = g_malloc_n (width * height, 3);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      for (gsize c = 0; c < 3; c++)
        rgb[3 * (y * width + x) + c] = pixels[y / scale * shape[2] + x / scale];
  bytes = g_bytes_new_take (rgb, 3 * width * height);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}

/* "9 · 98 %" */
static char *
caption_of (const PnConfusion *confusion, guint image)
{
  const char *name = confusion->names[confusion->answers[image]];
  double confidence = confusion->confidences[image];

  if (confidence >= CERTAIN)
    /* Translators: an answer, surer than that. */
    return g_strdup_printf (_ ("%s · >99 %%"), name);
  /* Translators: an answer, and how sure it is. */
  return g_strdup_printf (_ ("%s · %.0f %%"), name, 100 * confidence);
}

static char *
words_of (const PnConfusion *confusion, guint image)
{
  /* Translators: names of classes; how sure it is; the number of the image. */
  return g_strdup_printf (_ ("true %s, answered %s, %.1f %% sure, image %u"),
                          confusion->names[confusion->labels[image]],
                          confusion->names[confusion->answers[image]],
                          100 * confusion->confidences[image], image);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *picture = gtk_picture_new (), *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (picture, PICTURE_SIZE, PICTURE_SIZE);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, PnImageGrid *self)
{
  guint image = PN_IMAGE_ITEM (gtk_list_item_get_item (item))->image;
  GtkWidget *box = gtk_list_item_get_child (item), *cell = gtk_widget_get_parent (box);
  g_autoptr (GdkTexture) texture = texture_of (self->dataset, image);
  g_autofree char *caption = caption_of (self->confusion, image);
  g_autofree char *words = words_of (self->confusion, image);

  gtk_picture_set_paintable (GTK_PICTURE (gtk_widget_get_first_child (box)),
                             GDK_PAINTABLE (texture));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), caption);
  gtk_widget_set_tooltip_text (box, words);
  /* The cell is what has the focus. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
activate_cb (GtkGridView *view, guint position, PnImageGrid *self)
{
  g_autoptr (PnImageItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  g_signal_emit (self, activated_signal, 0, item->image);
}

void
pn_image_grid_set (PnImageGrid *self,
                   PnDataset *dataset,
                   PnConfusion *confusion,
                   const GArray *images)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (PN_IS_IMAGE_GRID (self));

  g_list_store_remove_all (self->items);
  g_clear_pointer (&self->dataset, pn_dataset_unref);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  self->dataset = dataset ? pn_dataset_ref (dataset) : NULL;
  self->confusion = confusion ? pn_confusion_ref (confusion) : NULL;
  for (guint i = 0; images && i < images->len; i++)
    {
      PnImageItem *item = g_object_new (PN_TYPE_IMAGE_ITEM, NULL);

      item->image = g_array_index (images, guint32, i);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, 0, items->pdata, items->len);
}

static void
pn_image_grid_dispose (GObject *object)
{
  PnImageGrid *self = PN_IMAGE_GRID (object);

  if (self->items)
    g_list_store_remove_all (self->items);
  g_clear_object (&self->items);
  g_clear_pointer (&self->dataset, pn_dataset_unref);
  g_clear_pointer (&self->confusion, pn_confusion_unref);
  G_OBJECT_CLASS (pn_image_grid_parent_class)->dispose (object);
}

static void
pn_image_grid_class_init (PnImageGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pn_image_grid_dispose;
  activated_signal = g_signal_new ("activated", PN_TYPE_IMAGE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "imagegrid");
}

static void
pn_image_grid_init (PnImageGrid *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new (), *view;

  self->items = g_list_store_new (PN_TYPE_IMAGE_ITEM);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  view = gtk_grid_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items)))),
      factory);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (view), 40);
  gtk_grid_view_set_single_click_activate (GTK_GRID_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Images"), -1);
  g_signal_connect (view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
pn_image_grid_new (void)
{
  return g_object_new (PN_TYPE_IMAGE_GRID, NULL);
}
