/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-choice-row.h"
#include "pn-pending.h"

struct _PnChoiceRow
{
  AdwComboRow parent_instance;

  char *hint;
  GtkWidget *pending;
  guint quiet; /* set by us, not chosen by the user */
  guint chosen;
  guint telling; /* source of the idle that tells of it */
};

enum
{
  PROP_HINT = 1,
  PROP_PENDING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint chosen_signal;

G_DEFINE_FINAL_TYPE (PnChoiceRow, pn_choice_row, ADW_TYPE_COMBO_ROW)

/* AdwComboRow has written the value there; the hint goes behind. */
static void
update_subtitle (PnChoiceRow *self)
{
  gpointer item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self));
  const char *value = item != NULL ? gtk_string_object_get_string (item) : "";
  g_autofree char *both = NULL;

  if (!adw_combo_row_get_use_subtitle (ADW_COMBO_ROW (self)))
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), self->hint != NULL ? self->hint : "");
      return;
    }
  if (self->hint != NULL && *self->hint != '\0')
    /* Translators: a value, and when a change of it acts: "uniform (−1, 1), at the next start" */
    both = g_strdup_printf (_ ("%s, %s"), value, self->hint);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), both != NULL ? both : value);
}

static gboolean
tell_cb (gpointer data)
{
  PnChoiceRow *self = data;

  self->telling = 0;
  g_signal_emit (self, chosen_signal, 0, self->chosen);
  return G_SOURCE_REMOVE;
}

/* Told a moment later: who listens may set other choices, and AdwComboRow doesn't bear a new model
 * while it is choosing from the old one.
 */
static void
selected_cb (PnChoiceRow *self)
{
  guint position = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  update_subtitle (self);
  if (self->quiet > 0 || position == GTK_INVALID_LIST_POSITION)
    return;
  self->chosen = position;
  if (self->telling == 0)
    self->telling = g_idle_add (tell_cb, self);
}

static gboolean
same_choices (GListModel *model, const char *const *choices)
{
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;

  if (model == NULL || g_strv_length ((char **) choices) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (model), i), choices[i]) != 0)
      return FALSE;
  return TRUE;
}

void
pn_choice_row_set (PnChoiceRow *self, const char *const *choices, guint chosen)
{
  AdwComboRow *row = ADW_COMBO_ROW (self);
  g_autoptr (GtkStringList) list = NULL;

  g_return_if_fail (PN_IS_CHOICE_ROW (self));

  self->quiet++;
  if (!same_choices (adw_combo_row_get_model (row), choices))
    {
      list = gtk_string_list_new (choices);
      adw_combo_row_set_model (row, G_LIST_MODEL (list));
    }
  if (adw_combo_row_get_selected (row) != chosen)
    adw_combo_row_set_selected (row, chosen);
  update_subtitle (self);
  self->quiet--;
}

static void
set_hint (PnChoiceRow *self, const char *hint)
{
  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_subtitle (self);
}

static void
pn_choice_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnChoiceRow *self = PN_CHOICE_ROW (object);

  switch (id)
    {
    case PROP_HINT:
      set_hint (self, g_value_get_string (value));
      break;
    case PROP_PENDING:
      gtk_widget_set_visible (self->pending, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_choice_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnChoiceRow *self = PN_CHOICE_ROW (object);

  switch (id)
    {
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_PENDING:
      g_value_set_boolean (value, gtk_widget_get_visible (self->pending));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_choice_row_dispose (GObject *object)
{
  g_clear_handle_id (&PN_CHOICE_ROW (object)->telling, g_source_remove);
  G_OBJECT_CLASS (pn_choice_row_parent_class)->dispose (object);
}

static void
pn_choice_row_finalize (GObject *object)
{
  g_free (PN_CHOICE_ROW (object)->hint);
  G_OBJECT_CLASS (pn_choice_row_parent_class)->finalize (object);
}

static void
pn_choice_row_class_init (PnChoiceRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = pn_choice_row_set_property;
  object_class->get_property = pn_choice_row_get_property;
  object_class->dispose = pn_choice_row_dispose;
  object_class->finalize = pn_choice_row_finalize;
  properties[PROP_HINT]
      = g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  chosen_signal = g_signal_new ("chosen", PN_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
pn_choice_row_init (PnChoiceRow *self)
{
  self->pending = pn_pending_button_new ();
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->pending);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}
