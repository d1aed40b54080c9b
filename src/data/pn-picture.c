/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-picture.h"

#include "pn-center-private.h"
#include "pn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PIXELS 100000000

/* A picture as ink: how far each pixel is from the background, 0 … 255. */
typedef struct
{
  gsize width;
  gsize height;
  guint8 *values;
} Gray;

typedef struct
{
  gsize left, top, width, height;
} Box;

/* Rec. 601 luma, which is what makers of grey scans use; rounded. */
static guint
luma (const guint8 *pixel)
{
  return (299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2] + 500) / 1000;
}

/* What shows through where a picture is transparent: black under light ink, white under dark. */
static guint
find_backdrop (const GdkPixbuf *picture)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  guint64 ink = 0;
  guint64 opaque = 0;

  for (int y = 0; y < gdk_pixbuf_get_height (picture); y++)
    for (int x = 0; x < gdk_pixbuf_get_width (picture); x++)
      {
        const guint8 *pixel = pixels + (gsize) y * stride + (gsize) x * 4;

        ink += luma (pixel) * pixel[3];
        opaque += pixel[3];
      }
  return 2 * ink > 255 * opaque ? 0 : 255;
}

static void
to_gray (const GdkPixbuf *picture, Gray *gray)
{
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  gsize channels = (gsize) gdk_pixbuf_get_n_channels (picture);
  gboolean alpha = gdk_pixbuf_get_has_alpha (picture);
  guint backdrop = alpha ? find_backdrop (picture) : 0;

  for (gsize y = 0; y < gray->height; y++)
    for (gsize x = 0; x < gray->width; x++)
      {
        const guint8 *pixel = pixels + y * stride + x * channels;
        guint share = alpha ? pixel[3] : 255;

        gray->values[y * gray->width + x]
            = (guint8) ((share * luma (pixel) + (255 - share) * backdrop + 127) / 255);
      }
}

/* The value below which half of the counted ones are. */
static int
median (const gsize histogram[256])
{
  gsize n = 0;
  gsize below = 0;
  int value = 0;

  for (int i = 0; i < 256; i++)
    n += histogram[i];
  while (value < 255 && (below += histogram[value]) * 2 < n)
    value++;
  return value;
}

static gboolean
is_edge (const Gray *gray, gsize i)
{
  gsize x = i % gray->width;
  gsize y = i / gray->width;

  return x == 0 || y == 0 || x == gray->width - 1 || y == gray->height - 1;
}

/* The median of the edge's distances from `from`. */
static int
edge_median (const Gray *gray, int from)
{
  gsize histogram[256] = { 0 };

  for (gsize i = 0; i < gray->width * gray->height; i++)
    if (is_edge (gray, i))
      histogram[ABS (gray->values[i] - from)]++;
  return median (histogram);
}

static gboolean
ink_is_light (const Gray *gray, int background)
{
  gint64 balance = 0;

  for (gsize i = 0; i < gray->width * gray->height; i++)
    balance += gray->values[i] - background;
  return balance > 0;
}

/* Turns brightness into amounts of ink, and takes noise away: more than four deviations of the
 * background (1.4826 median deviations are one of a normal distribution) are ink.
 */
static void
to_ink (Gray *gray)
{
  int background = edge_median (gray, 0);
  int noise = (int) ceil (4 * 1.4826 * edge_median (gray, background));
  int sign = ink_is_light (gray, background) ? 1 : -1;

  for (gsize i = 0; i < gray->width * gray->height; i++)
    {
      int ink = sign * (gray->values[i] - background);

      gray->values[i] = (guint8) (ink > noise ? ink : 0);
    }
}

/* The strongest ink of each column and of each row. */
static void
find_profiles (const Gray *ink, guint8 *columns, guint8 *rows)
{
  for (gsize y = 0; y < ink->height; y++)
    for (gsize x = 0; x < ink->width; x++)
      {
        guint8 value = ink->values[y * ink->width + x];

        columns[x] = MAX (columns[x], value);
        rows[y] = MAX (rows[y], value);
      }
}

static guint
strongest (const guint8 *profile, gsize n)
{
  guint max = 0;

  for (gsize i = 0; i < n; i++)
    max = MAX (max, profile[i]);
  return max;
}

/* The first and one after the last of a profile that are ink; FALSE where none is. A twentieth of
 * the strongest is none yet: sharp scalers (Lanczos) leave ripples of that size around ink, while
 * the edges of MNIST's test images all have more.
 */
static gboolean
find_extent (const guint8 *profile, gsize n, gsize *begin, gsize *end)
{
  guint faint = strongest (profile, n) / 20;

  *begin = 0;
  *end = n;
  while (*begin < n && profile[*begin] <= faint)
    (*begin)++;
  while (*end > *begin && profile[*end - 1] <= faint)
    (*end)--;
  return *begin < *end;
}

/* Moves both ends inwards to where the profile reaches half of what it rises to within `reach`:
 * that is where a blurred edge was before a scaler or a lens made it soft.
 */
static void
sharpen_extent (const guint8 *profile, gsize reach, gsize *begin, gsize *end)
{
  guint8 left = 0;
  guint8 right = 0;

  for (gsize i = 0; i < reach && *begin + i < *end; i++)
    {
      left = MAX (left, profile[*begin + i]);
      right = MAX (right, profile[*end - 1 - i]);
    }
  while (profile[*begin] * 2 < left)
    (*begin)++;
  while (profile[*end - 1] * 2 < right)
    (*end)--;
}

/* The edges are sharpened within what becomes one of the n pixels of the longer side. */
static gboolean
find_box (const Gray *ink, gsize n, Box *box)
{
  g_autofree guint8 *columns = g_new0 (guint8, ink->width);
  g_autofree guint8 *rows = g_new0 (guint8, ink->height);
  gsize right, bottom, reach;

  find_profiles (ink, columns, rows);
  if (!find_extent (columns, ink->width, &box->left, &right)
      || !find_extent (rows, ink->height, &box->top, &bottom))
    return FALSE;
  reach = (MAX (right - box->left, bottom - box->top) + n / 2) / n;
  sharpen_extent (columns, reach, &box->left, &right);
  sharpen_extent (rows, reach, &box->top, &bottom);
  box->width = right - box->left;
  box->height = bottom - box->top;
  return TRUE;
}

/* Adds `amount`, spread evenly over [from, to), to a row of cells one wide. */
static void
spread (double *cells, gsize n_cells, double from, double to, double amount)
{
  for (gsize i = (gsize) from; i < n_cells && (double) i < to; i++)
    {
      double overlap = fmin (to, (double) i + 1) - fmax (from, (double) i);

      cells[i] += amount * overlap;
    }
}

static void
spread_row (const Gray *ink,
            const Box *from,
            gsize y,
            double scale,
            double left,
            gsize n,
            double *row)
{
  const guint8 *values = ink->values + (from->top + y) * ink->width + from->left;

  memset (row, 0, n * sizeof *row);
  for (gsize x = 0; x < from->width; x++)
    if (values[x] > 0)
      spread (row, n, left + (double) x * scale, left + (double) (x + 1) * scale, values[x]);
}

/* The box, averaged over areas, in n × n cells: the longer side fills them, the shorter begins at a
 * whole one.
 */
static void
fit_to_cells (const Gray *ink, const Box *from, gsize n, double *cells)
{
  double scale = (double) n / (double) MAX (from->width, from->height);
  double left = floor (((double) n - (double) from->width * scale) / 2);
  double top = floor (((double) n - (double) from->height * scale) / 2);
  g_autofree double *row = g_new (double, n);

  for (gsize y = 0; y < from->height; y++)
    {
      double begin = top + (double) y * scale;
      double end = top + (double) (y + 1) * scale;

      spread_row (ink, from, y, scale, left, n, row);
      for (gsize i = (gsize) begin; i < n && (double) i < end; i++)
        for (gsize x = 0; x < n; x++)
          cells[i * n + x] += row[x] * (fmin (end, (double) i + 1) - fmax (begin, (double) i));
    }
}

static gboolean
ink_to_digit (Gray *gray, gsize size, guint8 *pixels)
{
  gsize n = pn_center_box (size);
  g_autofree double *cells = g_new0 (double, n *n);
  Box box;

  to_ink (gray);
  if (find_box (gray, n, &box))
    fit_to_cells (gray, &box, n, cells);
  return pn_center_ink (cells, n, size, pixels);
}

gboolean
pn_picture_to_digit (const GdkPixbuf *picture, gsize size, guint8 *pixels)
{
  Gray gray = { 0 };
  g_autofree guint8 *values = NULL;

  g_return_val_if_fail (GDK_IS_PIXBUF (picture), FALSE);
  g_return_val_if_fail (size >= 4 && size <= 1024, FALSE);

  gray.width = (gsize) gdk_pixbuf_get_width (picture);
  gray.height = (gsize) gdk_pixbuf_get_height (picture);
  gray.values = values = g_try_malloc (gray.width * gray.height);
  if (values == NULL)
    {
      memset (pixels, 0, size * size);
      return FALSE;
    }
  to_gray (picture, &gray);
  return ink_to_digit (&gray, size, pixels);
}

/* The size first, so that a small file can't ask for much memory. */
static GdkPixbuf *
read_picture (const char *path, const char *name, GError **error)
{
  g_autoptr (GdkPixbuf) picture = NULL;
  int width = 0;
  int height = 0;

  if (gdk_pixbuf_get_file_info (path, &width, &height) != NULL
      && (gint64) width * height > MOST_PIXELS)
    {
      g_set_error (error, PN_ERROR, PN_ERROR_TOO_LARGE,
                   _ ("%s: %d × %d pixels, but a picture of a digit has at most %d"), name, width,
                   height, MOST_PIXELS);
      return NULL;
    }
  picture = gdk_pixbuf_new_from_file (path, error);
  if (picture == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return gdk_pixbuf_apply_embedded_orientation (picture);
}

gboolean
pn_picture_read_digit (const char *path, gsize size, guint8 *pixels, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GdkPixbuf) picture = read_picture (path, name, error);

  if (picture == NULL)
    return FALSE;
  if (pn_picture_to_digit (picture, size, pixels))
    return TRUE;
  g_set_error (error, PN_ERROR, PN_ERROR_INVALID,
               _ ("%s: nothing is drawn on it; a digit, dark on light or light on dark, would be "
                  "right"),
               name);
  return FALSE;
}
