/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-about.h"

#include <glib/gi18n.h>

/* A name and, after a blank, an address, as AdwAboutWindow takes them. */
static const char *libraries[] = { "GTK https://www.gtk.org/",
                                   "libadwaita https://gnome.pages.gitlab.gnome.org/libadwaita/",
                                   "OpenBLAS https://www.openblas.net/",
                                   "cairo https://www.cairographics.org/",
                                   "Pango https://pango.gnome.org/",
                                   "SQLite https://www.sqlite.org/",
                                   "Jansson https://github.com/akheron/jansson",
                                   "libsoup https://libsoup.gnome.org/",
                                   NULL };
static const char *data[] = { "MNIST http://yann.lecun.com/exdb/mnist/",
                              "QMNIST https://github.com/facebookresearch/qmnist", NULL };

void
pn_about_present (GtkWindow *parent)
{
  const char *authors[] = { "The Perceptron authors", NULL };
  GtkWidget *window = adw_about_window_new ();
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (window);

  g_object_set (window, "application-name", _ ("Perceptron"), "application-icon", PN_APPLICATION_ID,
                "version", PN_VERSION, "developer-name", _ ("The Perceptron authors"), "developers",
                authors, "copyright", _ ("Copyright The Perceptron authors"), "license-type",
                GTK_LICENSE_GPL_3_0, "comments",
                _ ("Design a neural network, watch it learn, draw a digit and see why it "
                   "answers as it does."),
                /* Translators: your names, one a line. */
                "translator-credits", _ ("translator-credits"), NULL);
  adw_about_window_add_credit_section (about, _ ("Data"), data);
  adw_about_window_add_credit_section (about, _ ("Libraries"), libraries);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
