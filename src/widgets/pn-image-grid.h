/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "pn-confusion.h"
#include "pn-dataset.h"

G_BEGIN_DECLS

/* PnImageGrid: images of a data set, each with the answer to it and how sure it was. Made for
 * thousands: only those on screen have widgets.
 *
 * Signal "activated" (guint image): by a click, Return or Space; an index into the data set.
 */
#define PN_TYPE_IMAGE_GRID (pn_image_grid_get_type ())
G_DECLARE_FINAL_TYPE (PnImageGrid, pn_image_grid, PN, IMAGE_GRID, AdwBin)

GtkWidget *pn_image_grid_new (void);

/* Shows `images` (guint32), in that order. References the first two; NULL shows nothing. */
void pn_image_grid_set (PnImageGrid *self,
                        PnDataset *dataset,
                        PnConfusion *confusion,
                        const GArray *images);

/* Whether the data are pictures that it can show: bytes, one channel, higher and wider than 1. */
gboolean pn_image_grid_can_show (PnDataset *dataset);

G_END_DECLS
