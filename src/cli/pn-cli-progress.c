/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli-progress.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 10)
#define WIDTH 30
#define CLEAR_LINE "\r\033[K"

void
pn_cli_progress_init (PnCliProgress *self)
{
  *self = (PnCliProgress){
    .terminal = isatty (STDERR_FILENO) == 1,
    .started = g_get_monotonic_time (),
  };
}

gboolean
pn_cli_progress_is_due (const PnCliProgress *self)
{
  return self->terminal && g_get_monotonic_time () - self->shown >= INTERVAL;
}

/* In whole seconds; 0 before anything can be said. */
static int
seconds_left (const PnCliProgress *self, double share)
{
  double spent = (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
  double left = share > 0.01 ? spent * (1 - share) / share : 0;

  return (int) MIN (ceil (left), G_MAXINT / 2);
}

void
pn_cli_progress_update (PnCliProgress *self, double share, const char *words)
{
  int left;
  int filled;

  if (!pn_cli_progress_is_due (self))
    return;
  self->shown = g_get_monotonic_time ();
  self->on_screen = TRUE;
  share = CLAMP (share, 0, 1);
  left = seconds_left (self, share);
  filled = (int) (share * WIDTH);

  fputs (CLEAR_LINE "[", stderr);
  for (int i = 0; i < WIDTH; i++)
    fputc (i < filled ? '#' : '.', stderr);
  fprintf (stderr, "] %3.0f %%  ", share * 100);
  if (left > 0)
    fprintf (stderr, _ ("at most %d:%02d left  "), left / 60, left % 60);
  fputs (words != NULL ? words : "", stderr);
  fflush (stderr);
}

void
pn_cli_progress_finish (PnCliProgress *self)
{
  if (self->on_screen)
    fputs (CLEAR_LINE, stderr);
  self->on_screen = FALSE;
}
