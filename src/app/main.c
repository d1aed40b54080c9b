/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-application.h"

#include <glib/gi18n.h>

int
main (int argc, char **argv)
{
  /* build-aux/run sets it, because there nothing is installed. */
  const char *locale_dir = g_getenv ("PERCEPTRON_LOCALE_DIR");

  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (PnApplication) application = pn_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
