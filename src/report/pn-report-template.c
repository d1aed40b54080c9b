/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-report-template.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-file.h"
#include "pn-json.h"

#define FOLDER "reports"
#define SUFFIX ".json"
#define MAX_SEEDS 100

static const char *const kinds[PN_N_CLAIM_KINDS]
    = { "between",       "below",         "less",          "greater",
        "more-accurate", "less-accurate", "same-accuracy", "splits" };

static const char *const quantities[PN_N_QUANTITIES]
    = { "accuracy", "loss",   "best-loss",         "training-accuracy", "training-loss",
        "gap",      "epochs", "seconds-per-epoch", "multiply-adds",     "parameters" };

static const char *const splits[] = { "training", "validation", "both" };
static const char *const panels[] = { "loss", "accuracy", "both" };

static void
figure_free (gpointer data)
{
  PnReportFigure *figure = data;

  g_free (figure->title);
  g_strfreev (figure->runs);
  g_free (figure);
}

static void
claim_free (gpointer data)
{
  PnReportClaim *claim = data;

  g_free (claim->text);
  g_free (claim->run);
  g_free (claim->than);
  g_free (claim);
}

void
pn_report_template_free (PnReportTemplate *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->title);
  g_strfreev (self->text);
  g_strfreev (self->runs);
  g_strfreev (self->seed_runs);
  g_ptr_array_unref (self->figures);
  g_ptr_array_unref (self->claims);
  g_free (self);
}

static gboolean
fail (const PnReportTemplate *self, const char *place, const char *what, GError **error)
{
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID, "%s: %s: %s", self->source, place, what);
  return FALSE;
}

/* The index of `name` in `names`, or −1 and an error that lists them. */
static int
find_name (const PnReportTemplate *self,
           const char *place,
           const char *const *names,
           gsize n,
           const char *name,
           GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *what = NULL;

  for (gsize i = 0; i < n; i++)
    {
      if (g_str_equal (names[i], name))
        return (int) i;
      g_string_append_printf (known, "%s%s", i == 0 ? "" : ", ", names[i]);
    }
  what = g_strdup_printf (_ ("is “%s”, but must be one of %s"), name, known->str);
  fail (self, place, what, error);
  return -1;
}

/* An array of strings, empty where `array` is NULL; NULL with an error for anything else. */
static char **
read_strings (const PnReportTemplate *self, const char *place, json_t *array, GError **error)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  gsize i;
  json_t *item;

  if (array != NULL && !json_is_array (array))
    return fail (self, place, _ ("must be an array of strings"), error), NULL;
  json_array_foreach (array, i, item)
  {
    if (!json_is_string (item))
      return fail (self, place, _ ("must be an array of strings"), error), NULL;
    g_strv_builder_add (strings, json_string_value (item));
  }
  return g_strv_builder_end (strings);
}

static gboolean
check_run (const PnReportTemplate *self, const char *place, const char *run, GError **error)
{
  g_autofree char *what = NULL;

  if (run == NULL || g_strv_contains ((const char *const *) self->runs, run))
    return TRUE;
  what = g_strdup_printf (_ ("“%s” is not among the runs"), run);
  return fail (self, place, what, error);
}

static gboolean
check_runs (const PnReportTemplate *self, const char *place, char **runs, GError **error)
{
  for (; *runs != NULL; runs++)
    if (!check_run (self, place, *runs, error))
      return FALSE;
  return TRUE;
}

/* Whether unpacking by jansson worked; its words say which key is wrong. */
static gboolean
check_unpacked (const PnReportTemplate *self,
                const char *place,
                int status,
                const json_error_t *problem,
                GError **error)
{
  return status == 0 || fail (self, place, problem->text, error);
}

static gboolean
read_figure (PnReportTemplate *self, const char *place, json_t *object, GError **error)
{
  PnReportFigure *figure = g_new0 (PnReportFigure, 1);
  const char *title, *split = "both", *panel = "both";
  json_t *runs = NULL;
  json_error_t problem;
  int status = json_unpack_ex (object, &problem, 0, "{s:s, s:o, s?s, s?s !}", "title", &title,
                               "runs", &runs, "splits", &split, "panels", &panel);
  int which;

  g_ptr_array_add (self->figures, figure);
  if (!check_unpacked (self, place, status, &problem, error))
    return FALSE;
  figure->number = self->figures->len;
  figure->title = g_strdup (title);
  figure->runs = read_strings (self, place, runs, error);
  if (figure->runs == NULL || !check_runs (self, place, figure->runs, error))
    return FALSE;
  /* The names stand in the order of the flags: 1, 2, and both of them. */
  which = find_name (self, place, splits, G_N_ELEMENTS (splits), split, error);
  if (which < 0)
    return FALSE;
  figure->splits = (PnFigureSplits) (which + 1);
  which = find_name (self, place, panels, G_N_ELEMENTS (panels), panel, error);
  figure->panels = (PnFigureMetrics) (which + 1);
  return which >= 0;
}

static gboolean
compares_two (PnReportClaimKind kind)
{
  return kind >= PN_CLAIM_LESS && kind <= PN_CLAIM_SAME_ACCURACY;
}

static gboolean
check_claim (const PnReportTemplate *self,
             const char *place,
             const PnReportClaim *claim,
             gboolean has_quantity,
             GError **error)
{
  gboolean wants_quantity = claim->kind <= PN_CLAIM_GREATER;

  if (compares_two (claim->kind) != (claim->than != NULL))
    return fail (self, place,
                 compares_two (claim->kind) ? _ ("needs the run that it compares with: than")
                                            : _ ("compares with no other run: than is too much"),
                 error);
  if (wants_quantity != has_quantity)
    return fail (self, place,
                 wants_quantity ? _ ("needs a quantity") : _ ("has no quantity of its own"), error);
  if (claim->kind == PN_CLAIM_BETWEEN && !(claim->low <= claim->high))
    return fail (self, place, _ ("needs low and high, in this order"), error);
  if (claim->kind == PN_CLAIM_BELOW && isnan (claim->value))
    return fail (self, place, _ ("needs a value"), error);
  return check_run (self, place, claim->run, error) && check_run (self, place, claim->than, error);
}

static gboolean
read_claim (PnReportTemplate *self, const char *place, json_t *object, GError **error)
{
  PnReportClaim *claim = g_new0 (PnReportClaim, 1);
  const char *text, *kind, *run, *quantity = NULL, *than = NULL;
  json_error_t problem;
  int status, which;

  claim->value = claim->low = claim->high = NAN;
  g_ptr_array_add (self->claims, claim);
  status = json_unpack_ex (object, &problem, 0, "{s:s, s:s, s:s, s?s, s?s, s?F, s?F, s?F !}",
                           "text", &text, "kind", &kind, "run", &run, "quantity", &quantity, "than",
                           &than, "value", &claim->value, "low", &claim->low, "high", &claim->high);
  if (!check_unpacked (self, place, status, &problem, error))
    return FALSE;
  claim->text = g_strdup (text);
  claim->run = g_strdup (run);
  claim->than = g_strdup (than);
  which = find_name (self, place, kinds, PN_N_CLAIM_KINDS, kind, error);
  if (which < 0)
    return FALSE;
  claim->kind = (PnReportClaimKind) which;
  if (quantity != NULL)
    which = find_name (self, place, quantities, PN_N_QUANTITIES, quantity, error);
  if (which < 0)
    return FALSE;
  claim->quantity = quantity != NULL ? (PnReportQuantity) which : PN_QUANTITY_ACCURACY;
  return check_claim (self, place, claim, quantity != NULL, error);
}

typedef gboolean (*ReadItem) (PnReportTemplate *self,
                              const char *place,
                              json_t *object,
                              GError **error);

/* Each of an array; `array` NULL is none. */
static gboolean
read_items (PnReportTemplate *self, const char *key, json_t *array, ReadItem read, GError **error)
{
  gsize i;
  json_t *item;

  if (array != NULL && !json_is_array (array))
    return fail (self, key, _ ("must be an array"), error);
  json_array_foreach (array, i, item)
  {
    g_autofree char *place = g_strdup_printf ("%s.%zu", key, i);

    if (!read (self, place, item, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_seeds (PnReportTemplate *self, json_t *seeds, GError **error)
{
  json_t *runs = NULL;
  json_error_t problem;
  int count = 1;

  if (seeds != NULL
      && !check_unpacked (
          self, "seeds",
          json_unpack_ex (seeds, &problem, 0, "{s:i, s:o !}", "count", &count, "runs", &runs),
          &problem, error))
    return FALSE;
  if (count < 1 || count > MAX_SEEDS)
    return fail (self, "seeds.count", _ ("must be from 1 to 100"), error);
  self->n_seeds = (guint) count;
  self->seed_runs = read_strings (self, "seeds.runs", runs, error);
  return self->seed_runs != NULL && check_runs (self, "seeds.runs", self->seed_runs, error);
}

static gboolean
read_all (PnReportTemplate *self, json_t *root, GError **error)
{
  const char *format, *title;
  json_t *text = NULL, *runs = NULL, *seeds = NULL, *figures = NULL, *claims = NULL;
  json_error_t problem;
  int version;
  int status
      = json_unpack_ex (root, &problem, 0, "{s:s, s:i, s:s, s?o, s:o, s?o, s?o, s?o !}", "format",
                        &format, "version", &version, "title", &title, "text", &text, "runs", &runs,
                        "seeds", &seeds, "figures", &figures, "claims", &claims);

  if (!check_unpacked (self, _ ("template"), status, &problem, error))
    return FALSE;
  if (!g_str_equal (format, "perceptron-report") || version != 1)
    return fail (self, "format", _ ("must be perceptron-report, version 1"), error);
  self->title = g_strdup (title);
  self->text = read_strings (self, "text", text, error);
  self->runs = self->text != NULL ? read_strings (self, "runs", runs, error) : NULL;
  if (self->runs == NULL)
    return FALSE;
  if (self->runs[0] == NULL)
    return fail (self, "runs", _ ("names no recipe"), error);
  return read_seeds (self, seeds, error)
         && read_items (self, "figures", figures, read_figure, error)
         && read_items (self, "claims", claims, read_claim, error);
}

PnReportTemplate *
pn_report_template_parse (const char *text, gsize length, const char *source, GError **error)
{
  g_autoptr (PnReportTemplate) self = g_new0 (PnReportTemplate, 1);
  g_autoptr (json_t) root = pn_json_parse_object (text, length, source, error);

  self->source = g_strdup (source);
  self->figures = g_ptr_array_new_with_free_func (figure_free);
  self->claims = g_ptr_array_new_with_free_func (claim_free);
  return root != NULL && read_all (self, root, error) ? g_steal_pointer (&self) : NULL;
}

PnReportTemplate *
pn_report_template_load (const char *path_or_name, GError **error)
{
  g_autoptr (GBytes) bytes
      = pn_file_read_or_shipped (path_or_name, FOLDER, SUFFIX, _ ("report template"), error);

  if (bytes == NULL)
    return NULL;
  return pn_report_template_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   path_or_name, error);
}

char *
pn_report_template_recipe (const PnReportTemplate *self, const char *run)
{
  g_autofree char *folder = g_path_get_dirname (self->source);

  if (!g_str_has_suffix (run, SUFFIX) || g_path_is_absolute (run))
    return g_strdup (run);
  return g_build_filename (folder, run, NULL);
}

guint
pn_report_template_n_seeds (const PnReportTemplate *self, const char *run)
{
  return g_strv_contains ((const char *const *) self->seed_runs, run) ? self->n_seeds : 1;
}
