/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pn-error.h"
#include "pn-snapshot.h"

struct _PnSnapshot
{
  gatomicrefcount count;
  PnNetwork *network;
  PnNormalisation normalisation;
  char **class_names;
  guint64 step;
  gboolean has_state;
  PnFitState state;
  gsize n_slots;
  PnReal **slots;
  PnReal *best;           /* may be NULL */
  PnReal **copy;          /* 1 + n_slots; NULL unless the state has one */
  double *gradient_norms; /* [n_layers], or NULL */
};

G_DEFINE_BOXED_TYPE (PnSnapshot, pn_snapshot, pn_snapshot_ref, pn_snapshot_unref)

static void
free_arrays (PnReal ***arrays, gsize n)
{
  for (gsize i = 0; *arrays && i < n; i++)
    g_free ((*arrays)[i]);
  g_clear_pointer (arrays, g_free);
}

static void
free_state (PnSnapshot *self)
{
  free_arrays (&self->slots, self->n_slots);
  free_arrays (&self->copy, 1 + self->n_slots);
  g_clear_pointer (&self->best, g_free);
}

/* One name for each output, numbers where none was given, so that nobody has to ask whether there
 * is. */
static char **
complete_names (const char *const *names, gsize n_outputs)
{
  gsize n = names ? g_strv_length ((char **) names) : 0;
  char **complete = g_new0 (char *, n_outputs + 1);

  for (gsize i = 0; i < n_outputs; i++)
    complete[i] = i < n ? g_strdup (names[i]) : g_strdup_printf ("%zu", i);
  return complete;
}

static PnSnapshot *
snapshot_new (PnNetwork *network,
              const PnNormalisation *normalisation,
              const char *const *class_names)
{
  PnSnapshot *self = g_new0 (PnSnapshot, 1);

  g_atomic_ref_count_init (&self->count);
  self->network = network;
  pn_network_drop_gradients (network);
  self->normalisation = *normalisation;
  self->class_names = complete_names (class_names, pn_spec_n_outputs (pn_network_spec (network)));
  return self;
}

/* NULL stays NULL; FALSE where there is no memory. */
static gboolean
copy_numbers (const PnReal *from, gsize n, PnReal **to)
{
  *to = from ? g_try_new (PnReal, n) : NULL;
  if (from && !*to)
    return FALSE;
  if (from)
    memcpy (*to, from, n * sizeof (PnReal));
  return TRUE;
}

/* `n` arrays of the network's length. FALSE where there is no memory. */
static gboolean
copy_arrays (const PnSnapshot *self, const PnReal *const *from, gsize n, PnReal ***to)
{
  gboolean copied = TRUE;

  *to = g_new0 (PnReal *, n + 1);
  for (gsize i = 0; copied && i < n; i++)
    copied = copy_numbers (from[i], pn_network_length (self->network), &(*to)[i]);
  return copied;
}

static gboolean
take_state (PnSnapshot *self,
            const PnFitState *state,
            const PnReal *const *slots,
            gsize n_slots,
            const PnReal *best,
            const PnReal *const *copy)
{
  self->has_state = TRUE;
  self->state = *state;
  self->state.has_copy = copy != NULL;
  self->step = state->step;
  self->n_slots = n_slots;
  return copy_arrays (self, slots, n_slots, &self->slots)
         && (!copy || copy_arrays (self, copy, 1 + n_slots, &self->copy))
         && copy_numbers (best, pn_network_length (self->network), &self->best);
}

static gboolean
take_fit (PnSnapshot *self, PnFit *fit)
{
  PnFitState state = pn_fit_get_state (fit);
  gsize n = pn_fit_n_optimizer_slots (fit);
  g_autofree const PnReal **slots = g_new0 (const PnReal *, n + 1);
  g_autofree const PnReal **copy = g_new0 (const PnReal *, n + 1);

  for (gsize i = 0; i < n; i++)
    slots[i] = pn_fit_optimizer_state (fit, i);
  for (gsize i = 0; i <= n; i++)
    copy[i] = pn_fit_copy (fit, i);
  return take_state (self, &state, slots, n, pn_fit_best_parameters (fit),
                     state.has_copy ? copy : NULL);
}

PnSnapshot *
pn_snapshot_new_at (const PnNetwork *network,
                    const PnNormalisation *normalisation,
                    const char *const *class_names,
                    guint64 step,
                    GError **error)
{
  PnNetwork *copy = pn_network_copy (network, error);
  PnSnapshot *self;

  if (!copy)
    return NULL;
  self = snapshot_new (copy, normalisation, class_names);
  self->step = step;
  return self;
}

PnSnapshot *
pn_snapshot_new (const PnNetwork *network,
                 const PnNormalisation *normalisation,
                 const char *const *class_names,
                 PnFit *fit,
                 GError **error)
{
  g_autoptr (PnSnapshot) self = pn_snapshot_new_at (network, normalisation, class_names, 0, error);

  if (self && fit && !take_fit (self, fit))
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("no memory for a copy of the optimiser's state, %zu numbers"),
                   pn_network_length (network));
      return NULL;
    }
  return g_steal_pointer (&self);
}

PnSnapshot *
pn_snapshot_new_take (PnNetwork *network,
                      const PnNormalisation *normalisation,
                      const char *const *class_names,
                      const PnFitState *state,
                      const PnReal *const *slots,
                      gsize n_slots,
                      const PnReal *best,
                      const PnReal *const *copy)
{
  PnSnapshot *self = snapshot_new (network, normalisation, class_names);

  if (state && !take_state (self, state, slots, n_slots, best, copy))
    {
      free_state (self);
      self->has_state = FALSE;
    }
  return self;
}

PnSnapshot *
pn_snapshot_ref (PnSnapshot *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
pn_snapshot_unref (PnSnapshot *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  free_state (self);
  g_free (self->gradient_norms);
  pn_network_free (self->network);
  g_strfreev (self->class_names);
  g_free (self);
}

const PnNetwork *
pn_snapshot_network (const PnSnapshot *self)
{
  return self->network;
}

const PnSpec *
pn_snapshot_spec (const PnSnapshot *self)
{
  return pn_network_spec (self->network);
}

const PnNormalisation *
pn_snapshot_normalisation (const PnSnapshot *self)
{
  return &self->normalisation;
}

const char *const *
pn_snapshot_class_names (const PnSnapshot *self)
{
  return (const char *const *) self->class_names;
}

guint64
pn_snapshot_step (const PnSnapshot *self)
{
  return self->step;
}

gsize
pn_snapshot_bytes (const PnSnapshot *self)
{
  gsize arrays = 1 + self->n_slots + (self->best ? 1 : 0) + (self->copy ? 1 + self->n_slots : 0);

  return arrays * pn_network_length (self->network) * sizeof (PnReal);
}

void
pn_snapshot_set_gradient_norms (PnSnapshot *self, const double *norms)
{
  g_free (self->gradient_norms);
  self->gradient_norms = g_memdup2 (norms, pn_snapshot_spec (self)->n_layers * sizeof *norms);
}

const double *
pn_snapshot_gradient_norms (const PnSnapshot *self)
{
  return self->gradient_norms;
}

const PnFitState *
pn_snapshot_fit_state (const PnSnapshot *self)
{
  return self->has_state ? &self->state : NULL;
}

gsize
pn_snapshot_n_slots (const PnSnapshot *self)
{
  return self->n_slots;
}

const PnReal *
pn_snapshot_slot (const PnSnapshot *self, gsize slot)
{
  g_return_val_if_fail (slot < self->n_slots, NULL);
  return self->slots[slot];
}

const PnReal *
pn_snapshot_best (const PnSnapshot *self)
{
  return self->best;
}

const PnReal *
pn_snapshot_copy (const PnSnapshot *self, gsize array)
{
  g_return_val_if_fail (array <= self->n_slots, NULL);
  return self->copy ? self->copy[array] : NULL;
}

/* A copy of another optimiser's numbers is none. */
static gboolean
restore_copy (const PnSnapshot *self, PnFit *fit, gsize size)
{
  gboolean fits = self->copy && self->n_slots == pn_fit_n_optimizer_slots (fit);

  for (gsize i = 0; fits && i <= self->n_slots; i++)
    memcpy (pn_fit_copy (fit, i), self->copy[i], size);
  return fits;
}

static void
restore_fit (const PnSnapshot *self, PnFit *fit, gsize size)
{
  gsize n = MIN (self->n_slots, pn_fit_n_optimizer_slots (fit));
  PnReal *best = pn_fit_best_parameters (fit);
  PnFitState state = self->state;

  for (gsize i = 0; i < n; i++)
    {
      PnReal *slot = pn_fit_optimizer_state (fit, i);

      if (slot && self->slots[i])
        memcpy (slot, self->slots[i], size);
    }
  if (best && self->best)
    memcpy (best, self->best, size);
  else if (best)
    state.best_loss = state.best_accuracy = NAN; /* the next check is the best that is kept */
  state.has_copy = restore_copy (self, fit, size);
  pn_fit_set_state (fit, &state);
}

void
pn_snapshot_restore (const PnSnapshot *self, PnNetwork *network, PnFit *fit)
{
  gsize size = pn_network_length (network) * sizeof (PnReal);

  g_return_if_fail (pn_network_length (self->network) == pn_network_length (network));
  memcpy (pn_network_parameters (network), pn_network_const_parameters (self->network), size);
  if (fit && self->has_state)
    restore_fit (self, fit, size);
}
