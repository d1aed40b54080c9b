/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-help-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER "/io/github/perceptron_lab/Perceptron/help/"

typedef struct
{
  PnHelpPage *page;
  GString *text;   /* of the block that is open; NULL between blocks */
  gboolean screen; /* blanks count */
  gboolean in_info;
  int step;     /* of the steps that are open; 0: a plain list, or none */
  int sequence; /* parts so far of a keyseq or guiseq; −1 outside */
  const char *separator;
  PnHelpKind kind; /* of the next paragraph */
} Reader;

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* What encloses the text of an inline element. */
static const struct
{
  const char *name;
  const char *open;
  const char *close;
} inlines[] = {
  { "em", "<i>", "</i>" }, { "code", "<tt>", "</tt>" }, { "file", "<tt>", "</tt>" },
  { "app", "", "" },       { "gui", "<b>", "</b>" },    { "key", "<b>", "</b>" },
  { "guiseq", "", "" },    { "keyseq", "", "" },        { "link", "<a href=\"", "</a>" },
};

static int
find_inline (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (inlines); i++)
    if (g_str_equal (inlines[i].name, name))
      return (int) i;
  return -1;
}

static const char *
attribute (const char **names, const char **values, const char *name)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];
  return NULL;
}

static void
begin_block (Reader *self)
{
  if (self->text == NULL)
    self->text = g_string_new (NULL);
}

static void
append_address (Reader *self, const char **names, const char **values)
{
  const char *page = attribute (names, values, "xref");
  const char *url = attribute (names, values, "href");
  g_autofree char *escaped = g_markup_escape_text (page != NULL  ? page
                                                   : url != NULL ? url
                                                                 : "",
                                                   -1);

  g_string_append_printf (self->text, "%s%s\">", page != NULL ? "page:" : "", escaped);
}

static void
begin_inline (Reader *self, int which, const char **names, const char **values)
{
  const char *name = inlines[which].name;

  if (self->sequence > 0)
    g_string_append (self->text, self->separator);
  if (self->sequence >= 0)
    self->sequence++;
  g_string_append (self->text, inlines[which].open);
  if (g_str_equal (name, "link"))
    append_address (self, names, values);
  if (g_str_has_suffix (name, "seq"))
    {
      self->sequence = 0;
      self->separator = g_str_equal (name, "keyseq") ? "+" : " ▸ ";
    }
}

/* Links of <info> say which page lists this one. */
static void
note_info (Reader *self, const char *element, const char **names, const char **values)
{
  const char *type = attribute (names, values, "type");

  if (g_str_equal (element, "link") && g_strcmp0 (type, "guide") == 0)
    {
      g_free (self->page->guide);
      self->page->guide = g_strdup (attribute (names, values, "xref"));
    }
  else if (g_str_equal (element, "desc") || g_str_equal (element, "title"))
    begin_block (self);
}

static gboolean
begin_outer (Reader *self, const char *element, const char **names, const char **values)
{
  static const char *const blocks[] = { "title", "p", "screen", NULL };
  static const char *const containers[] = { "section", "item", "list", "steps", NULL };

  if (g_str_equal (element, "page"))
    self->page->id = g_strdup (attribute (names, values, "id"));
  else if (g_str_equal (element, "info"))
    self->in_info = TRUE;
  else if (is_one_of (element, blocks))
    begin_block (self);
  else if (!is_one_of (element, containers))
    return FALSE;
  if (g_str_equal (element, "steps"))
    self->step = 1;
  if (g_str_equal (element, "item"))
    self->kind = self->step > 0 ? PN_HELP_STEP : PN_HELP_ITEM;
  self->screen = g_str_equal (element, "screen");
  return TRUE;
}

static void
start_cb (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Reader *self = user_data;
  int which = find_inline (element);

  if (self->in_info)
    note_info (self, element, names, values);
  else if (which >= 0 && self->text != NULL)
    begin_inline (self, which, names, values);
  else if (!begin_outer (self, element, names, values))
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT,
                 _ ("<%s> is not among the elements that help uses here"), element);
}

static void
add_block (Reader *self, PnHelpKind kind)
{
  PnHelpBlock block = { kind, NULL };

  g_strstrip (self->text->str);
  if (kind == PN_HELP_STEP)
    block.markup = g_strdup_printf ("%d. %s", self->step++, self->text->str);
  else
    block.markup = g_strdup (self->text->str);
  g_array_append_val (self->page->blocks, block);
}

static void
take (Reader *self, char **place)
{
  g_free (*place);
  *place = g_strdup (g_strstrip (self->text->str));
}

static void
end_info (Reader *self, const char *element)
{
  if (g_str_equal (element, "info"))
    self->in_info = FALSE;
  else if (g_str_equal (element, "desc"))
    take (self, &self->page->desc);
  else if (g_str_equal (element, "title"))
    take (self, &self->page->sort);
}

static void
end_block (Reader *self, const char *element)
{
  gboolean first = self->page->title == NULL;

  if (g_str_equal (element, "title") && first)
    take (self, &self->page->title);
  if (g_str_equal (element, "title"))
    add_block (self, first ? PN_HELP_TITLE : PN_HELP_HEADING);
  else if (g_str_equal (element, "screen"))
    add_block (self, PN_HELP_FORMULA);
  else if (g_str_equal (element, "p"))
    add_block (self, self->kind);
  self->kind = PN_HELP_PARAGRAPH; /* what follows in an item is indented no more */
  self->screen = FALSE;
}

static void
free_text (Reader *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  static const char *const blocks[] = { "title", "p", "screen", "desc", NULL };
  Reader *self = user_data;
  int which = find_inline (element);

  if (which >= 0 && self->text != NULL)
    {
      g_string_append (self->text, inlines[which].close);
      if (g_str_has_suffix (element, "seq"))
        self->sequence = -1;
      return;
    }
  if (g_str_equal (element, "steps"))
    self->step = 0;
  if (self->in_info)
    end_info (self, element);
  else if (self->text != NULL && is_one_of (element, blocks))
    end_block (self, element);
  if (is_one_of (element, blocks))
    free_text (self);
}

/* Line breaks of the source are blanks, one for a run of them; those of a screen stay. */
static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Reader *self = user_data;
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  if (self->text == NULL || (self->sequence >= 0 && strspn (text, " \n") == length))
    return;
  for (const char *p = escaped; *p != '\0'; p++)
    {
      gboolean blank = !self->screen && g_ascii_isspace (*p);
      gboolean after_blank = self->text->len > 0 && self->text->str[self->text->len - 1] == ' ';
      if (!blank || !after_blank)
        g_string_append_c (self->text, blank ? ' ' : *p);
    }
}

static void
clear_block (gpointer block)
{
  g_free (((PnHelpBlock *) block)->markup);
}

static PnHelpPage *
page_new (void)
{
  PnHelpPage *page = g_new0 (PnHelpPage, 1);

  page->blocks = g_array_new (FALSE, TRUE, sizeof (PnHelpBlock));
  g_array_set_clear_func (page->blocks, clear_block);
  return page;
}

void
pn_help_page_free (PnHelpPage *page)
{
  if (page == NULL)
    return;
  g_free (page->id);
  g_free (page->title);
  g_free (page->desc);
  g_free (page->guide);
  g_free (page->sort);
  g_array_unref (page->blocks);
  g_free (page);
}

PnHelpPage *
pn_help_page_parse (const char *text, gssize length, GError **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  g_autoptr (PnHelpPage) page = page_new ();
  Reader reader = { .page = page, .sequence = -1, .kind = PN_HELP_PARAGRAPH };
  g_autoptr (GMarkupParseContext) context = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &reader, NULL);
  gboolean read = g_markup_parse_context_parse (context, text, length, error)
                  && g_markup_parse_context_end_parse (context, error);
  free_text (&reader);
  if (!read)
    return NULL;
  if (page->id == NULL || page->title == NULL)
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                   _ ("a page of help has an id and a title"));
      return NULL;
    }
  return g_steal_pointer (&page);
}

PnHelpPage *
pn_help_page_load (const char *id, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, id, ".page", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return NULL;
  return pn_help_page_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                             error);
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(PnHelpPage *const *) a)->sort, (*(PnHelpPage *const *) b)->sort);
}

GPtrArray *
pn_help_page_list (const char *guide)
{
  g_auto (GStrv) names
      = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) pn_help_page_free);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *id = g_strndup (names[i], strcspn (names[i], "."));
      g_autoptr (PnHelpPage) page = pn_help_page_load (id, NULL);
      if (page != NULL && g_strcmp0 (page->guide, guide) == 0)
        g_ptr_array_add (pages, g_steal_pointer (&page));
    }
  g_ptr_array_sort (pages, compare_pages);
  return pages;
}
