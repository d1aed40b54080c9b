/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Where the widgets' templates (pn-pad.ui) and the style sheet lie among the resources. */
#define PN_RESOURCE_PREFIX "/io/github/perceptron_lab/Perceptron/"
