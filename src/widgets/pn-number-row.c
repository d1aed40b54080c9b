/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pn-number-row.h"
#include "pn-number.h"
#include "pn-pending.h"
#include "pn-resources.h"

struct _PnNumberRow
{
  AdwActionRow parent_instance;

  double value;
  double minimum;
  double maximum;
  double step;
  gboolean whole;
  PnStepping stepping;
  char *range;
  char *hint;

  GtkEditable *entry;
  GtkWidget *less;
  GtkWidget *more;
  GtkWidget *pending;
};

enum
{
  PROP_VALUE = 1,
  PROP_MINIMUM,
  PROP_MAXIMUM,
  PROP_STEP,
  PROP_WHOLE,
  PROP_STEPPING,
  PROP_RANGE,
  PROP_HINT,
  PROP_PENDING,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint edited_signal;

G_DEFINE_FINAL_TYPE (PnNumberRow, pn_number_row, ADW_TYPE_ACTION_ROW)

GType
pn_stepping_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { PN_STEPPING_LINEAR, "PN_STEPPING_LINEAR", "linear" },
    { PN_STEPPING_DOUBLING, "PN_STEPPING_DOUBLING", "doubling" },
    { PN_STEPPING_DECADE, "PN_STEPPING_DECADE", "decade" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("PnStepping", values));
  return type;
}

/* The next of 1, 2, 5, 10 times a power of ten. */
static double
next_in_decade (double value, int direction)
{
  static const double marks[] = { 0.5, 1.0, 2.0, 5.0, 10.0 };
  int exponent = (int) floor (log10 (value) + 1e-9);
  double lead = value / pow (10.0, exponent);
  double mark = direction > 0 ? marks[4] : marks[0];
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      double candidate = marks[direction > 0 ? i : G_N_ELEMENTS (marks) - 1 - i];

      if (direction * (candidate - lead) > 1e-6 * lead)
        {
          mark = candidate;
          break;
        }
    }
  /* By way of text, so that 0.05 is the number that someone would have typed. */
  text = g_strdup_printf ("%de%d", (int) (mark * 10.0), exponent - 1);
  return g_ascii_strtod (text, NULL);
}

static double
next_power_of_two (double value, int direction)
{
  double exponent = log2 (MAX (value, 1.0));

  return exp2 (direction > 0 ? floor (exponent + 1e-9) + 1.0 : ceil (exponent - 1e-9) - 1.0);
}

double
pn_stepping_next (PnStepping stepping, double step, double value, int direction)
{
  if (stepping == PN_STEPPING_DOUBLING)
    return next_power_of_two (value, direction);
  if (stepping == PN_STEPPING_DECADE && value > 0.0)
    return next_in_decade (value, direction);
  /* To a multiple of the step, and without the crumbs of binary fractions. */
  return (direction > 0 ? floor (value / step + 1e-9) + 1.0 : ceil (value / step - 1e-9) - 1.0)
         / (1.0 / step);
}

static void
update_buttons (PnNumberRow *self)
{
  gtk_widget_set_sensitive (self->less, self->value > self->minimum);
  gtk_widget_set_sensitive (self->more, self->value < self->maximum);
}

static void
clear_error (PnNumberRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), self->hint != NULL ? self->hint : "");
}

void
pn_number_row_refuse (PnNumberRow *self, const char *message)
{
  g_return_if_fail (PN_IS_NUMBER_ROW (self));

  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), message);
}

void
pn_number_row_reset (PnNumberRow *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PN_IS_NUMBER_ROW (self));

  text = pn_number_format (self->value);
  /* Its own undo forgets what was typed before: Ctrl+Z now takes back the change itself. */
  gtk_editable_set_enable_undo (self->entry, FALSE);
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_enable_undo (self->entry, TRUE);
  gtk_editable_set_position (self->entry, -1);
  clear_error (self);
}

double
pn_number_row_get_value (PnNumberRow *self)
{
  g_return_val_if_fail (PN_IS_NUMBER_ROW (self), 0.0);

  return self->value;
}

void
pn_number_row_set_value (PnNumberRow *self, double value)
{
  g_return_if_fail (PN_IS_NUMBER_ROW (self));

  if (value == self->value)
    return;
  self->value = value;
  pn_number_row_reset (self);
  update_buttons (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

static gboolean
is_unchanged (PnNumberRow *self)
{
  g_autofree char *shown = pn_number_format (self->value);

  return g_str_equal (gtk_editable_get_text (self->entry), shown);
}

/* The text counts now: Return, or the focus leaves. */
static void
commit (PnNumberRow *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  double value;

  if (is_unchanged (self))
    {
      clear_error (self);
      return;
    }
  if (!pn_number_parse (text, self->whole, &value) || value < self->minimum
      || value > self->maximum)
    {
      pn_number_row_refuse (self, self->range);
      return;
    }
  clear_error (self);
  g_signal_emit (self, edited_signal, 0, value);
  /* The same number in other words ("0,020"): show it as all numbers are shown. */
  if (value == self->value)
    pn_number_row_reset (self);
}

static void
step_by (PnNumberRow *self, int direction)
{
  double value;

  if (!is_unchanged (self))
    commit (self);
  value = pn_stepping_next (self->stepping, self->step, self->value, direction);
  value = CLAMP (value, self->minimum, self->maximum);
  if (value != self->value)
    g_signal_emit (self, edited_signal, 0, value);
}

static void
less_clicked_cb (PnNumberRow *self)
{
  step_by (self, -1);
}

static void
more_clicked_cb (PnNumberRow *self)
{
  step_by (self, +1);
}

static void
activate_cb (PnNumberRow *self)
{
  commit (self);
}

static void
focus_leave_cb (PnNumberRow *self)
{
  commit (self);
}

/* GtkText keeps Ctrl+Z and Ctrl+Y to itself even where it has nothing to undo or to redo; then they
 * mean the document.
 */
static gboolean
undo_key (PnNumberRow *self, guint key, GdkModifierType modifiers)
{
  guint letter = gdk_keyval_to_lower (key);
  gboolean redo = letter == GDK_KEY_y || modifiers & GDK_SHIFT_MASK;

  if ((letter != GDK_KEY_z && letter != GDK_KEY_y) || !(modifiers & GDK_CONTROL_MASK)
      || !is_unchanged (self))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), redo ? "win.redo" : "win.undo", NULL);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (PnNumberRow *self, guint key, guint code, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (modifiers != 0)
    return undo_key (self, key, modifiers);
  if (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    step_by (self, +1);
  else if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    step_by (self, -1);
  else if (key == GDK_KEY_Escape && !is_unchanged (self))
    pn_number_row_reset (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
set_hint (PnNumberRow *self, const char *hint)
{
  g_free (self->hint);
  self->hint = g_strdup (hint);
  if (!gtk_widget_has_css_class (GTK_WIDGET (self->entry), "error"))
    clear_error (self);
}

static void
pn_number_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PnNumberRow *self = PN_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      pn_number_row_set_value (self, g_value_get_double (value));
      break;
    case PROP_MINIMUM:
      self->minimum = g_value_get_double (value);
      break;
    case PROP_MAXIMUM:
      self->maximum = g_value_get_double (value);
      break;
    case PROP_STEP:
      self->step = g_value_get_double (value);
      break;
    case PROP_WHOLE:
      self->whole = g_value_get_boolean (value);
      break;
    case PROP_STEPPING:
      self->stepping = g_value_get_enum (value);
      break;
    case PROP_HINT:
      set_hint (self, g_value_get_string (value));
      break;
    case PROP_PENDING:
      gtk_widget_set_visible (self->pending, g_value_get_boolean (value));
      break;
    case PROP_RANGE:
      g_free (self->range);
      self->range = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pn_number_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PnNumberRow *self = PN_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_VALUE:
      g_value_set_double (value, self->value);
      break;
    case PROP_MINIMUM:
      g_value_set_double (value, self->minimum);
      break;
    case PROP_MAXIMUM:
      g_value_set_double (value, self->maximum);
      break;
    case PROP_STEP:
      g_value_set_double (value, self->step);
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, self->whole);
      break;
    case PROP_STEPPING:
      g_value_set_enum (value, self->stepping);
      break;
    case PROP_RANGE:
      g_value_set_string (value, self->range);
      break;
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

/* The field takes its name from the row, whose activatable widget it is; the buttons do not. */
static void
name_children (PnNumberRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *less = g_strdup_printf (_ ("Decrease %s"), title);
  g_autofree char *more = g_strdup_printf (_ ("Increase %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->less), GTK_ACCESSIBLE_PROPERTY_LABEL, less,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, more,
                                  -1);
}

static void
pn_number_row_finalize (GObject *object)
{
  PnNumberRow *self = PN_NUMBER_ROW (object);

  g_free (self->range);
  g_free (self->hint);
  G_OBJECT_CLASS (pn_number_row_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  const double infinity = G_MAXDOUBLE;

  properties[PROP_VALUE]
      = g_param_spec_double ("value", NULL, NULL, -infinity, infinity, 0.0, flags);
  properties[PROP_MINIMUM]
      = g_param_spec_double ("minimum", NULL, NULL, -infinity, infinity, 0.0, flags);
  properties[PROP_MAXIMUM]
      = g_param_spec_double ("maximum", NULL, NULL, -infinity, infinity, infinity, flags);
  properties[PROP_STEP] = g_param_spec_double ("step", NULL, NULL, 0.0, infinity, 1.0, flags);
  properties[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  properties[PROP_STEPPING]
      = g_param_spec_enum ("stepping", NULL, NULL, PN_TYPE_STEPPING, PN_STEPPING_LINEAR, flags);
  properties[PROP_RANGE] = g_param_spec_string ("range", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
pn_number_row_class_init (PnNumberRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = pn_number_row_set_property;
  object_class->get_property = pn_number_row_get_property;
  object_class->finalize = pn_number_row_finalize;
  install_properties (object_class);
  edited_signal = g_signal_new ("edited", PN_TYPE_NUMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class, PN_RESOURCE_PREFIX "pn-number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PnNumberRow, entry);
  gtk_widget_class_bind_template_child (widget_class, PnNumberRow, less);
  gtk_widget_class_bind_template_child (widget_class, PnNumberRow, more);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, less_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
pn_number_row_init (PnNumberRow *self)
{
  self->maximum = G_MAXDOUBLE;
  self->step = 1.0;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pending = pn_pending_button_new ();
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->pending);
  g_signal_connect (self, "notify::title", G_CALLBACK (name_children), NULL);
  pn_number_row_reset (self);
}
