/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pn-answer.h"
#include "pn-class-bars.h"
#include "pn-resources.h"
#include "pn-words.h"

struct _PnAnswer
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *digit;
  GtkLabel *text;
  GtkWidget *button;
  PnClassBars *bars;

  PnDocument *document;
  PnPredictor *predictor;
  GSignalGroup *signals;
};

enum
{
  PROP_DOCUMENT = 1,
  PROP_PREDICTOR,
  PROP_OFFER_TRAINING,
  PROP_SHOW_BARS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PnAnswer, pn_answer, GTK_TYPE_WIDGET)

/* Never "100 %": rounding is no certainty. */
static char *
sureness (float probability, gboolean trained)
{
  int percent = (int) lroundf (100 * probability);

  if (!trained)
    /* Translators: what an untrained network says; the number is a percentage. */
    return g_strdup_printf (_ ("%d %% sure, but not trained yet"), percent);
  if (percent >= 100)
    return g_strdup (_ ("more than 99 % sure"));
  return g_strdup_printf (_ ("%d %% sure"), percent);
}

/* A picture that isn't there has no answer; one without an answer doesn't fit the network. */
static char *
silence (PnAnswer *self)
{
  gsize n;

  if (!self->predictor || !pn_predictor_get_snapshot (self->predictor))
    return g_strdup (_ ("There is no network to ask"));
  if (pn_predictor_get_picture (self->predictor, &n))
    return g_strdup (_ ("This network doesn't take drawings"));
  return g_strdup (_ ("Draw a digit to see what the network answers"));
}

/* Asked of the run: the snapshot of a model from a file has no steps. */
static gboolean
is_trained (PnAnswer *self)
{
  PnRun *run = self->document ? pn_document_get_selected (self->document) : NULL;

  return !run || pn_run_get_state (run) != PN_RUN_UNTRAINED;
}

static void
update_tooltip (PnAnswer *self)
{
  g_autofree char *words
      = self->predictor != NULL ? pn_words_probabilities (self->predictor) : g_strdup ("");

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), *words != '\0' ? words : NULL);
}

static void
changed_cb (PnAnswer *self)
{
  int answer = self->predictor ? pn_predictor_get_answer (self->predictor) : -1;
  g_autofree char *text = NULL;
  gsize n;

  if (answer < 0)
    {
      text = silence (self);
      gtk_label_set_label (self->digit, "");
    }
  else
    {
      PnSnapshot *snapshot = pn_predictor_get_snapshot (self->predictor);

      text = sureness (pn_predictor_get_probabilities (self->predictor, &n)[answer],
                       is_trained (self));
      gtk_label_set_label (self->digit, pn_snapshot_class_names (snapshot)[answer]);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->digit), answer >= 0);
  gtk_label_set_label (self->text, text);
  update_tooltip (self);
}

void
pn_answer_set_document (PnAnswer *self, PnDocument *document)
{
  g_return_if_fail (PN_IS_ANSWER (self));
  g_return_if_fail (!document || PN_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;
  changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

void
pn_answer_set_predictor (PnAnswer *self, PnPredictor *predictor)
{
  g_return_if_fail (PN_IS_ANSWER (self));
  g_return_if_fail (!predictor || PN_IS_PREDICTOR (predictor));

  if (!g_set_object (&self->predictor, predictor))
    return;
  g_signal_group_set_target (self->signals, predictor);
  pn_class_bars_set_predictor (self->bars, predictor);
  changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREDICTOR]);
}

static void
show_child (PnAnswer *self, GtkWidget *child, gboolean show, guint property)
{
  if (gtk_widget_get_visible (child) == show)
    return;
  gtk_widget_set_visible (child, show);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
pn_answer_set_offer_training (PnAnswer *self, gboolean offer)
{
  g_return_if_fail (PN_IS_ANSWER (self));

  show_child (self, self->button, !!offer, PROP_OFFER_TRAINING);
}

void
pn_answer_set_show_bars (PnAnswer *self, gboolean show)
{
  g_return_if_fail (PN_IS_ANSWER (self));

  show_child (self, GTK_WIDGET (self->bars), !!show, PROP_SHOW_BARS);
}

const char *
pn_answer_get_text (PnAnswer *self)
{
  g_return_val_if_fail (PN_IS_ANSWER (self), NULL);

  return gtk_label_get_label (self->text);
}

const char *
pn_answer_get_class (PnAnswer *self)
{
  g_return_val_if_fail (PN_IS_ANSWER (self), NULL);

  return gtk_label_get_label (self->digit);
}

static void
pn_answer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnAnswer *self = PN_ANSWER (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_PREDICTOR:
      g_value_set_object (value, self->predictor);
      break;
    case PROP_OFFER_TRAINING:
      g_value_set_boolean (value, gtk_widget_get_visible (self->button));
      break;
    case PROP_SHOW_BARS:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->bars)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_answer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnAnswer *self = PN_ANSWER (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      pn_answer_set_document (self, g_value_get_object (value));
      break;
    case PROP_PREDICTOR:
      pn_answer_set_predictor (self, g_value_get_object (value));
      break;
    case PROP_OFFER_TRAINING:
      pn_answer_set_offer_training (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_BARS:
      pn_answer_set_show_bars (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_answer_dispose (GObject *object)
{
  PnAnswer *self = PN_ANSWER (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->document);
  g_clear_object (&self->predictor);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pn_answer_parent_class)->dispose (object);
}

static void
pn_answer_class_init (PnAnswerClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pn_answer_get_property;
  object_class->set_property = pn_answer_set_property;
  object_class->dispose = pn_answer_dispose;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, PN_TYPE_DOCUMENT, flags);
  properties[PROP_PREDICTOR]
      = g_param_spec_object ("predictor", NULL, NULL, PN_TYPE_PREDICTOR, flags);
  properties[PROP_OFFER_TRAINING]
      = g_param_spec_boolean ("offer-training", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_BARS] = g_param_spec_boolean ("show-bars", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PN_TYPE_CLASS_BARS);
  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, PnAnswer, content);
  gtk_widget_class_bind_template_child (widget_class, PnAnswer, digit);
  gtk_widget_class_bind_template_child (widget_class, PnAnswer, text);
  gtk_widget_class_bind_template_child (widget_class, PnAnswer, button);
  gtk_widget_class_bind_template_child (widget_class, PnAnswer, bars);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "answer");
}

static void
pn_answer_init (PnAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (PN_TYPE_PREDICTOR);
  g_signal_group_connect_object (self->signals, "changed", G_CALLBACK (changed_cb), self,
                                 G_CONNECT_SWAPPED);
  changed_cb (self);
}

GtkWidget *
pn_answer_new (void)
{
  return g_object_new (PN_TYPE_ANSWER, NULL);
}
