/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-table-view.h"

#include <glib/gi18n-lib.h>

#include "pn-run-marker.h"

struct _PnTableView
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkGrid *grid;
  PnTable *table;
  char *sort; /* key of a field; NULL: as they came */
  gboolean descending;
  const char *pressed; /* key of the title that was pressed: made anew, it keeps the focus */
};

G_DEFINE_FINAL_TYPE (PnTableView, pn_table_view, GTK_TYPE_WIDGET)

static gboolean
is_shown (const PnTable *table, guint field)
{
  return !(pn_table_flags (table, field) & PN_TABLE_DATA_ONLY);
}

static GtkWidget *
label_new (const char *text, double xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  return label;
}

/* A name may be long: it takes more lines, not a wider column. */
static GtkWidget *
heading_new (const PnTable *table, guint record)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *name = label_new (pn_table_record_name (table, record), 1);

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (name), GTK_JUSTIFY_RIGHT);
  gtk_label_set_width_chars (GTK_LABEL (name), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 16);
  gtk_widget_add_css_class (name, "heading");
  gtk_box_append (GTK_BOX (box), pn_run_marker_new (pn_table_record_look (table, record)));
  gtk_box_append (GTK_BOX (box), name);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  return box;
}

static void
attach_section (PnTableView *self, guint field, int row)
{
  GtkWidget *title = label_new (pn_table_label (self->table, field), 0);

  gtk_widget_add_css_class (title, "heading");
  gtk_widget_set_margin_top (title, 12);
  gtk_grid_attach (self->grid, title, 0, row, 1 + (int) pn_table_n_records (self->table), 1);
}

/* Read alone, a number would say nothing: its description names run and quantity. */
static GtkWidget *
value_new (const PnTable *table, guint field, guint record)
{
  gboolean number = (pn_table_flags (table, field) & PN_TABLE_NUMBERS) != 0;
  GtkWidget *label = label_new (pn_table_words (table, field, record), 1);
  g_autofree char *what = g_strdup_printf ("%s, %s", pn_table_record_name (table, record),
                                           pn_table_label (table, field));

  gtk_label_set_wrap (GTK_LABEL (label), !number);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what,
                                  -1);
  return label;
}

static gboolean
is_sorted_by (PnTableView *self, guint field)
{
  return self->sort != NULL && g_strcmp0 (pn_table_key (self->table, field), self->sort) == 0;
}

static GtkWidget *
title_label_new (PnTableView *self, guint field)
{
  const char *arrow = !is_sorted_by (self, field) ? "" : self->descending ? " ↓" : " ↑";
  g_autofree char *text = g_strconcat (pn_table_label (self->table, field), arrow, NULL);
  GtkWidget *title = label_new (text, 0);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 26);
  gtk_label_set_width_chars (GTK_LABEL (title), 20);
  gtk_widget_add_css_class (title, "dim-label");
  return title;
}

static GtkWidget *
sort_button_new (PnTableView *self, guint field)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), title_label_new (self, field));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pn_table_label (self->table, field), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "table-title");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "table.sort");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    pn_table_key (self->table, field));
  return button;
}

static void
attach_field (PnTableView *self, guint field, int row)
{
  gboolean number = (pn_table_flags (self->table, field) & PN_TABLE_NUMBERS) != 0;
  GtkWidget *title = number ? sort_button_new (self, field) : title_label_new (self, field);

  gtk_widget_set_valign (title, GTK_ALIGN_BASELINE);
  gtk_widget_set_tooltip_text (title, pn_table_explanation (self->table, field));
  gtk_grid_attach (self->grid, title, 0, row, 1, 1);
  if (number && g_strcmp0 (self->pressed, pn_table_key (self->table, field)) == 0)
    gtk_widget_grab_focus (title);
  for (guint record = 0; record < pn_table_n_records (self->table); record++)
    gtk_grid_attach (self->grid, value_new (self->table, field, record), 1 + (int) record, row, 1,
                     1);
}

static void
rebuild (PnTableView *self)
{
  GtkWidget *child;
  int row = 1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint record = 0; record < pn_table_n_records (self->table); record++)
    gtk_grid_attach (self->grid, heading_new (self->table, record), 1 + (int) record, 0, 1, 1);
  for (guint field = 0; field < pn_table_n_fields (self->table); field++)
    {
      if (!is_shown (self->table, field))
        continue;
      if (pn_table_flags (self->table, field) & PN_TABLE_SECTION)
        attach_section (self, field, row++);
      else
        attach_field (self, field, row++);
    }
}

/* Only what has changed: a label that is set to the same text is laid out again all the same. */
static void
exchange_words (PnTableView *self)
{
  int row = 1;

  for (guint field = 0; field < pn_table_n_fields (self->table); field++)
    {
      if (!is_shown (self->table, field))
        continue;
      for (guint i = 0; i < pn_table_n_records (self->table); i++)
        {
          const char *words = pn_table_words (self->table, field, i);
          GtkWidget *label = gtk_grid_get_child_at (self->grid, 1 + (int) i, row);

          if (!(pn_table_flags (self->table, field) & PN_TABLE_SECTION)
              && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), words) != 0)
            gtk_label_set_label (GTK_LABEL (label), words);
        }
      row++;
    }
}

void
pn_table_view_set_table (PnTableView *self, PnTable *table)
{
  gboolean same;

  g_return_if_fail (PN_IS_TABLE_VIEW (self) && table != NULL);

  pn_table_sort (table, self->sort, self->descending);
  same = self->table != NULL && pn_table_same_shape (self->table, table);
  g_clear_pointer (&self->table, pn_table_free);
  self->table = table;
  if (same)
    exchange_words (self);
  else
    rebuild (self);
}

const PnTable *
pn_table_view_get_table (PnTableView *self)
{
  g_return_val_if_fail (PN_IS_TABLE_VIEW (self), NULL);

  return self->table;
}

/* Ascending, then descending, then as they came. */
static void
sort_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  PnTableView *self = PN_TABLE_VIEW (widget);
  const char *key = g_variant_get_string (parameter, NULL);
  gboolean same = g_strcmp0 (self->sort, key) == 0;

  if (same && self->descending)
    g_clear_pointer (&self->sort, g_free);
  else if (!same)
    {
      g_free (self->sort);
      self->sort = g_strdup (key);
    }
  self->descending = same && !self->descending;
  pn_table_sort (self->table, self->sort, self->descending);
  self->pressed = key;
  rebuild (self);
  self->pressed = NULL;
}

static void
pn_table_view_dispose (GObject *object)
{
  PnTableView *self = PN_TABLE_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->table, pn_table_free);
  g_clear_pointer (&self->sort, g_free);
  G_OBJECT_CLASS (pn_table_view_parent_class)->dispose (object);
}

static void
pn_table_view_class_init (PnTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pn_table_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tableview");
  gtk_widget_class_install_action (widget_class, "table.sort", "s", sort_cb);
}

static void
pn_table_view_init (PnTableView *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 18);
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_widget_set_halign (GTK_WIDGET (self->grid), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "table-grid");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->grid));
  gtk_widget_set_focusable (self->scroller, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Table of the runs"), -1);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
pn_table_view_new (void)
{
  return g_object_new (PN_TYPE_TABLE_VIEW, NULL);
}
