/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The real program at its start, with a document that holds a trained run: how long until its first
 * frame is on the screen, and what it does when there is nothing to do. Needs MNIST and X11. Where
 * others keep the machine busy, times are told, not judged.
 */

#include "config.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pn-data-folder.h"
#include "pn-test-document.h"
#include "pn-test-widget.h"

#define N_STARTS 5
#define FIRST_FRAME_MS 400.0
#define IDLE_SECONDS 10
#define IDLE_SHARE 1.0 /* % of one processor */
#define MIN_COLOURS 4  /* of a line of pixels across the window: text, or a curve */

typedef struct
{
  PnTestDocument test;
  char *path;
  Display *screen;
} Fixture;

static const char *program;

static gboolean
has_ended (gpointer run)
{
  return pn_run_get_state (run) == PN_RUN_FINISHED;
}

static void
set_up (Fixture *fixture, gconstpointer folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PnRecipe) recipe = pn_recipe_load ("task3-all", &error);

  g_assert_no_error (error);
  recipe->settings.epochs = 3;
  pn_test_document_set_up (&fixture->test);
  g_setenv ("PERCEPTRON_DATA_DIR", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", fixture->test.folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", fixture->test.folder, TRUE);
  PnRun *run = pn_document_add_recipe (fixture->test.document, recipe);
  pn_document_train_async (fixture->test.document, run, 0, NULL, NULL, NULL);
  pn_test_wait_until (has_ended, run);
  fixture->path = g_build_filename (fixture->test.folder, "trained.perceptron", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_assert_true (pn_document_save_as (fixture->test.document, file, &error));
  pn_document_close (fixture->test.document);
  fixture->screen = XOpenDisplay (NULL);
  g_assert_nonnull (fixture->screen);
}

static void
tear_down (Fixture *fixture, gconstpointer folder)
{
  XCloseDisplay (fixture->screen);
  g_free (fixture->path);
  pn_test_document_tear_down (&fixture->test);
}

/* How many colours a line of pixels across the middle of the screen has. */
static guint
count_colours (Display *screen)
{
  int width = DisplayWidth (screen, DefaultScreen (screen));
  int y = DisplayHeight (screen, DefaultScreen (screen)) / 3;
  XImage *line = XGetImage (screen, DefaultRootWindow (screen), 0, y, width, 1, AllPlanes, ZPixmap);
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);

  for (int x = 0; x < width; x++)
    g_hash_table_add (colours, GSIZE_TO_POINTER (XGetPixel (line, x, 0)));
  XDestroyImage (line);
  return g_hash_table_size (colours);
}

/* Starts the program, and waits for its first frame, which took `ms`. */
static GSubprocess *
start (Fixture *fixture, double *ms)
{
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  GSubprocess *process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, fixture->path, NULL);

  g_assert_no_error (error);
  while (count_colours (fixture->screen) < MIN_COLOURS)
    {
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
      g_usleep (2000);
    }
  *ms = (g_get_monotonic_time () - begun) / 1e3;
  return process;
}

static void
stop (Fixture *fixture, GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
  while (count_colours (fixture->screen) >= MIN_COLOURS)
    g_usleep (2000);
}

/* User and system time of the process, in seconds; proc(5), fields 14 and 15. */
static double
cpu_seconds (GSubprocess *process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (process));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return (g_ascii_strtod (fields[11], NULL) + g_ascii_strtod (fields[12], NULL))
         / sysconf (_SC_CLK_TCK);
}

static gboolean
is_busy (void)
{
  double load = 0;

  /* The program and the server take two. */
  return getloadavg (&load, 1) == 1 && load > sysconf (_SC_NPROCESSORS_ONLN) + 0.5;
}

/* The quickest start is the one that others disturbed least. */
static void
test_first_frame (Fixture *fixture, gconstpointer folder)
{
  double least = G_MAXDOUBLE;

  for (int i = 0; i < N_STARTS; i++)
    {
      double ms;
      GSubprocess *process = start (fixture, &ms);

      g_print ("# first frame after %.0f ms, %.0f ms of them at work\n", ms,
               cpu_seconds (process) * 1e3);
      least = MIN (least, ms);
      stop (fixture, process);
    }
  g_print ("# first frame: %.0f ms, at most %.0f%s\n", least, FIRST_FRAME_MS,
           is_busy () ? "; the machine is busy: not judged" : "");
  if (!(least <= FIRST_FRAME_MS) && !is_busy ())
    g_test_fail ();
}

/* Time at work is the same whatever others do. */
static void
test_idle (Fixture *fixture, gconstpointer folder)
{
  double ms;
  GSubprocess *process = start (fixture, &ms);

  g_usleep (2 * G_USEC_PER_SEC); /* what is put off until after the first frame */
  double before = cpu_seconds (process);
  g_usleep (IDLE_SECONDS * G_USEC_PER_SEC);
  double share = (cpu_seconds (process) - before) / IDLE_SECONDS * 100;
  g_print ("# idle: %.2f %%, under %.0f\n", share, IDLE_SHARE);
  g_assert_true (share < IDLE_SHARE);
  stop (fixture, process);
}

int
main (int argc, char **argv)
{
  g_autofree char *mnist = pn_data_folder_find ("mnist", NULL);
  g_autofree char *folder = mnist != NULL ? g_path_get_dirname (mnist) : NULL;

  g_test_init (&argc, &argv, NULL);
  program = argc > 1 ? argv[1] : NULL;
  if (folder == NULL || g_getenv ("DISPLAY") == NULL || program == NULL)
    {
      g_print ("1..0 # SKIP MNIST, a display or the program is not here\n");
      return 0;
    }
  g_test_add ("/start/first-frame", Fixture, folder, set_up, test_first_frame, tear_down);
  g_test_add ("/start/idle", Fixture, folder, set_up, test_idle, tear_down);
  return g_test_run ();
}
