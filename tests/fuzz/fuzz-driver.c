/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a target without libFuzzer: every file of a corpus whole and cut at every byte, then seeded
 * mutations of them. The same seed gives the same inputs.
 *
 * usage: fuzz-NAME [--executions N] [--seconds S] [--seed N] [--failure FILE] FOLDER|FILE…
 *
 * One that fails is written to FILE (failed-input), to be run again alone.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "fuzz-meter.h"
#include "fuzz-mutate.h"

/* No input takes so many seconds. */
#define HANG 20

/* A file longer than this is cut at so many places, evenly. */
#define MOST_CUTS 8192

static gint64 executions = 20000, seed = 1;
static double seconds = 3600;
static char *failure = NULL;

static const GOptionEntry options[] = {
  { "executions", 0, 0, G_OPTION_ARG_INT64, &executions, "So many mutations", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "At most so long", "S" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Of the mutations", "N" },
  { "failure", 0, 0, G_OPTION_ARG_FILENAME, &failure, "Where an input that fails goes", "FILE" },
  { NULL },
};

static const guint8 *current;
static gsize current_size;

/* Only what may be called from a signal: the file is open by then. */
static int failure_file = -1;

static void
failed_cb (int number)
{
  static const char words[] = "Failed; the input is in the failure file.\n";

  if (write (failure_file, current, current_size) == (ssize_t) current_size)
    current_size = write (STDERR_FILENO, words, sizeof words - 1) > 0 ? current_size : 0;
  signal (number, SIG_DFL);
  raise (number);
}

static void
open_failure_file (void)
{
  const int signals[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGALRM };

  failure_file = g_open (failure, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], failed_cb);
}

/* Exactly as long as the input, so that reading past its end is seen. */
static void
execute (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  current = copy;
  current_size = size;
  alarm (HANG);
  LLVMFuzzerTestOneInput (copy != NULL ? copy : (const guint8 *) "", size);
  alarm (0);
}

static gint64
execute_cuts (GPtrArray *corpus)
{
  gint64 n = 0;

  for (guint i = 0; i < corpus->len; i++)
    {
      const GByteArray *file = g_ptr_array_index (corpus, i);
      gsize stride = 1 + file->len / MOST_CUTS;

      for (gsize cut = 0; cut < file->len; cut += stride, n++)
        execute (file->data, cut);
      execute (file->data, file->len);
    }
  return n + corpus->len;
}

static gint64
execute_mutations (GPtrArray *corpus)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) seed);
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  gint64 n = 0;

  for (; n < executions && g_get_monotonic_time () < end; n++)
    {
      g_autoptr (GByteArray) input = fuzz_mutate (corpus, random);

      execute (input->data, input->len);
    }
  return n;
}

static void
read_file (const char *path, GPtrArray *corpus)
{
  char *content;
  gsize size;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &content, &size, &error))
    g_error ("%s", error->message);
  g_ptr_array_add (corpus, g_byte_array_new_take ((guint8 *) content, size));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names, so that the seed says all. */
static void
read_corpus (const char *path, GPtrArray *corpus)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (folder == NULL)
    read_file (path, corpus);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    read_file (g_ptr_array_index (names, i), corpus);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER|FILE…");
  g_autoptr (GPtrArray) corpus
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GError) error = NULL;
  gint64 cuts, mutations;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  for (int i = 1; i < argc; i++)
    read_corpus (argv[i], corpus);
  g_assert_cmpuint (corpus->len, >, 0);
  failure = failure != NULL ? failure : g_strdup ("failed-input");
  open_failure_file ();
  cuts = execute_cuts (corpus);
  mutations = execute_mutations (corpus);
  close (failure_file);
  g_unlink (failure);
  g_print ("%" G_GINT64_FORMAT " executions of %u files cut, %" G_GINT64_FORMAT " of mutations\n",
           cuts, corpus->len, mutations);
  return 0;
}
