/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* The number type of parameters, activations and gradients.
 *
 * The sources of core are compiled twice: in single precision for training, and in double precision
 * (PN_DOUBLE) for the gradient check and the comparison with reference numbers. So that one program
 * can hold both, pn-double-names.h gives every function that touches a PnReal the suffix _f64 in
 * the double build. Types keep their names: none of them crosses between the builds, except those
 * that hold no PnReal (PnSpec, PnSettings, PnDataset, PnNormalisation).
 */

#ifdef PN_DOUBLE
#include "pn-double-names.h"
typedef double PnReal;
#else
typedef float PnReal;
#endif
