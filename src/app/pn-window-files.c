/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-window-private.h"

#include <glib/gi18n.h>

#include "pn-error.h"
#include "pn-fetch.h"
#include "pn-figure-data.h"
#include "pn-model-file.h"
#include "pn-session.h"

#define MAX_DRAFTS 5 /* in the menu */

#define DOCUMENT_SUFFIX ".perceptron"

static gboolean
has_suffix (GFile *file, const char *suffix)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, suffix);
}

/* The name without its ending: what the run is called. */
static char *
stem (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  char *dot = strrchr (name, '.');

  return dot != NULL ? g_strndup (name, dot - name) : g_steal_pointer (&name);
}

static gboolean
import_model (PnWindow *self, GFile *file, GError **error)
{
  g_autoptr (PnRecipe) recipe = NULL;
  g_autoptr (PnSnapshot) snapshot = pn_model_load (g_file_peek_path (file), &recipe, error);
  g_autofree char *name = stem (file);

  if (snapshot == NULL)
    return FALSE;
  pn_document_add_model (self->document, snapshot, recipe, name);
  return TRUE;
}

static gboolean
import_recipe (PnWindow *self, GFile *file, GError **error)
{
  g_autoptr (PnRecipe) recipe = pn_recipe_load (g_file_peek_path (file), error);

  if (recipe == NULL)
    return FALSE;
  pn_document_add_recipe (self->document, recipe);
  return TRUE;
}

/* The recipes that a figure carries, named as its legend has them; borrowed from `runs`. Curves
 * that were drawn from a file have none and are left out.
 */
static GPtrArray *
recipes_of_figure (const GPtrArray *runs)
{
  GPtrArray *recipes = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    {
      const PnFigureDataRun *run = g_ptr_array_index (runs, i);

      if (run->recipe == NULL)
        continue;
      g_free (run->recipe->name);
      run->recipe->name = g_strdup (run->name);
      g_ptr_array_add (recipes, run->recipe);
    }
  return recipes;
}

/* The runs of an exported figure, untrained: trained anew they draw the same curves. */
static gboolean
import_figure (PnWindow *self, GFile *file, GError **error)
{
  g_autofree char *name = stem (file);
  g_autofree char *label = g_strdup_printf (_ ("Add “%s”"), name);
  g_autoptr (GPtrArray) runs = pn_figure_data_read (g_file_peek_path (file), error);
  g_autoptr (GPtrArray) recipes = runs != NULL ? recipes_of_figure (runs) : NULL;

  if (recipes == NULL)
    return FALSE;
  if (recipes->len == 0)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
                   _ ("%s: its curves came without the recipes of their runs"), name);
      return FALSE;
    }
  pn_document_add_recipes (self->document, (const PnRecipe *const *) recipes->pdata, recipes->len,
                           label);
  return TRUE;
}

static gboolean
import_unknown (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);

  g_set_error (error, PN_ERROR, PN_ERROR_UNSUPPORTED,
               _ ("%s: not a document (.perceptron), a model (.safetensors), a recipe (.json), an "
                  "exported figure (.png, .svg, .pdf) or data (a folder of IDX files); pictures of "
                  "digits belong on the pad"),
               name);
  return FALSE;
}

void
pn_window_import (PnWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PN_IS_WINDOW (self) && G_IS_FILE (file));

  if (pn_window_is_data (file))
    pn_window_import_data (self, file);
  else if (has_suffix (file, ".safetensors"))
    import_model (self, file, &error);
  else if (has_suffix (file, ".json"))
    import_recipe (self, file, &error);
  else if (has_suffix (file, ".png") || has_suffix (file, ".svg") || has_suffix (file, ".pdf"))
    import_figure (self, file, &error);
  else if (has_suffix (file, ".perceptron"))
    {
      GFile *files[] = { file };
      g_application_open (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), files, 1,
                          "");
    }
  else
    import_unknown (file, &error);
  if (error != NULL)
    pn_window_say (self, error->message);
}

static void
open_response_cb (PnWindow *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      pn_window_import (self, file);
    }
  g_object_unref (dialog);
}

void
pn_window_open (PnWindow *self)
{
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (_ ("Open a Document, Model or Recipe"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Documents, models, recipes, figures"));
  gtk_file_filter_add_pattern (filter, "*.perceptron");
  gtk_file_filter_add_pattern (filter, "*.safetensors");
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_filter_add_pattern (filter, "*.png");
  gtk_file_filter_add_pattern (filter, "*.svg");
  gtk_file_filter_add_pattern (filter, "*.pdf");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (open_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* A name without our ending gets it, so that the file is found again; one that was typed before the
 * ending that stood there already has it twice.
 */
static GFile *
with_suffix (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (g_str_has_suffix (path, DOCUMENT_SUFFIX DOCUMENT_SUFFIX))
    path[strlen (path) - strlen (DOCUMENT_SUFFIX)] = '\0';
  if (g_str_has_suffix (path, DOCUMENT_SUFFIX))
    return g_file_new_for_path (path);
  g_autofree char *named = g_strconcat (path, DOCUMENT_SUFFIX, NULL);
  return g_file_new_for_path (named);
}

/* "25 November, 00:10" */
static void
append_draft (GMenu *menu, GFile *draft)
{
  g_autoptr (GDateTime) begun = pn_document_draft_time (draft);
  /* Translators: day, month, hour and minute, for g_date_time_format() */
  g_autofree char *label = begun != NULL ? g_date_time_format (begun, _ ("%-d %B, %H:%M")) : NULL;
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.open-document", "s", g_file_peek_path (draft));
  if (label != NULL)
    g_menu_append_item (menu, item);
}

void
pn_window_append_drafts (PnWindow *self, GMenu *menu)
{
  g_autoptr (GPtrArray) drafts = pn_document_list_drafts ();
  g_autoptr (GMenu) items = g_menu_new ();

  for (guint i = 0; i < drafts->len; i++)
    if (g_menu_model_get_n_items (G_MENU_MODEL (items)) < MAX_DRAFTS
        && !g_file_equal (drafts->pdata[i], pn_document_get_file (self->document)))
      append_draft (items, drafts->pdata[i]);
  if (g_menu_model_get_n_items (G_MENU_MODEL (items)) > 0)
    g_menu_append_section (menu, _ ("Drafts"), G_MENU_MODEL (items));
}

static void
save_response_cb (PnWindow *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GFile) file = with_suffix (chosen);
      g_autoptr (GError) error = NULL;
      if (!pn_document_save_as (self->document, file, &error))
        pn_window_say (self, error->message);
      else
        pn_session_add_recent (file);
    }
  g_object_unref (dialog);
}

void
pn_window_save_as (PnWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save the Document As"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autofree char *name = g_strconcat (pn_document_get_title (self->document), ".perceptron", NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
fetch_progress_cb (double share, gpointer user_data)
{
  PnWindow *self = user_data;
  g_autofree char *text = g_strdup_printf (_ ("Getting MNIST: %.0f %%"), share * 100);

  gtk_label_set_label (self->status_label, text);
  gtk_progress_bar_set_fraction (self->progress, share);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PnWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->fetch);
  if (pn_fetch_mnist_finish (result, &error))
    {
      pn_document_refresh_data (self->document);
      pn_window_say (self, _ ("MNIST is here: training can begin"));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pn_window_say (self, error->domain == G_RESOLVER_ERROR
                             ? _ ("MNIST can't be fetched: this computer isn't on the network. "
                                  "Connect it and try again.")
                             : error->message);
  g_object_notify (G_OBJECT (self->panes), "mode");
}

void
pn_window_get_mnist (PnWindow *self)
{
  if (self->fetch != NULL)
    return;
  self->fetch = g_cancellable_new ();
  pn_fetch_mnist_async (fetch_progress_cb, self, self->fetch, fetched_cb, g_object_ref (self));
}
