/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-figure.h"

G_BEGIN_DECLS

/* PnExportChoice: what the export dialog was last asked for: the figure and the kind of file. */
typedef struct
{
  PnFigureOptions options;
  PnFigureFormat format;
  gboolean data;  /* numbers and recipes travel inside, where the kind of file can carry them */
  gboolean group; /* runs that differ by their seed alone are one curve, their mean with its band */
  gboolean user_numbers; /* set with pn_export_choice_set_user_numbers() */
} PnExportChoice;

/* From the settings, and into them. Where the schema is not installed, the defaults, and nowhere.
 */
PnExportChoice pn_export_choice_load (void);
void pn_export_choice_save (const PnExportChoice *choice);

/* Numbers as the user writes them, "0,95", or as English does. */
void pn_export_choice_set_user_numbers (PnExportChoice *choice, gboolean user_numbers);

/* What a figure can show, in the order in which the dialog offers it: loss, accuracy, both of them,
 * then each other metric.
 */
#define PN_EXPORT_N_PANELS (3 + PN_N_MEASURES)
PnFigureMetrics pn_export_panels_get (guint index);
/* The place of a figure that can't be offered is that of both. */
guint pn_export_panels_find (PnFigureMetrics metrics);

/* "my-first-network-loss.png", made of what the figure is about. The caller frees it. */
char *pn_export_choice_file_name (const PnExportChoice *choice, const char *subject);

/* Whether the kind of file can carry data. */
gboolean pn_export_choice_can_carry (const PnExportChoice *choice);

/* Whether the file has a size on paper at all. */
gboolean pn_export_choice_has_size (const PnExportChoice *choice);

/* The size of the PNG in pixels. */
void pn_export_choice_pixels (const PnExportChoice *choice, int *width, int *height);

G_END_DECLS
