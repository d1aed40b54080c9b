/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pn-export-dialog.h"
#include "pn-export-figure.h"
#include "pn-number-row.h"
#include "pn-resources.h"

#define TABLE_LINES 12
#define PREVIEW_INTERVAL 1000 /* ms, while runs train */

/* Entries of the row that chooses a width. */
enum
{
  PRESET_COLUMN,
  PRESET_PAGE,
  PRESET_OTHER,
};

struct _PnExportDialog
{
  AdwWindow parent_instance;

  GtkWidget *export_button;
  GtkStack *preview;
  GtkDrawingArea *figure_area;
  GtkLabel *table;
  GtkLabel *message;
  AdwComboRow *panels;
  AdwComboRow *curves;
  AdwComboRow *format;
  AdwComboRow *x_axis;
  AdwComboRow *numbers;
  GtkSwitch *log_x;
  GtkSwitch *log_y;
  GtkWidget *log_y_row;
  AdwComboRow *preset;
  PnNumberRow *width;
  PnNumberRow *height;
  PnNumberRow *dpi;
  GtkWidget *data_row;
  GtkSwitch *data;
  GtkSwitch *group;

  PnDocument *document;
  PnExportChoice choice;
  PnExportFigure *figure;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
  guint preview_source;
  guint64 n_points; /* of all checked runs, when the preview was drawn */
  gboolean loading; /* the rows are being set from the choice */
};

G_DEFINE_FINAL_TYPE (PnExportDialog, pn_export_dialog, ADW_TYPE_WINDOW)

static void
draw_figure_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  PnExportDialog *self = PN_EXPORT_DIALOG (user_data);
  const PnFigureOptions *options = &self->choice.options;
  double scale = MIN (width / options->width_mm, height / options->height_mm);

  if (!self->figure || scale <= 0)
    return;
  cairo_translate (cr, (width - scale * options->width_mm) / 2,
                   (height - scale * options->height_mm) / 2);
  pn_export_figure_draw (self->figure, cr, scale);
}

/* What is shown as it is written, because it is no picture. */
static gboolean
is_text (PnExportDialog *self)
{
  return self->choice.format == PN_FIGURE_CSV || self->choice.format == PN_FIGURE_TEX;
}

static const char *
preview_page (PnExportDialog *self)
{
  if (pn_export_figure_is_empty (self->figure))
    return "nothing";
  return is_text (self) ? "table" : "figure";
}

static guint64
count_points (PnExportDialog *self)
{
  guint64 n = 0;

  for (guint i = 0; i < pn_document_n_runs (self->document); i++)
    {
      PnRun *run = pn_document_get_run (self->document, i);
      PnHistoryLength length = pn_history_get_length (pn_run_get_history (run));

      if (pn_run_get_checked (run))
        n += length.n_steps + length.n_checks;
    }
  return n;
}

static void
update_preview (PnExportDialog *self)
{
  g_autofree char *description = NULL;
  PnExportChoice choice = self->choice;

  choice.data = FALSE; /* can't be seen */
  g_clear_pointer (&self->figure, pn_export_figure_unref);
  self->figure = pn_export_figure_new (self->document, &choice);
  self->n_points = count_points (self);
  if (is_text (self))
    {
      g_autofree char *head = pn_export_figure_head (self->figure, TABLE_LINES);

      gtk_label_set_label (self->table, head);
    }
  gtk_stack_set_visible_child_name (self->preview, preview_page (self));
  gtk_widget_set_sensitive (self->export_button, !pn_export_figure_is_empty (self->figure));
  description = pn_export_figure_describe (self->figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->figure_area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->figure_area));
}

/* Runs that train go on behind the dialog. */
static gboolean
follow_training_cb (gpointer data)
{
  PnExportDialog *self = data;

  if (count_points (self) != self->n_points)
    update_preview (self);
  return G_SOURCE_CONTINUE;
}

/* "2,055 × 945 pixels", in the user's way of grouping digits. */
static void
update_pixels (PnExportDialog *self)
{
  g_autofree char *text = NULL;
  int width, height;

  pn_export_choice_pixels (&self->choice, &width, &height);
  text = g_strdup_printf (_ ("%'d × %'d pixels"), width, height);
  g_object_set (self->dpi, "hint", text, NULL);
}

static void
update_rows (PnExportDialog *self)
{
  PnFigureMetrics metrics = self->choice.options.metrics;
  gboolean has_size = pn_export_choice_has_size (&self->choice);
  gboolean other = adw_combo_row_get_selected (self->preset) == PRESET_OTHER;

  gtk_widget_set_visible (GTK_WIDGET (self->preset), has_size);
  gtk_widget_set_visible (GTK_WIDGET (self->width), has_size && other);
  gtk_widget_set_visible (GTK_WIDGET (self->height), has_size);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), !is_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->curves), metrics & PN_FIGURE_BOTH);
  gtk_widget_set_visible (self->log_y_row, metrics != PN_FIGURE_ACCURACY);
  gtk_widget_set_visible (GTK_WIDGET (self->dpi), self->choice.format == PN_FIGURE_PNG);
  gtk_widget_set_visible (self->data_row, pn_export_choice_can_carry (&self->choice));
  pn_number_row_set_value (self->width, self->choice.options.width_mm);
  pn_number_row_set_value (self->height, self->choice.options.height_mm);
  pn_number_row_set_value (self->dpi, self->choice.options.dpi);
  update_pixels (self);
}

static guint
preset_of (double width_mm)
{
  if (width_mm == PN_FIGURE_ONE_COLUMN)
    return PRESET_COLUMN;
  return width_mm == PN_FIGURE_TWO_COLUMNS ? PRESET_PAGE : PRESET_OTHER;
}

static void
load_choice (PnExportDialog *self)
{
  self->loading = TRUE;
  self->choice = pn_export_choice_load ();
  adw_combo_row_set_selected (self->panels, pn_export_panels_find (self->choice.options.metrics));
  adw_combo_row_set_selected (self->curves, self->choice.options.splits - 1);
  adw_combo_row_set_selected (self->format, self->choice.format);
  adw_combo_row_set_selected (self->x_axis, self->choice.options.x_unit);
  adw_combo_row_set_selected (self->numbers, self->choice.user_numbers);
  gtk_switch_set_active (self->log_x, self->choice.options.log_x);
  gtk_switch_set_active (self->log_y, self->choice.options.log_y);
  gtk_switch_set_active (self->data, self->choice.data);
  gtk_switch_set_active (self->group, self->choice.group);
  adw_combo_row_set_selected (self->preset, preset_of (self->choice.options.width_mm));
  self->loading = FALSE;
  update_rows (self);
  update_preview (self);
}

static void
choice_changed (PnExportDialog *self)
{
  pn_export_choice_save (&self->choice);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  update_rows (self);
  update_preview (self);
}

static void
chosen_cb (PnExportDialog *self)
{
  static const double widths[] = { PN_FIGURE_ONE_COLUMN, PN_FIGURE_TWO_COLUMNS };
  guint preset = adw_combo_row_get_selected (self->preset);

  if (self->loading)
    return;
  self->choice.options.metrics = pn_export_panels_get (adw_combo_row_get_selected (self->panels));
  /* The row counts from 0 what the figure has as flags: the first, the second, both. */
  self->choice.options.splits = adw_combo_row_get_selected (self->curves) + 1;
  self->choice.format = adw_combo_row_get_selected (self->format);
  self->choice.options.x_unit = adw_combo_row_get_selected (self->x_axis);
  self->choice.options.log_x = gtk_switch_get_active (self->log_x);
  self->choice.options.log_y = gtk_switch_get_active (self->log_y);
  pn_export_choice_set_user_numbers (&self->choice, adw_combo_row_get_selected (self->numbers));
  self->choice.data = gtk_switch_get_active (self->data);
  self->choice.group = gtk_switch_get_active (self->group);
  if (preset < G_N_ELEMENTS (widths))
    self->choice.options.width_mm = widths[preset];
  choice_changed (self);
}

static void
width_edited_cb (PnExportDialog *self, double value)
{
  self->choice.options.width_mm = value;
  choice_changed (self);
}

static void
height_edited_cb (PnExportDialog *self, double value)
{
  self->choice.options.height_mm = value;
  choice_changed (self);
}

static void
dpi_edited_cb (PnExportDialog *self, double value)
{
  self->choice.options.dpi = value;
  choice_changed (self);
}

static void
set_busy (PnExportDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->export_button, !busy);
}

static void
show_error (PnExportDialog *self, const GError *error)
{
  gtk_label_set_label (self->message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PnExportDialog) self = user_data;
  GFile *file = G_FILE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;
  GtkWindow *parent;

  if (!pn_export_figure_write_finish (file, result, &error))
    {
      set_busy (self, FALSE);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, error);
      return;
    }
  name = g_file_get_parse_name (file);
  text = g_strdup_printf (_ ("Exported %s"), name);
  parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-message", "s", text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
file_chosen_cb (PnExportDialog *self, int response)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
      /* What has been trained since the dialog opened belongs into the file. */
      g_autoptr (PnExportFigure) figure = pn_export_figure_new (self->document, &self->choice);

      set_busy (self, TRUE);
      pn_export_figure_write_async (figure, file, self->cancellable, written_cb,
                                    g_object_ref (self));
    }
  g_clear_object (&self->chooser);
}

static char *
file_name (PnExportDialog *self)
{
  PnRun *run = pn_document_get_selected (self->document);

  return pn_export_choice_file_name (&self->choice, pn_document_is_draft (self->document) && run
                                                        ? pn_run_get_name (run)
                                                        : pn_document_get_title (self->document));
}

static void
export_clicked_cb (PnExportDialog *self)
{
  g_autofree char *name = file_name (self);

  self->chooser
      = gtk_file_chooser_native_new (_ ("Export Figure"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
pn_export_dialog_dispose (GObject *object)
{
  PnExportDialog *self = PN_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->preview_source, g_source_remove);
  if (self->chooser)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->figure, pn_export_figure_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pn_export_dialog_parent_class)->dispose (object);
}

static void
pn_export_dialog_finalize (GObject *object)
{
  g_clear_object (&PN_EXPORT_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (pn_export_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, figure_area);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, table);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, message);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, panels);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, curves);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, preset);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, x_axis);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, numbers);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, log_x);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, log_y);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, log_y_row);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, dpi);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, data_row);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, data);
  gtk_widget_class_bind_template_child (widget_class, PnExportDialog, group);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, width_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, height_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, dpi_edited_cb);
}

static void
pn_export_dialog_class_init (PnExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pn_export_dialog_dispose;
  object_class->finalize = pn_export_dialog_finalize;
  g_type_ensure (PN_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               PN_RESOURCE_PREFIX "pn-export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pn_export_dialog_init (PnExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->figure_area, draw_figure_cb, self, NULL);
}

GtkWidget *
pn_export_dialog_new (PnDocument *document, GtkWindow *parent)
{
  PnExportDialog *self;

  g_return_val_if_fail (PN_IS_DOCUMENT (document), NULL);

  self = g_object_new (PN_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->document = g_object_ref (document);
  load_choice (self);
  self->preview_source = g_timeout_add (PREVIEW_INTERVAL, follow_training_cb, self);
  gtk_window_set_focus (GTK_WINDOW (self), self->export_button);
  return GTK_WIDGET (self);
}
