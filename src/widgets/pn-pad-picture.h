/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "pn-pad.h"

G_BEGIN_DECLS

/* A picture of a digit from elsewhere on the pad, prepared as `perceptron-cli classify` does
 * (pn-picture.h): it stands there in place of the strokes, is answered, and is one step of the
 * pad's undo. It is read on a thread; whoever comes later wins. What can't be taken is told by the
 * window's action "win.show-message".
 */
void pn_pad_show_file (PnPad *self, GFile *file);
void pn_pad_show_texture (PnPad *self, GdkTexture *texture);

/* A picture or a file of one that is on the clipboard. */
void pn_pad_paste (PnPad *self);

/* Whether the name says that it is a picture of points. */
gboolean pn_pad_is_picture (GFile *file);

G_END_DECLS
