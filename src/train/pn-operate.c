/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "pn-adopt.h"
#include "pn-operate.h"
#include "pn-optimizer.h"

/* `spec` with what acts at the next start as it is in `from`. */
static PnSpec *
spec_of_now (const PnSpec *from, const PnSpec *spec)
{
  PnSpec *now = pn_spec_copy (spec);

  for (gsize i = 0; now->n_layers == from->n_layers && i < now->n_layers; i++)
    {
      now->layers[i].bias = from->layers[i].bias;
      now->layers[i].init = from->layers[i].init;
    }
  return now;
}

/* All of its optimiser's arrays, or none. They are only read. */
static PnSurgeryState
state_of (PnSnapshot *from, PnOptimizer optimizer)
{
  const PnSurgeryState none = { .optimizer = optimizer };
  PnSurgeryState state = { .optimizer = optimizer };

  if (pn_snapshot_fit_state (from) == NULL)
    return none;
  state.n_slots = pn_snapshot_n_slots (from);
  if (state.n_slots != pn_optimizer_n_slots (optimizer))
    return none;
  for (gsize i = 0; i < state.n_slots; i++)
    {
      state.slots[i] = (PnReal *) pn_snapshot_slot (from, i);
      if (state.slots[i] == NULL)
        return none;
    }
  return state;
}

/* Takes `network`. */
static PnSnapshot *
finish (PnSnapshot *from, PnNetwork *network, const PnSurgeryState *state)
{
  const PnFitState *old = pn_snapshot_fit_state (from);
  const PnReal *slots[2] = { state->slots[0], state->slots[1] };
  PnFitState now;

  if (old != NULL)
    {
      now = *old;
      now.best_loss = now.best_accuracy = NAN;
      now.checks_since_best = 0;
    }
  return pn_snapshot_new_take (network, pn_snapshot_normalisation (from),
                               pn_snapshot_class_names (from), old != NULL ? &now : NULL, slots,
                               state->n_slots, NULL, NULL);
}

PnSurgery
pn_snapshot_find_surgery (PnSnapshot *from, const PnSpec *spec)
{
  const PnSpec *old = pn_snapshot_spec (from);
  g_autoptr (PnSpec) now = spec_of_now (old, spec);

  if (!pn_spec_validate (now, NULL))
    return (PnSurgery){ PN_SURGERY_NONE, 0 };
  return pn_surgery_find (old, now);
}

PnSnapshot *
pn_snapshot_operate (PnSnapshot *from,
                     const PnSpec *spec,
                     const PnInputs *samples,
                     PnOptimizer optimizer,
                     guint64 seed,
                     const PnSurgeryWatch *watch,
                     GError **error)
{
  g_autoptr (PnSpec) now = NULL;
  PnSurgeryState state = state_of (from, optimizer), new_state = { 0 };
  PnSurgery surgery;
  PnNetwork *network;
  PnSnapshot *result;

  if (!pn_spec_validate (spec, error))
    return NULL;
  surgery = pn_snapshot_find_surgery (from, spec);
  if (surgery.kind == PN_SURGERY_NONE)
    return pn_snapshot_adopt (from, spec, seed, error);
  now = spec_of_now (pn_snapshot_spec (from), spec);
  network = pn_surgery_operate (pn_snapshot_network (from), now, surgery, samples, seed, watch,
                                &state, &new_state, error);
  if (network == NULL)
    return NULL;
  result = finish (from, network, &new_state);
  for (gsize i = 0; i < new_state.n_slots; i++)
    g_free (new_state.slots[i]);
  return result;
}
