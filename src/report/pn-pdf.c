/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-pdf.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "pn-deflate.h"
#include "pn-error.h"

#define SIGNATURE "%PDF-"
#define FILE_BEGIN                                                                                 \
  "<< /Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode /Length "
#define STREAM "stream\n"
#define XREF_ROW 20 /* bytes of a row of the cross-reference table (7.5.4) */

/* What an update needs to know of the document. */
typedef struct
{
  const char *text; /* of the whole file, and … */
  gsize length;     /* … its bytes: zeros may lie between */
  guint64 xref;     /* where the table is */
  guint64 size;     /* objects, the free one included */
  guint64 root;     /* the catalogue's number, … */
  guint64 info;     /* … the information dictionary's, … */
  char *catalogue;  /* … and what stands between its << and >> */
} Document;

/* The first `word` at or after `from`; NULL. */
static const char *
find (const Document *self, gsize from, const char *word)
{
  return from < self->length ? memmem (self->text + from, self->length - from, word, strlen (word))
                             : NULL;
}

/* The last in the file. */
static const char *
find_last (const Document *self, const char *word)
{
  const char *last = NULL;

  for (const char *at = find (self, 0, word); at != NULL;
       at = find (self, (gsize) (at + 1 - self->text), word))
    last = at;
  return last;
}

/* The number behind the first `key` from `from` on; FALSE if there is none. */
static gboolean
read_number (const Document *self, gsize from, const char *key, guint64 *number)
{
  const char *at = from < self->length ? find (self, from, key) : NULL;
  char digits[21] = "";

  if (at == NULL)
    return FALSE;
  at += strlen (key);
  strncpy (digits, at, MIN (sizeof digits - 1, (gsize) (self->text + self->length - at)));
  *number = g_ascii_strtoull (digits, NULL, 10);
  return TRUE;
}

/* The table's row of the catalogue, and there what it holds. */
static gboolean
read_catalogue (Document *self)
{
  const char *rows = find (self, self->xref, "\n0 ");
  char row[11] = "";
  guint64 begin;
  const char *open, *end;

  rows = rows != NULL ? memchr (rows + 1, '\n', (gsize) (self->text + self->length - rows - 1))
                      : NULL;
  if (rows == NULL || self->root >= self->size
      || self->size > (guint64) (self->text + self->length - rows) / XREF_ROW)
    return FALSE;
  memcpy (row, rows + 1 + self->root * XREF_ROW, sizeof row - 1);
  begin = g_ascii_strtoull (row, NULL, 10);
  open = begin < self->xref ? find (self, begin, "<<") : NULL;
  end = open != NULL ? find (self, (gsize) (open - self->text), "endobj") : NULL;
  if (end == NULL)
    return FALSE;
  while (end > open + 2 && !g_str_has_prefix (end, ">>"))
    end--;
  self->catalogue = g_strndup (open + 2, (gsize) (end - open - 2));
  return TRUE;
}

static gboolean
read_document (Document *self, GError **error)
{
  const char *start = find_last (self, "startxref\n");
  gsize at = start != NULL ? (gsize) (start - self->text) : self->length;

  if (read_number (self, at, "startxref\n", &self->xref) && self->xref < self->length
      && read_number (self, self->xref, "/Size ", &self->size)
      && read_number (self, self->xref, "/Root ", &self->root)
      && read_number (self, self->xref, "/Info ", &self->info) && read_catalogue (self))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("Nothing can be put into this PDF file: it has no cross-reference table"));
  return FALSE;
}

/* The three objects of the update, and where each begins. */
static void
append_objects (GByteArray *pdf,
                const Document *self,
                const char *name,
                const char *text,
                gsize begins[3])
{
  g_autoptr (GByteArray) deflated = pn_deflate (text);
  g_autofree char *file = g_strdup_printf ("%" G_GUINT64_FORMAT " 0 obj\n" FILE_BEGIN
                                           "%u /Params << /Size %zu >> >>\n" STREAM,
                                           self->size, deflated->len, strlen (text));
  g_autofree char *spec = g_strdup_printf (
      "\nendstream\nendobj\n%" G_GUINT64_FORMAT " 0 obj\n<< /Type /Filespec /F (%s) /UF (%s)"
      " /AFRelationship /Data /EF << /F %" G_GUINT64_FORMAT " 0 R >> >>\nendobj\n",
      self->size + 1, name, name, self->size);
  g_autofree char *catalogue
      = g_strdup_printf ("%" G_GUINT64_FORMAT
                         " 0 obj\n<<%s /Names << /EmbeddedFiles << /Names [ (%s) %" G_GUINT64_FORMAT
                         " 0 R ] >> >> /AF [ %" G_GUINT64_FORMAT " 0 R ] >>\nendobj\n",
                         self->root, self->catalogue, name, self->size + 1, self->size + 1);

  begins[0] = pdf->len;
  g_byte_array_append (pdf, (const guint8 *) file, strlen (file));
  g_byte_array_append (pdf, deflated->data, deflated->len);
  begins[1] = pdf->len + strlen ("\nendstream\nendobj\n");
  g_byte_array_append (pdf, (const guint8 *) spec, strlen (spec));
  begins[2] = pdf->len;
  g_byte_array_append (pdf, (const guint8 *) catalogue, strlen (catalogue));
}

static void
append_table (GByteArray *pdf, const Document *self, const gsize begins[3])
{
  g_autofree char *table = g_strdup_printf (
      "xref\n%" G_GUINT64_FORMAT " 1\n%010zu 00000 n \n%" G_GUINT64_FORMAT
      " 2\n%010zu 00000 n \n%010zu 00000 n \ntrailer\n<< /Size %" G_GUINT64_FORMAT
      " /Root %" G_GUINT64_FORMAT " 0 R /Info %" G_GUINT64_FORMAT " 0 R /Prev %" G_GUINT64_FORMAT
      " >>\nstartxref\n%u\n%%%%EOF\n",
      self->root, begins[2], self->size, begins[0], begins[1], self->size + 2, self->root,
      self->info, self->xref, pdf->len);

  g_byte_array_append (pdf, (const guint8 *) table, strlen (table));
}

GBytes *
pn_pdf_attach (GBytes *pdf, const char *name, const char *text, GError **error)
{
  Document document = { .text = g_bytes_get_data (pdf, &document.length) };
  GByteArray *with = NULL;
  gsize begins[3];

  if (read_document (&document, error))
    {
      with = g_byte_array_sized_new (document.length + strlen (text) / 4);
      g_byte_array_append (with, (const guint8 *) document.text, document.length);
      append_objects (with, &document, name, text, begins);
      append_table (with, &document, begins);
    }
  g_free (document.catalogue);
  return with != NULL ? g_byte_array_free_to_bytes (with) : NULL;
}

char *
pn_pdf_get_attachment (GBytes *pdf, GError **error)
{
  Document document = { .text = g_bytes_get_data (pdf, &document.length) };
  const char *file, *stream;
  guint64 length;

  if (document.length < strlen (SIGNATURE)
      || memcmp (document.text, SIGNATURE, strlen (SIGNATURE)) != 0)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_INVALID, _ ("Not a PDF file"));
      return NULL;
    }
  file = find_last (&document, FILE_BEGIN);
  if (file == NULL)
    return NULL;
  stream = find (&document, (gsize) (file - document.text), STREAM);
  read_number (&document, (gsize) (file - document.text), FILE_BEGIN, &length);
  if (stream != NULL
      && length <= (guint64) (document.text + document.length - stream) - strlen (STREAM))
    return pn_inflate ((const guint8 *) stream + strlen (STREAM), length, error);
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("The PDF file ends within the data inside of it"));
  return NULL;
}
