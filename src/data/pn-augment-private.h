/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-augment.h"

/* A sequence of random numbers, used up in order. */
typedef struct
{
  PnRandom random;
  guint32 block;
  guint used; /* of words */
  guint32 words[4];
} PnDice;

void pn_dice_init (PnDice *self, const PnRandom *random);

/* Uniform in [from, to), with 32 bits. */
float pn_dice_uniform (PnDice *self, double from, double to);

/* A picture being varied: ink from 0 to 1. */
typedef struct
{
  int width;
  int height;
  float *values;
} PnSheet;

/* Draws over a digit what people draw: pn-augment-strokes.c. */
void pn_augment_draw_strokes (PnSheet *sheet, guint digit, PnDice *dice);

/* Makes strokes `pixels` wider, or narrower where negative, in [−2, 2]. `scratch` is as large. */
void pn_augment_thicken (PnSheet *sheet, float pixels, float *scratch);

/* Where each pixel of the new picture comes from: pn-augment-warp.c. */
void pn_augment_warp (const PnSheet *sheet,
                      const PnAugmentation *augmentation,
                      PnDice *dice,
                      float *out);
