/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What people with a colour-vision deficiency can tell apart by colour alone: runs one from
 * another, and the two signs of a weight. Simulated by G. M. Machado, M. M. Oliveira, L. A. F.
 * Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
 * Transactions on Visualization and Computer Graphics 15 (6), 2009, matrices of severity 1.0,
 * applied to linear RGB. Distances are ΔE*ab (CIE 1976) in CIELAB with the white of D65; 2.3 is
 * just noticeable (M. Mahy, L. Van Eycken, A. Oosterlinck, "Evaluation of Uniform Color Spaces",
 * 1994).
 */

#include "pn-palette.h"

#include <math.h>

#define N_VISIONS 4
/* ΔE*ab: several times what is just noticeable. */
#define LEAST_RUNS 15
#define LEAST_SIGNS 40

static const struct
{
  const char *name;
  double matrix[3][3];
} visions[N_VISIONS] = {
  { "usual", { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
  { "protanopia",
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } } },
  { "deuteranopia",
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } } },
  { "tritanopia",
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } } },
};

/* IEC 61966-2-1 */
static double
to_linear (double coded)
{
  return coded <= 0.04045 ? coded / 12.92 : pow ((coded + 0.055) / 1.055, 2.4);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static void
to_lab (const double linear[3], double lab[3])
{
  double x = 0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2];
  double y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];
  double z = 0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2];
  double fx = lab_curve (x / 0.95047), fy = lab_curve (y), fz = lab_curve (z / 1.08883);

  lab[0] = 116 * fy - 16;
  lab[1] = 500 * (fx - fy);
  lab[2] = 200 * (fy - fz);
}

static void
see (PnColor color, int vision, double lab[3])
{
  double linear[3] = { to_linear (color.red), to_linear (color.green), to_linear (color.blue) };
  double seen[3];

  for (int i = 0; i < 3; i++)
    {
      const double *row = visions[vision].matrix[i];

      seen[i] = CLAMP (row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2], 0, 1);
    }
  to_lab (seen, lab);
}

static double
distance (PnColor a, PnColor b, int vision)
{
  double left[3], right[3];

  see (a, vision, left);
  see (b, vision, right);
  return sqrt (pow (left[0] - right[0], 2) + pow (left[1] - right[1], 2)
               + pow (left[2] - right[2], 2));
}

/* White is L* = 100 without a hue; what has no colour looks the same to everybody; pure red and the
 * green that a protanope takes for it come nearer by far.
 */
static void
test_formulas (void)
{
  const PnColor white = PN_COLOR (0xffffff), black = PN_COLOR (0x000000);
  const PnColor red = PN_COLOR (0xc00000), green = PN_COLOR (0x4a4a00);

  for (int vision = 0; vision < N_VISIONS; vision++)
    g_assert_cmpfloat_with_epsilon (distance (white, black, vision), 100, 0.5);
  g_assert_cmpfloat (distance (red, green, 1), <, 0.35 * distance (red, green, 0));
}

/* Colour is never the only sign: each run has a marker, too. */
static void
test_runs (void)
{
  for (int p = 0; p < 4; p++)
    for (int vision = 0; vision < N_VISIONS; vision++)
      for (int a = 0; a < PN_N_RUN_COLORS; a++)
        for (int b = 0; b < a; b++)
          {
            const PnPalette *palette = pn_palette_get (p & 1, p & 2);
            double apart = distance (palette->runs[a], palette->runs[b], vision);

            g_test_message ("palette %d, %s, runs %d and %d: %.1f", p, visions[vision].name, b, a,
                            apart);
            if (!(apart >= LEAST_RUNS))
              g_test_fail ();
          }
}

static void
test_weights (void)
{
  for (int p = 0; p < 4; p++)
    for (int vision = 0; vision < N_VISIONS; vision++)
      {
        const PnPalette *palette = pn_palette_get (p & 1, p & 2);
        double apart = distance (palette->negative, palette->positive, vision);

        g_test_message ("palette %d, %s: %.1f", p, visions[vision].name, apart);
        g_assert_cmpfloat (apart, >=, LEAST_SIGNS);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/vision/formulas", test_formulas);
  g_test_add_func ("/draw/vision/runs", test_runs);
  g_test_add_func ("/draw/vision/weights", test_weights);
  return g_test_run ();
}
