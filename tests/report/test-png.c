/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-png.h"

#include <string.h>

#include "pn-error.h"

static GBytes *
encode (double dpi, const char *text)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 20, 10);
  g_autoptr (GError) error = NULL;
  GBytes *png = pn_png_encode (surface, dpi, "perceptron", text, &error);

  g_assert_no_error (error);
  cairo_surface_destroy (surface);
  return png;
}

static const guint8 *
find (GBytes *png, const char *type)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);

  return memmem (data, size, type, 4);
}

static void
test_resolution (void)
{
  g_autoptr (GBytes) png = encode (300, NULL);
  const guint8 *chunk = find (png, "pHYs");
  /* 300 dpi are 11,811 pixels a metre, 0x2e23; the checksum is that of other programs. */
  const guint8 expected[] = { 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76 };

  g_assert_nonnull (chunk);
  g_assert_cmpmem (chunk + 4, sizeof expected, expected, sizeof expected);
  g_assert_null (find (png, "iTXt"));
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Stream;

static cairo_status_t
read_cb (gpointer closure, guchar *data, guint length)
{
  Stream *stream = closure;

  if (length > stream->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, stream->data, length);
  stream->data += length;
  stream->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_still_a_picture (void)
{
  g_autoptr (GBytes) png = encode (300, "some text");
  Stream stream;
  cairo_surface_t *surface;

  stream.data = g_bytes_get_data (png, &stream.left);
  surface = cairo_image_surface_create_from_png_stream (read_cb, &stream);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 20);
  cairo_surface_destroy (surface);
}

static void
test_text (void)
{
  g_autofree char *long_text = g_strnfill (300000, 'x');
  const char *const texts[] = { "", "{\"version\":1}", "Ærlig talt: ∂C/∂w", long_text };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) png = encode (96, texts[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *back = pn_png_get_text (png, "perceptron", &error);
      g_autofree char *other = pn_png_get_text (png, "perceptro", NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (back, ==, texts[i]);
      g_assert_null (other);
      g_assert_cmpuint (g_bytes_get_size (png), <, 3000);
    }
}

static void
test_no_text (void)
{
  g_autoptr (GBytes) png = encode (96, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (pn_png_get_text (png, "perceptron", &error));
  g_assert_no_error (error);
}

/* Cut before its text, a file is refused; any byte changed is survived. */
static void
test_broken (void)
{
  g_autoptr (GBytes) png = encode (96, "{\"version\":1,\"runs\":[1,2,3,4,5,6,7,8,9]}");
  const guint8 *chunk = find (png, "iTXt");
  gsize size, text_end = chunk - (const guint8 *) g_bytes_get_data (png, &size);

  /* type, content of less than 256 bytes, checksum */
  text_end += 4 + chunk[-1] + 4;

  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (png, NULL), size);
      g_autoptr (GBytes) cut = g_bytes_new (copy, i);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = pn_png_get_text (cut, "perceptron", &error), *other = NULL;

      g_assert_true ((text == NULL) == (error != NULL));
      g_assert_true ((text == NULL) == (i < text_end));
      copy[i] ^= 0xff;
      changed = g_bytes_new_static (copy, size);
      other = pn_png_get_text (changed, "perceptron", NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/png/resolution", test_resolution);
  g_test_add_func ("/report/png/still-a-picture", test_still_a_picture);
  g_test_add_func ("/report/png/text", test_text);
  g_test_add_func ("/report/png/no-text", test_no_text);
  g_test_add_func ("/report/png/broken", test_broken);
  return g_test_run ();
}
