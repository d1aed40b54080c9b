/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-canvas.h"
#include "pn-report-run.h"

G_BEGIN_DECLS

/* The network of a run as a picture: its weights, and its answer to the first validation image
 * where there is one. A PnReportDraw; `run` is a PnReportRun. Any thread.
 */
void pn_report_draw_topology (PnCanvas *canvas, const PnRect *rect, gpointer run);

G_END_DECLS
