/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-dataset.h"
#include "pn-fit.h"
#include "pn-safetensors.h"
#include "pn-spec.h"

G_BEGIN_DECLS

/* What a model file says beside its tensors, under the key "perceptron" of its metadata:
 * {"version":1,"spec":{"input":…,"layers":…},"normalisation":{"mean":…,"std":…},"classes":[…]}
 */
typedef struct
{
  PnSpec *spec;
  PnNormalisation normalisation;
  char **classes;
} PnModelInfo;

void pn_model_info_clear (PnModelInfo *info);

/* The object as text; caller frees. */
char *pn_model_info_to_json (const PnSpec *spec,
                             const PnNormalisation *normalisation,
                             const char *const *classes);
void pn_model_info_write (const PnSpec *spec,
                          const PnNormalisation *normalisation,
                          const char *const *classes,
                          PnSafetensors *file);
/* `info` is all zero before; cleared by the caller, after errors too. */
gboolean pn_model_info_read (const PnSafetensors *file,
                             const char *source,
                             PnModelInfo *info,
                             GError **error);

/* What a checkpoint says besides, under the key "perceptron_state": where the run stands, and how
 * many arrays its optimiser keeps.
 */
typedef struct
{
  PnFitState fit;
  gsize n_slots;
  gboolean has_best;
} PnModelState;

void pn_model_state_write (const PnModelState *state, PnSafetensors *file);
/* `found` tells whether there is a state at all. */
gboolean pn_model_state_read (const PnSafetensors *file,
                              const char *source,
                              PnModelState *state,
                              gboolean *found,
                              GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PnModelInfo, pn_model_info_clear)

G_END_DECLS
