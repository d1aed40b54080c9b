/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <jansson.h>

#include "pn-spec.h"

G_BEGIN_DECLS

/* A spec in JSON, as recipes and model files hold it: "input": [channels, height, width] (or [n]),
 * "layers": [{…}, …].
 */

/* Moves both keys out of `object` into a new spec. Paths in errors begin with `prefix`. */
PnSpec *pn_spec_take_json (json_t *object, const char *prefix, GError **error);

/* Sets both keys of `object`. */
void pn_spec_put_json (const PnSpec *spec, json_t *object);

G_END_DECLS
