/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-class-bars.h"
#include "pn-words.h"

#define PICTURE_SIZE 56
#define MIN_COLUMN 14 /* pixels a class */
#define GAP 12

struct _PnClassBars
{
  GtkWidget parent_instance;

  PnPredictor *predictor;
  GSignalGroup *signals;
};

enum
{
  PROP_PREDICTOR = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnClassBars, pn_class_bars, GTK_TYPE_WIDGET)

static const char *
class_name (PnClassBars *self, gsize index)
{
  return pn_snapshot_class_names (pn_predictor_get_snapshot (self->predictor))[index];
}

/* The most probable classes in words, for those who can't see the bars. */
static void
describe (PnClassBars *self)
{
  g_autofree char *text
      = self->predictor ? pn_words_probabilities (self->predictor) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
changed_cb (PnClassBars *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* White on black, as the network's *Input* tile. */
static GdkTexture *
picture_texture (const guint8 *pixels, gsize width, gsize height)
{
  guint8 *rgb = g_malloc_n (width * height, 3);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < width * height; i++)
    rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = pixels[i];
  bytes = g_bytes_new_take (rgb, width * height * 3);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes, width * 3);
}

static void
snapshot_picture (PnClassBars *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  gsize n = 0;
  const guint8 *pixels = self->predictor ? pn_predictor_get_picture (self->predictor, &n) : NULL;
  PnSnapshot *network = self->predictor ? pn_predictor_get_snapshot (self->predictor) : NULL;
  const gsize *input = network ? pn_snapshot_spec (network)->input : NULL;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 3);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0, 0, 0, 1 }, bounds);
  if (pixels && input && input[0] == 1 && input[1] * input[2] == n)
    {
      g_autoptr (GdkTexture) texture = picture_texture (pixels, input[2], input[1]);

      gtk_snapshot_append_texture (snapshot, texture, bounds);
    }
  gtk_snapshot_pop (snapshot);
}

/* A class: its name below a bar that stands on a thin line. */
static void
snapshot_class (PnClassBars *self,
                GtkSnapshot *snapshot,
                const graphene_rect_t *column,
                const char *name,
                float p,
                gboolean answer)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), name);
  PangoFontDescription *font = pango_font_description_new ();
  GdkRGBA color, base;
  int width, height;
  double full, bar = MIN (column->size.width - 4, 24), x;

  pango_font_description_set_weight (font, answer ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (column->size.width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  base = color;
  base.alpha *= 0.5f;
  full = column->size.height - height - 2;
  x = column->origin.x + (column->size.width - bar) / 2;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (x, (1 - p) * (full - 1), bar, p * (full - 1)));
  gtk_snapshot_append_color (snapshot, &base, &GRAPHENE_RECT_INIT (x, full - 1, bar, 1));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (column->origin.x, full + 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
pn_class_bars_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PnClassBars *self = PN_CLASS_BARS (widget);
  PnSnapshot *network = self->predictor ? pn_predictor_get_snapshot (self->predictor) : NULL;
  gsize n = 0;
  const float *p = network ? pn_predictor_get_probabilities (self->predictor, &n) : NULL;
  int answer = network ? pn_predictor_get_answer (self->predictor) : -1;
  double left = PICTURE_SIZE + GAP, column;

  snapshot_picture (self, snapshot, &GRAPHENE_RECT_INIT (0, 0, PICTURE_SIZE, PICTURE_SIZE));
  if (!p && network)
    n = pn_spec_n_outputs (pn_snapshot_spec (network));
  column = (gtk_widget_get_width (widget) - left) / MAX (n, 1);
  for (gsize i = 0; i < n && column >= 4; i++)
    snapshot_class (
        self, snapshot,
        &GRAPHENE_RECT_INIT (left + i * column, 0, column, gtk_widget_get_height (widget)),
        class_name (self, i), p ? p[i] : 0, (int) i == answer);
}

static void
pn_class_bars_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = PICTURE_SIZE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = PICTURE_SIZE + GAP + 10 * MIN_COLUMN;
      *natural = PICTURE_SIZE + GAP + 10 * 2 * MIN_COLUMN;
    }
}

void
pn_class_bars_set_predictor (PnClassBars *self, PnPredictor *predictor)
{
  g_return_if_fail (PN_IS_CLASS_BARS (self));

  if (!g_set_object (&self->predictor, predictor))
    return;
  g_signal_group_set_target (self->signals, predictor);
  changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREDICTOR]);
}

static void
pn_class_bars_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PREDICTOR)
    g_value_set_object (value, PN_CLASS_BARS (object)->predictor);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_class_bars_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PREDICTOR)
    pn_class_bars_set_predictor (PN_CLASS_BARS (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pn_class_bars_dispose (GObject *object)
{
  PnClassBars *self = PN_CLASS_BARS (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->predictor);
  G_OBJECT_CLASS (pn_class_bars_parent_class)->dispose (object);
}

static void
pn_class_bars_class_init (PnClassBarsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_class_bars_get_property;
  object_class->set_property = pn_class_bars_set_property;
  object_class->dispose = pn_class_bars_dispose;
  widget_class->measure = pn_class_bars_measure;
  widget_class->snapshot = pn_class_bars_snapshot;
  properties[PROP_PREDICTOR]
      = g_param_spec_object ("predictor", NULL, NULL, PN_TYPE_PREDICTOR,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "classbars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pn_class_bars_init (PnClassBars *self)
{
  self->signals = g_signal_group_new (PN_TYPE_PREDICTOR);
  g_signal_group_connect_object (self->signals, "changed", G_CALLBACK (changed_cb), self,
                                 G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How probable each class is"), -1);
}

GtkWidget *
pn_class_bars_new (void)
{
  return g_object_new (PN_TYPE_CLASS_BARS, NULL);
}
