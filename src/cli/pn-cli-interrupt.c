/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-cli-interrupt.h"

#include <signal.h>

/* A signal handler can reach nothing but a global. */
static volatile sig_atomic_t interrupted;

static void
interrupt_cb (int number)
{
  interrupted = 1;
}

void
pn_cli_interrupt_catch (void)
{
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = SA_RESTART | SA_RESETHAND };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
pn_cli_interrupted (void)
{
  return interrupted != 0;
}
