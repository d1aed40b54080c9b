/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What help makes of Mallard, and that every page which the program carries can be read. */

#include <pango/pango.h>

#include "pn-help-page.h"

#define PAGE(body)                                                                                 \
  "<page xmlns='http://projectmallard.org/1.0/' type='topic' id='x'><info>"                        \
  "<link type='guide' xref='index'/><title type='sort'>3</title><desc>About x</desc></info>"       \
  "<title>The x</title>" body "</page>"

static PnHelpPage *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  PnHelpPage *page = pn_help_page_parse (text, -1, &error);

  g_assert_no_error (error);
  return page;
}

static void
assert_block (const PnHelpPage *page, guint i, PnHelpKind kind, const char *markup)
{
  g_assert_cmpuint (i, <, page->blocks->len);
  g_assert_cmpint (g_array_index (page->blocks, PnHelpBlock, i).kind, ==, kind);
  g_assert_cmpstr (g_array_index (page->blocks, PnHelpBlock, i).markup, ==, markup);
}

static void
test_head (void)
{
  g_autoptr (PnHelpPage) page = parse (PAGE (""));

  g_assert_cmpstr (page->id, ==, "x");
  g_assert_cmpstr (page->title, ==, "The x");
  g_assert_cmpstr (page->desc, ==, "About x");
  g_assert_cmpstr (page->guide, ==, "index");
  g_assert_cmpstr (page->sort, ==, "3");
  assert_block (page, 0, PN_HELP_TITLE, "The x");
}

static void
test_blocks (void)
{
  g_autoptr (PnHelpPage) page
      = parse (PAGE ("<p>one\n  two</p><list><item><p>a</p></item></list>"
                     "<section id='s'><title>S</title><steps><item><p>b</p></item>"
                     "<item><p>c</p></item></steps><screen>d\n  e</screen><p>f</p></section>"));

  assert_block (page, 1, PN_HELP_PARAGRAPH, "one two");
  assert_block (page, 2, PN_HELP_ITEM, "a");
  assert_block (page, 3, PN_HELP_HEADING, "S");
  assert_block (page, 4, PN_HELP_STEP, "1. b");
  assert_block (page, 5, PN_HELP_STEP, "2. c");
  assert_block (page, 6, PN_HELP_FORMULA, "d\n  e");
  assert_block (page, 7, PN_HELP_PARAGRAPH, "f");
  g_assert_cmpuint (page->blocks->len, ==, 8);
}

static void
test_inline (void)
{
  g_autoptr (PnHelpPage) page
      = parse (PAGE ("<p><keyseq><key>Ctrl</key> <key>E</key></keyseq> &lt; <em>so</em></p>"
                     "<p><link xref='keys'>Keys</link></p>"));

  assert_block (page, 1, PN_HELP_PARAGRAPH, "<b>Ctrl</b>+<b>E</b> &lt; <i>so</i>");
  assert_block (page, 2, PN_HELP_PARAGRAPH, "<a href=\"page:keys\">Keys</a>");
}

static void
test_wrong (void)
{
  const char *wrong[] = { "",
                          "<page id='x'/>",
                          "<page><title>no id</title></page>",
                          PAGE ("<table/>"),
                          PAGE ("<p>open"),
                          "<html/>" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (pn_help_page_parse (wrong[i], -1, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, !=, "");
    }
}

/* All of them, in their order, with markup that Pango takes. */
static void
test_carried (void)
{
  g_autoptr (GPtrArray) pages = pn_help_page_list ("index");

  g_assert_cmpuint (pages->len, >=, 7);
  g_assert_cmpstr (((PnHelpPage *) pages->pdata[0])->id, ==, "first-network");
  for (guint i = 0; i < pages->len; i++)
    {
      const PnHelpPage *page = pages->pdata[i];
      g_assert_cmpuint (page->blocks->len, >, 3);
      for (guint j = 0; j < page->blocks->len; j++)
        {
          g_autoptr (GError) error = NULL;
          const char *markup = g_array_index (page->blocks, PnHelpBlock, j).markup;
          if (strstr (markup, "<a ") == NULL) /* GtkLabel's own */
            pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, &error);
          g_assert_no_error (error);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help-page/head", test_head);
  g_test_add_func ("/help-page/blocks", test_blocks);
  g_test_add_func ("/help-page/inline", test_inline);
  g_test_add_func ("/help-page/wrong", test_wrong);
  g_test_add_func ("/help-page/carried", test_carried);
  return g_test_run ();
}
