/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-sections-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The formulae, and that the program follows them. */

static const struct
{
  const char *text;
  const char *formula; /* the same in every language */
} steps[] = {
  { N_ ("Inputs xᵢ, hidden units j, outputs k. Forwards, with the constant 1 of the bias trick as "
        "one of the inputs:"),
    "zⱼ = Σᵢ wⱼᵢ xᵢ,  aⱼ = f(zⱼ)\n"
    "zₖ = Σⱼ wₖⱼ aⱼ,  ŷₖ = exp(zₖ) / Σₗ exp(zₗ)\n"
    "C = −Σₖ yₖ ln ŷₖ" },
  { N_ ("The derivative of the loss by what enters a unit is its δ. For softmax with cross-entropy "
        "∂ŷₘ/∂zₖ = ŷₘ (1[m = k] − ŷₖ), and Σₘ yₘ = 1, so that at the output"),
    "δₖ = ∂C/∂zₖ = −Σₘ (yₘ / ŷₘ) ŷₘ (1[m = k] − ŷₖ) = ŷₖ − yₖ" },
  { N_ ("By the chain rule, through all outputs that a hidden unit feeds:"),
    "∂C/∂wⱼᵢ = Σₖ ∂C/∂zₖ · ∂zₖ/∂aⱼ · ∂aⱼ/∂zⱼ · ∂zⱼ/∂wⱼᵢ\n"
    "δⱼ = ∂C/∂zⱼ = f′(zⱼ) Σₖ wₖⱼ δₖ\n"
    "∂C/∂wⱼᵢ = δⱼ xᵢ,  ∂C/∂wₖⱼ = δₖ aⱼ" },
  { N_ ("In matrices, for one step of learning rate α; more hidden layers repeat the second line:"),
    "Wₖⱼ ← Wₖⱼ − α δₖ aⱼᵀ\n"
    "δⱼ = f′(zⱼ) ∘ (Wₖⱼᵀ δₖ)\n"
    "Wⱼᵢ ← Wⱼᵢ − α δⱼ xᵢᵀ" },
  { N_ ("Over a batch the gradient g is the mean of its samples'. With momentum γ:"),
    "v ← γ v + g,  w ← w − α v" },
  { N_ ("The sigmoid, and the improved one (LeCun et al., “Efficient BackProp”, 1998):"),
    "f(z) = 1 / (1 + exp(−z)),  f′ = f (1 − f)\n"
    "f(z) = 1.7159 tanh(2z/3),  f′ = 1.7159 · 2/3 · (1 − tanh²(2z/3))" },
};

void
pn_report_add_mathematics (PnReport *report)
{
  pn_report_add_heading (report, 1, _ ("Derivations"));
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      pn_report_add_paragraph (report, _ (steps[i].text));
      pn_report_add_formula (report, steps[i].formula);
    }
}

/* The run whose check says the same of this one; NULL if none was made. */
static const PnReportRun *
find_check (const GPtrArray *runs, const PnReportRun *run)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const PnReportRun *other = runs->pdata[i];

      if (other->checked && pn_report_run_same_gradients (other, run))
        return other;
    }
  return NULL;
}

static void
add_row (PnReportTable *table, const GPtrArray *runs, const PnReportRun *run)
{
  const PnReportRun *check = find_check (runs, run);

  pn_report_table_take_cell (table, g_strdup (run->name));
  pn_report_table_take_cell (table, pn_report_units_words (run->recipe->spec));
  pn_report_table_take_cell (
      table, check != NULL ? pn_report_count_words (check->gradients.n_weights) : NULL);
  pn_report_table_take_cell (
      table, check != NULL ? g_strdup_printf ("%.1e", check->gradients.max_difference) : NULL);
  pn_report_table_take_cell (table, g_strdup (check == NULL             ? _ ("not checked")
                                              : check->gradients.passed ? _ ("passed")
                                                                        : _ ("failed")));
}

static void
add_table (PnReport *report, const GPtrArray *runs)
{
  PnReportTable *table = pn_report_table_new ();

  pn_report_table_add_column (table, PN_ANCHOR_START, _ ("Run"));
  pn_report_table_add_column (table, PN_ANCHOR_START, _ ("Network"));
  pn_report_table_add_column (table, PN_ANCHOR_END, _ ("Weights checked"));
  pn_report_table_add_column (table, PN_ANCHOR_END, _ ("Largest difference"));
  pn_report_table_add_column (table, PN_ANCHOR_END, _ ("Verdict"));
  for (guint i = 0; i < runs->len; i++)
    add_row (table, runs, runs->pdata[i]);
  pn_report_take_table (report, table,
                        _ ("Backpropagation against central differences. Runs with the same "
                           "network, seed and data share one check."));
}

static gboolean
any_checked (const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    if (((PnReportRun *) runs->pdata[i])->checked)
      return TRUE;
  return FALSE;
}

void
pn_report_add_gradients (PnReport *report, const PnReportInput *input)
{
  g_autoptr (GPtrArray) runs = pn_report_primary_runs (input);

  pn_report_add_heading (report, 1, _ ("Gradient check"));
  if (!any_checked (runs))
    {
      pn_report_add_paragraph (report, _ ("The gradients were not checked for this report; "
                                          "perceptron-cli check-gradients does it."));
      return;
    }
  pn_report_add_paragraph (
      report, _ ("Every weight of the network at its start, moved by ε = 10⁻³ both ways, in double "
                 "precision, on the first 100 training images; a difference of at most ε² = 10⁻⁶ "
                 "passes. What would take minutes is left to perceptron-cli check-gradients."));
  pn_report_add_formula (report, "∂C/∂w ≈ (C(w + ε) − C(w − ε)) / 2ε");
  add_table (report, runs);
}
