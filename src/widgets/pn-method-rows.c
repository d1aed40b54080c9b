/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-method-rows.h"

#include <glib/gi18n-lib.h>

#include "pn-choice-row.h"
#include "pn-number-row.h"

/* A number of the settings. The range agrees with pn_settings_validate(). */
typedef struct
{
  gsize offset;
  gboolean whole; /* a gsize; else a double */
  const char *title;
  double minimum;
  double maximum;
  double step;
  const char *range;
  const char *label;
  gboolean (*is_used) (const PnSettings *settings); /* NULL: always */
} Number;

static gboolean
uses_rho (const PnSettings *settings)
{
  return settings->optimizer == PN_OPTIMIZER_RMSPROP;
}

static gboolean
uses_betas (const PnSettings *settings)
{
  return settings->optimizer == PN_OPTIMIZER_ADAM || settings->optimizer == PN_OPTIMIZER_ADAMW;
}

static gboolean
uses_epsilon (const PnSettings *settings)
{
  return uses_rho (settings) || uses_betas (settings);
}

static gboolean
uses_decay (const PnSettings *settings)
{
  return settings->schedule == PN_SCHEDULE_STEP || settings->schedule == PN_SCHEDULE_EXPONENTIAL;
}

static gboolean
uses_every (const PnSettings *settings)
{
  return settings->schedule == PN_SCHEDULE_STEP;
}

#define SETTING(member) G_STRUCT_OFFSET (PnSettings, member)
#define BELOW_1 N_ ("Enter a number from 0 to below 1")
#define FROM_0 N_ ("Enter a number from 0 on")
#define ABOVE_0 N_ ("Enter a number above 0, at most 1")

static const Number numbers[] = {
  { SETTING (rho), FALSE, N_ ("Decay ρ"), 0, 0.999999, 0.01, BELOW_1, N_ ("Change Decay"),
    uses_rho },
  { SETTING (beta1), FALSE, N_ ("Decay β₁"), 0, 0.999999, 0.05, BELOW_1, N_ ("Change Decay"),
    uses_betas },
  { SETTING (beta2), FALSE, N_ ("Decay β₂"), 0, 0.9999999, 0.001, BELOW_1, N_ ("Change Decay"),
    uses_betas },
  { SETTING (epsilon), FALSE, N_ ("Epsilon"), 1e-30, 1, 1e-8, ABOVE_0, N_ ("Change Epsilon"),
    uses_epsilon },
  { SETTING (schedule_decay), FALSE, N_ ("Rate’s decay"), 1e-9, 1, 0.05, ABOVE_0,
    N_ ("Change the Rate’s Decay"), uses_decay },
  { SETTING (schedule_every), TRUE, N_ ("Epochs a step"), 1, 1e9, 5,
    N_ ("Enter a whole number from 1 on"), N_ ("Change Epochs a Step"), uses_every },
  { SETTING (warm_up), FALSE, N_ ("Warm-up epochs"), 0, 1e9, 1, FROM_0, N_ ("Change Warm-Up") },
  { SETTING (l2), FALSE, N_ ("L2 penalty"), 0, 1e6, 1e-4, FROM_0, N_ ("Change L2 Penalty") },
  { SETTING (l1), FALSE, N_ ("L1 penalty"), 0, 1e6, 1e-5, FROM_0, N_ ("Change L1 Penalty") },
  { SETTING (clip_norm), FALSE, N_ ("Clip gradients at"), 0, 1e9, 1, FROM_0,
    N_ ("Change Clipping") },
  { SETTING (label_smoothing), FALSE, N_ ("Label smoothing"), 0, 0.999999, 0.05, BELOW_1,
    N_ ("Change Label Smoothing") },
};

struct _PnMethodRows
{
  AdwExpanderRow parent_instance;

  PnSettings settings;
  PnChoiceRow *schedule;
  PnChoiceRow *class_weighting;
  PnNumberRow *rows[G_N_ELEMENTS (numbers)];
};

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PnMethodRows, pn_method_rows, ADW_TYPE_EXPANDER_ROW)

static double
get_number (const PnSettings *settings, const Number *number)
{
  const char *member = (const char *) settings + number->offset;

  return number->whole ? (double) *(const gsize *) member : *(const double *) member;
}

static void
set_number (PnSettings *settings, const Number *number, double value)
{
  char *member = (char *) settings + number->offset;

  if (number->whole)
    *(gsize *) member = (gsize) value;
  else
    *(double *) member = value;
}

static void
schedule_chosen_cb (PnMethodRows *self, guint position)
{
  PnSettings settings = self->settings;

  settings.schedule = (PnSchedule) position;
  g_signal_emit (self, signals[EDITED], 0, &settings, NULL, _ ("Change Schedule"));
}

static void
class_weighting_chosen_cb (PnMethodRows *self, guint position)
{
  PnSettings settings = self->settings;

  settings.class_weighting = (PnClassWeighting) position;
  g_signal_emit (self, signals[EDITED], 0, &settings, NULL, _ ("Change Weights of Classes"));
}

static PnChoiceRow *
add_choice (PnMethodRows *self, const char *title, GCallback chosen)
{
  PnChoiceRow *row = g_object_new (PN_TYPE_CHOICE_ROW, "title", title, NULL);

  g_signal_connect_swapped (row, "chosen", chosen, self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (row));
  return row;
}

static void
row_edited_cb (PnNumberRow *row, double value, PnMethodRows *self)
{
  PnSettings settings = self->settings;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (self->rows[i] == row)
      {
        set_number (&settings, &numbers[i], value);
        g_signal_emit (self, signals[EDITED], 0, &settings, row, _ (numbers[i].label));
      }
}

static PnNumberRow *
add_number (PnMethodRows *self, const Number *number)
{
  PnNumberRow *row
      = g_object_new (PN_TYPE_NUMBER_ROW, "title", _ (number->title), "minimum", number->minimum,
                      "maximum", number->maximum, "step", number->step, "whole", number->whole,
                      "range", _ (number->range), NULL);

  g_signal_connect (row, "edited", G_CALLBACK (row_edited_cb), self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (row));
  return row;
}

void
pn_method_rows_set (PnMethodRows *self, const PnSettings *settings)
{
  const char *schedules[PN_N_SCHEDULES + 1] = { NULL };
  const char *weightings[PN_N_CLASS_WEIGHTINGS + 1] = { NULL };

  self->settings = *settings;
  for (int i = 0; i < PN_N_SCHEDULES; i++)
    schedules[i] = pn_schedule_label (i);
  for (int i = 0; i < PN_N_CLASS_WEIGHTINGS; i++)
    weightings[i] = pn_class_weighting_label (i);
  pn_choice_row_set (self->schedule, schedules, settings->schedule);
  pn_choice_row_set (self->class_weighting, weightings, settings->class_weighting);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      pn_number_row_set_value (self->rows[i], get_number (settings, &numbers[i]));
      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]),
                              numbers[i].is_used == NULL || numbers[i].is_used (settings));
    }
}

void
pn_method_rows_reset (PnMethodRows *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    pn_number_row_reset (self->rows[i]);
}

static void
pn_method_rows_class_init (PnMethodRowsClass *class)
{
  signals[EDITED]
      = g_signal_new ("edited", PN_TYPE_METHOD_ROWS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_POINTER, PN_TYPE_NUMBER_ROW, G_TYPE_STRING);
}

static void
pn_method_rows_init (PnMethodRows *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Method"), -1);
  self->schedule
      = add_choice (self, _ ("Learning rate over time"), G_CALLBACK (schedule_chosen_cb));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->rows[i] = add_number (self, &numbers[i]);
  self->class_weighting
      = add_choice (self, _ ("Weights of classes"), G_CALLBACK (class_weighting_chosen_cb));
}
