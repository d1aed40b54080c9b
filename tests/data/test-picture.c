/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "idx-fixture.h"
#include "pn-error.h"
#include "pn-ink-raster.h"
#include "pn-picture.h"

#include <string.h>

#define SIZE PN_INK_SIZE
#define N_PIXELS (SIZE * SIZE)

/* A twentieth of the strongest: what is fainter at the edge is left out. */
#define FAINT 12

/* A digit as MNIST has it: an open seven. */
static void
make_digit (guint8 *pixels)
{
  g_autoptr (PnInk) ink = pn_ink_new ();

  pn_ink_add_point (ink, 0, 0);
  pn_ink_add_point (ink, 60, 3);
  pn_ink_add_point (ink, 25, 100);
  g_assert_true (pn_ink_rasterize (ink, SIZE, pixels));
}

typedef struct
{
  guint8 background[3];
  guint8 ink[3];
  int scale;
  gboolean alpha;
} Look;

static guint8
blend (guint8 from, guint8 to, guint8 share)
{
  return (guint8) (from + (to - from) * share / 255);
}

/* The digit enlarged, in these colours; with alpha it is the ink's colour on nothing. */
static GdkPixbuf *
paint (const guint8 *digit, const Look *look)
{
  int side = SIZE * look->scale;
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, look->alpha, 8, side, side);
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);
  int stride = gdk_pixbuf_get_rowstride (picture);
  int channels = look->alpha ? 4 : 3;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        guint8 share = digit[y / look->scale * SIZE + x / look->scale];
        guint8 *pixel = pixels + y * stride + x * channels;

        for (int i = 0; i < 3; i++)
          pixel[i] = look->alpha ? look->ink[i] : blend (look->background[i], look->ink[i], share);
        if (look->alpha)
          pixel[3] = share;
      }
  return picture;
}

static void
assert_near (const guint8 *pixels, const guint8 *expected, int tolerance)
{
  for (gsize i = 0; i < N_PIXELS; i++)
    g_assert_cmpint (ABS (pixels[i] - expected[i]), <=, tolerance);
}

static void
test_looks (void)
{
  static const Look looks[] = {
    { { 0, 0, 0 }, { 255, 255, 255 }, 1, FALSE },
    { { 0, 0, 0 }, { 255, 255, 255 }, 8, FALSE },
    { { 255, 255, 255 }, { 0, 0, 0 }, 8, FALSE },
    { { 250, 240, 220 }, { 20, 20, 90 }, 5, FALSE },
    { { 40, 60, 50 }, { 230, 230, 200 }, 3, FALSE },
    { { 0, 0, 0 }, { 0, 0, 0 }, 4, TRUE },
    { { 0, 0, 0 }, { 255, 255, 255 }, 4, TRUE },
  };
  guint8 digit[N_PIXELS];

  make_digit (digit);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (GdkPixbuf) picture = paint (digit, &looks[i]);
      guint8 pixels[N_PIXELS];

      g_assert_true (pn_picture_to_digit (picture, SIZE, pixels));
      assert_near (pixels, digit, FAINT);
    }
}

/* A wide sheet with the digit small in a corner gives the same. */
static void
test_margins (void)
{
  const Look look = { { 255, 255, 255 }, { 0, 0, 0 }, 4, FALSE };
  guint8 digit[N_PIXELS];
  guint8 pixels[N_PIXELS];
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GdkPixbuf) sheet = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 700, 300);

  make_digit (digit);
  picture = paint (digit, &look);
  gdk_pixbuf_fill (sheet, 0xffffffff);
  gdk_pixbuf_copy_area (picture, 0, 0, SIZE * 4, SIZE * 4, sheet, 500, 20);
  g_assert_true (pn_picture_to_digit (sheet, SIZE, pixels));
  assert_near (pixels, digit, FAINT);
}

/* Grain on the paper is not ink. */
static void
test_noise (void)
{
  const Look look = { { 230, 230, 230 }, { 30, 30, 30 }, 8, FALSE };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GdkPixbuf) picture = NULL;
  guint8 digit[N_PIXELS];
  guint8 pixels[N_PIXELS];
  guint8 *bytes;
  guint length;

  make_digit (digit);
  picture = paint (digit, &look);
  bytes = gdk_pixbuf_get_pixels_with_length (picture, &length);
  for (guint i = 0; i < length; i++)
    bytes[i] = (guint8) (bytes[i] + g_rand_int_range (random, -5, 6));
  g_assert_true (pn_picture_to_digit (picture, SIZE, pixels));
  assert_near (pixels, digit, 60);
}

static void
test_empty (void)
{
  g_autoptr (GdkPixbuf) sheet = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 50, 40);
  guint8 pixels[N_PIXELS];

  memset (pixels, 1, sizeof pixels);
  gdk_pixbuf_fill (sheet, 0x808080ff);
  g_assert_false (pn_picture_to_digit (sheet, SIZE, pixels));
  for (gsize i = 0; i < N_PIXELS; i++)
    g_assert_cmpuint (pixels[i], ==, 0);
}

static void
test_file (void)
{
  const Look look = { { 255, 255, 255 }, { 0, 0, 0 }, 6, FALSE };
  g_autofree char *folder = fixture_folder_new ();
  g_autofree char *path = g_build_filename (folder, "seven.png", NULL);
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digit[N_PIXELS];
  guint8 pixels[N_PIXELS];

  make_digit (digit);
  picture = paint (digit, &look);
  g_assert_true (gdk_pixbuf_save (picture, path, "png", &error, NULL));
  g_assert_true (pn_picture_read_digit (path, SIZE, pixels, &error));
  g_assert_no_error (error);
  assert_near (pixels, digit, FAINT);
  fixture_folder_remove (folder);
}

static void
test_file_errors (void)
{
  g_autofree char *folder = fixture_folder_new ();
  g_autofree char *text = fixture_write (folder, "text.png", "hello", 5);
  g_autofree char *blank = g_build_filename (folder, "blank.png", NULL);
  g_autoptr (GdkPixbuf) sheet = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 9, 9);
  g_autoptr (GError) not_picture = NULL;
  g_autoptr (GError) nothing = NULL;
  guint8 pixels[N_PIXELS];

  gdk_pixbuf_fill (sheet, 0);
  gdk_pixbuf_save (sheet, blank, "png", NULL, NULL);
  g_assert_false (pn_picture_read_digit (text, SIZE, pixels, &not_picture));
  g_assert_true (g_str_has_prefix (not_picture->message, "text.png: "));
  g_assert_false (pn_picture_read_digit (blank, SIZE, pixels, &nothing));
  g_assert_error (nothing, PN_ERROR, PN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (nothing->message, "blank.png: nothing is drawn"));
  fixture_folder_remove (folder);
}

/* Every beginning of a picture file is an error or the digit; never a crash. */
static void
test_cut (void)
{
  const Look look = { { 255, 255, 255 }, { 0, 0, 0 }, 1, FALSE };
  g_autofree char *folder = fixture_folder_new ();
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autofree char *png = NULL;
  gsize length;
  guint8 digit[N_PIXELS];

  make_digit (digit);
  picture = paint (digit, &look);
  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &png, &length, "png", NULL, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      g_autofree char *path = fixture_write (folder, "cut.png", png, cut);
      g_autoptr (GError) error = NULL;
      guint8 pixels[N_PIXELS];

      if (!pn_picture_read_digit (path, SIZE, pixels, &error))
        g_assert_true (g_str_has_prefix (error->message, "cut.png: "));
    }
  fixture_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/picture/looks", test_looks);
  g_test_add_func ("/data/picture/margins", test_margins);
  g_test_add_func ("/data/picture/noise", test_noise);
  g_test_add_func ("/data/picture/empty", test_empty);
  g_test_add_func ("/data/picture/file", test_file);
  g_test_add_func ("/data/picture/file-errors", test_file_errors);
  g_test_add_func ("/data/picture/cut", test_cut);
  return g_test_run ();
}
