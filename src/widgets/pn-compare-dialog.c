/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-compare-dialog.h"

#include <glib/gi18n-lib.h>

#include "pn-number-row.h"
#include "pn-resources.h"
#include "pn-run-table.h"
#include "pn-table-view.h"
#include "pn-verdict.h"

/* While runs train, the numbers are renewed this often at most. */
#define UPDATE_MILLISECONDS 250

#define LOSS_KEY "compare.loss"
#define USUAL_LOSS 0.3

struct _PnCompareDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *copy_button;
  GtkLabel *warnings;
  PnTableView *view;
  PnNumberRow *loss;
  GtkLabel *verdict_label;

  PnDocument *document;
  GPtrArray *runs; /* PnRun: those whose signals are connected */
  guint update;    /* source */
  PnVerdict *verdict;
};

G_DEFINE_FINAL_TYPE (PnCompareDialog, pn_compare_dialog, ADW_TYPE_WINDOW)

static void
show_warnings (PnCompareDialog *self, GPtrArray *runs)
{
  g_auto (GStrv) warnings = pn_run_table_warnings (runs);
  g_autofree char *text = g_strjoinv ("\n", warnings);

  gtk_label_set_label (self->warnings, text);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), *text != '\0');
}

static void
update (PnCompareDialog *self)
{
  g_autoptr (GPtrArray) runs = pn_run_table_checked (self->document);
  double loss = pn_number_row_get_value (self->loss);

  gtk_stack_set_visible_child_name (self->stack, runs->len > 0 ? "table" : "nothing");
  gtk_widget_set_sensitive (self->copy_button, runs->len > 0);
  show_warnings (self, runs);
  pn_table_view_set_table (self->view, pn_run_table_new (self->document, runs, loss));
  pn_verdict_update (self->verdict, runs);
}

static gboolean
update_cb (gpointer user_data)
{
  PnCompareDialog *self = user_data;

  self->update = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PnCompareDialog *self)
{
  if (self->update == 0)
    self->update = g_timeout_add (UPDATE_MILLISECONDS, update_cb, self);
}

static void
disconnect_runs (PnCompareDialog *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->runs, i), self);
  g_ptr_array_set_size (self->runs, 0);
}

static void
runs_changed_cb (PnCompareDialog *self)
{
  static const char *const signals[]
      = { "notify", "recipe-changed", "snapshot-changed", "progress" };

  disconnect_runs (self);
  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);

      g_ptr_array_add (self->runs, g_object_ref (run));
      for (gsize s = 0; s < G_N_ELEMENTS (signals); s++)
        g_signal_connect_swapped (run, signals[s], G_CALLBACK (changed_cb), self);
    }
  changed_cb (self);
}

static void
loss_edited_cb (PnCompareDialog *self, double loss)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  pn_number_row_set_value (self->loss, loss);
  pn_document_set_view_state (self->document, LOSS_KEY, g_ascii_dtostr (text, sizeof text, loss));
  update (self);
}

static void
copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnCompareDialog *self = PN_COMPARE_DIALOG (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  const PnTable *table = pn_table_view_get_table (self->view);
  g_autofree char *text = g_str_equal (format, "csv")        ? pn_table_to_csv (table)
                          : g_str_equal (format, "markdown") ? pn_table_to_markdown (table)
                                                             : pn_table_to_latex (table);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The table is on the clipboard")));
}

static void
pn_compare_dialog_dispose (GObject *object)
{
  PnCompareDialog *self = PN_COMPARE_DIALOG (object);

  g_clear_handle_id (&self->update, g_source_remove);
  g_clear_pointer (&self->verdict, pn_verdict_free);
  disconnect_runs (self);
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pn_compare_dialog_parent_class)->dispose (object);
}

static void
pn_compare_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (PN_COMPARE_DIALOG (object)->runs);
  G_OBJECT_CLASS (pn_compare_dialog_parent_class)->finalize (object);
}

static void
pn_compare_dialog_class_init (PnCompareDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pn_compare_dialog_dispose;
  object_class->finalize = pn_compare_dialog_finalize;
  g_type_ensure (PN_TYPE_NUMBER_ROW);
  g_type_ensure (PN_TYPE_TABLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PN_RESOURCE_PREFIX "pn-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, warnings);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, loss);
  gtk_widget_class_bind_template_child (widget_class, PnCompareDialog, verdict_label);
  gtk_widget_class_bind_template_callback (widget_class, loss_edited_cb);
  gtk_widget_class_install_action (widget_class, "compare.copy", "s", copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "compare.copy",
                                       "s", "csv");
}

static void
pn_compare_dialog_init (PnCompareDialog *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
load_loss (PnCompareDialog *self)
{
  const char *text = pn_document_get_view_state (self->document, LOSS_KEY);
  double loss = text ? g_ascii_strtod (text, NULL) : 0;

  pn_number_row_set_value (self->loss, loss > 0 ? loss : USUAL_LOSS);
}

GtkWidget *
pn_compare_dialog_new (PnDocument *document, GtkWindow *parent)
{
  PnCompareDialog *self;

  g_return_val_if_fail (PN_IS_DOCUMENT (document), NULL);

  self = g_object_new (PN_TYPE_COMPARE_DIALOG, "transient-for", parent, NULL);
  self->document = g_object_ref (document);
  self->verdict = pn_verdict_new (document, self->verdict_label);
  load_loss (self);
  g_signal_connect_swapped (document, "items-changed", G_CALLBACK (runs_changed_cb), self);
  g_signal_connect_swapped (document, "notify::data-ready", G_CALLBACK (changed_cb), self);
  runs_changed_cb (self);
  update (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->copy_button);
  return GTK_WIDGET (self);
}
