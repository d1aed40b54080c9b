/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* PnRunMarker: the marker of a run (● ▲ ■ …) in its colour, as at the end of its curve. Property
 * "index": the run's colour.
 */
#define PN_TYPE_RUN_MARKER (pn_run_marker_get_type ())
G_DECLARE_FINAL_TYPE (PnRunMarker, pn_run_marker, PN, RUN_MARKER, GtkWidget)

GtkWidget *pn_run_marker_new (guint index);

G_END_DECLS
