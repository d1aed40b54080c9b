/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include <glib/gstdio.h>

#include "fuzz-file.h"
#include "pn-document.h"

/* What SQLite keeps of a file, and the runs in it. */
#define NEED_PER_BYTE 100
#define NEED (8 << 20)

/* A few words of a recipe may ask for a network that this computer just holds: a document's own
 * networks count as needed, three arrays each while they are made.
 */
static gsize
networks (PnDocument *document)
{
  gsize bytes = 0;

  for (guint i = 0; i < pn_document_n_runs (document); i++)
    bytes += 3 * pn_snapshot_bytes (pn_run_get_snapshot (pn_document_get_run (document, i)));
  return bytes;
}

static void
remove_files (const char *path)
{
  static const char *const others[] = { "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *other = g_strconcat (path, others[i], NULL);

      g_unlink (other);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const char *path = fuzz_file (data, size, ".perceptron");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *error = NULL;
  PnDocument *document;
  gsize need = NEED + NEED_PER_BYTE * size;

  g_setenv ("PERCEPTRON_DATA_DIR", "/nowhere", TRUE); /* sets that it names aren't loaded */
  fuzz_meter_begin ();
  document = pn_document_open (file, &error);
  fuzz_check (document != NULL, error);
  if (document != NULL)
    {
      need += networks (document);
      fuzz_meter_end (need);
      pn_document_close (document);
      g_object_unref (document);
    }
  remove_files (path);
  return 0;
}
