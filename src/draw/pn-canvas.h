/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include "pn-color.h"

G_BEGIN_DECLS

/* PnCanvas: what every picture is drawn on. Two back ends: cairo (screen, PNG, PDF) and our own SVG
 * writer, because cairo's SVG surface turns text into outlines. Lengths are the user's units of the
 * canvas, y downwards: logical pixels on screen, whatever the figure says elsewhere.
 *
 * A canvas belongs to the thread that draws (Pango is not shared between threads).
 */
typedef struct _PnCanvas PnCanvas;

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} PnRect;

typedef struct
{
  double width;
  const double *dashes; /* lengths on and off in turn; NULL is solid */
  int n_dashes;
  gboolean round; /* round caps; joins are always round */
} PnStroke;

typedef struct
{
  const char *family; /* NULL: the family of the canvas' Pango context */
  double size;        /* em in the canvas' units */
  gboolean bold;
} PnFont;

typedef enum
{
  PN_ANCHOR_START,
  PN_ANCHOR_MIDDLE,
  PN_ANCHOR_END,
} PnAnchor;

typedef enum
{
  PN_FILTER_NEAREST, /* each pixel a square: pictures that the network sees */
  PN_FILTER_SMOOTH,
} PnFilter;

/* Pixels as CAIRO_FORMAT_ARGB32: premultiplied, native byte order, rows `stride` bytes apart. */
typedef struct
{
  const guint8 *pixels;
  int width;
  int height;
  int stride;
} PnImage;

/* Draws on `cr`, which must outlive the canvas. Text is laid out with `context`, a widget's for the
 * screen so that its settings hold (referenced); NULL is a plain one of Pango's own.
 */
PnCanvas *pn_canvas_new_cairo (cairo_t *cr, PangoContext *context);

/* An SVG document of `width` × `height` user units. `unit_mm` is a user unit in millimetres, for
 * the size on paper; 0 leaves the size in pixels. `metadata` (may be NULL) is put into <metadata
 * id="perceptron"> as text.
 */
PnCanvas *pn_canvas_new_svg (double width, double height, double unit_mm, const char *metadata);

/* The document, closed; the canvas can only be freed afterwards. The caller frees the text. */
char *pn_canvas_svg_finish (PnCanvas *self);

void pn_canvas_free (PnCanvas *self);

/* Device pixels for one user unit; for SVG and PDF, which have none, what lines are thinned to. */
double pn_canvas_device_scale (PnCanvas *self);

/* The context that measures this canvas' text; owned by the canvas. */
PangoContext *pn_canvas_context (PnCanvas *self);

/* Paths. pn_canvas_paint() fills (if `fill`), then strokes (if `stroke` and `pen`) and forgets the
 * path. */
void pn_canvas_move_to (PnCanvas *self, double x, double y);
void pn_canvas_line_to (PnCanvas *self, double x, double y);
void
pn_canvas_curve_to (PnCanvas *self, double x1, double y1, double x2, double y2, double x, double y);
void pn_canvas_close_path (PnCanvas *self);
void
pn_canvas_paint (PnCanvas *self, const PnColor *fill, const PnColor *stroke, const PnStroke *pen);

/* The same in one call. `radius` rounds the corners; `pen_width` strokes inside the rectangle's
 * edge half and outside half, as cairo does.
 */
void pn_canvas_rect_path (PnCanvas *self, const PnRect *rect, double radius);
void pn_canvas_circle_path (PnCanvas *self, double x, double y, double radius);
void pn_canvas_fill (PnCanvas *self, PnColor color);
void pn_canvas_stroke (PnCanvas *self, PnColor color, double pen_width);
void pn_canvas_fill_rect (PnCanvas *self, const PnRect *rect, double radius, PnColor color);
void pn_canvas_stroke_rect (PnCanvas *self,
                            const PnRect *rect,
                            double radius,
                            PnColor color,
                            double pen_width);
void pn_canvas_line (PnCanvas *self,
                     double x1,
                     double y1,
                     double x2,
                     double y2,
                     PnColor color,
                     double pen_width);

/* The part `source` (in pixels; NULL is all) of `image` scaled into `target`. */
void pn_canvas_image (PnCanvas *self,
                      const PnImage *image,
                      const PnRect *source,
                      const PnRect *target,
                      PnFilter filter);

/* Clip and transformation last until the matching restore. */
void pn_canvas_save (PnCanvas *self);
void pn_canvas_restore (PnCanvas *self);
void pn_canvas_clip (PnCanvas *self, const PnRect *rect);
/* Until the matching restore, edges are smoothed in coarser steps: in half the time, for hundreds
 * of lines over one another. Nothing where the canvas has no pixels.
 */
void pn_canvas_coarse (PnCanvas *self);
void pn_canvas_transform (PnCanvas *self, const cairo_matrix_t *matrix);
void pn_canvas_translate (PnCanvas *self, double x, double y);
void pn_canvas_rotate (PnCanvas *self, double radians);

/* One line of text with its anchor at x and its baseline at y. */
void pn_canvas_text (PnCanvas *self,
                     const PnFont *font,
                     PnColor color,
                     double x,
                     double y,
                     PnAnchor anchor,
                     const char *text);

/* The same, its capitals and digits centred on the height y. */
void pn_canvas_text_middle (PnCanvas *self,
                            const PnFont *font,
                            PnColor color,
                            double x,
                            double y,
                            PnAnchor anchor,
                            const char *text);

/* The same, cut to at most `width` with an ellipsis; draws nothing where not even that fits. */
void pn_canvas_text_fit (PnCanvas *self,
                         const PnFont *font,
                         PnColor color,
                         double x,
                         double y,
                         PnAnchor anchor,
                         double width,
                         const char *text);

/* Width of one line, in the font's units. `context` NULL is Pango's own. */
double pn_text_width (PangoContext *context, const PnFont *font, const char *text);

/* `text` cut to `width` with an ellipsis; "" where not even that fits. The caller frees it. */
char *pn_text_ellipsize (PangoContext *context, const PnFont *font, const char *text, double width);

/* `text` broken at spaces into lines of at most `width`, a NULL-terminated vector for g_strfreev().
 * A longer word has its own line.
 */
char **pn_text_wrap (PangoContext *context, const PnFont *font, const char *text, double width);

/* A context of Pango's default font map, without hinted metrics; unreferenced by the caller. */
PangoContext *pn_text_context_new (void);

/* Rectangles: the right and bottom edges, whether a point is inside (edges of top and left
 * included), the rectangle shrunk on each side, and whether two share more than an edge.
 */
double pn_rect_right (const PnRect *rect);
double pn_rect_bottom (const PnRect *rect);
gboolean pn_rect_contains (const PnRect *rect, double x, double y);
gboolean pn_rect_intersects (const PnRect *a, const PnRect *b);
PnRect pn_rect_inset (const PnRect *rect, double dx, double dy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PnCanvas, pn_canvas_free)

G_END_DECLS
