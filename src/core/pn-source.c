/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-source.h"

struct _PnSource
{
  PnSourceFill fill;
  gpointer user_data;
  GDestroyNotify destroy;
};

PnSource *
pn_source_new (PnSourceFill fill, gpointer user_data, GDestroyNotify destroy)
{
  PnSource *source = g_atomic_rc_box_new (PnSource);

  *source = (PnSource){ fill, user_data, destroy };
  return source;
}

PnSource *
pn_source_ref (PnSource *source)
{
  return g_atomic_rc_box_acquire (source);
}

static void
source_clear (gpointer data)
{
  PnSource *source = data;

  if (source->destroy != NULL)
    source->destroy (source->user_data);
}

void
pn_source_unref (PnSource *source)
{
  if (source != NULL)
    g_atomic_rc_box_release_full (source, source_clear);
}

void
pn_source_fill (const PnSource *source, guint64 epoch, const guint32 *indices, gsize n, guint8 *out)
{
  source->fill (source->user_data, epoch, indices, n, out);
}
