/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pn-history.h"

struct _PnHistory
{
  GObject parent;
  GArray *steps;  /* PnStepRecord */
  GArray *checks; /* PnCheckRecord */
  GArray *marks;  /* PnMark */
  guint64 steps_per_epoch;
  PnHistoryLength saved;
};

G_DEFINE_FINAL_TYPE (PnHistory, pn_history, G_TYPE_OBJECT)

static guint changed_signal;

static void
clear_mark (gpointer mark)
{
  g_clear_pointer (&((PnMark *) mark)->text, g_free);
}

static void
pn_history_finalize (GObject *object)
{
  PnHistory *self = PN_HISTORY (object);

  g_array_unref (self->steps);
  g_array_unref (self->checks);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (pn_history_parent_class)->finalize (object);
}

static void
pn_history_class_init (PnHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pn_history_finalize;
  changed_signal = g_signal_new ("changed", PN_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
pn_history_init (PnHistory *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (PnStepRecord));
  self->checks = g_array_new (FALSE, FALSE, sizeof (PnCheckRecord));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PnMark));
  g_array_set_clear_func (self->marks, clear_mark);
}

static void
changed (PnHistory *self)
{
  g_signal_emit (self, changed_signal, 0);
}

PnHistory *
pn_history_new (void)
{
  return g_object_new (PN_TYPE_HISTORY, NULL);
}

/* How many of the records, sorted by the step that each begins with, are at `step` or before. */
static gsize
count_until (const GArray *records, gsize size, guint64 step)
{
  gsize low = 0, high = records->len;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (*(const guint64 *) (records->data + middle * size) <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (PnStepRecord, step) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (PnCheckRecord, step) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (PnMark, step) == 0);

PnHistoryLength
pn_history_length_at (PnHistory *self, guint64 step)
{
  return (PnHistoryLength){
    .n_steps = count_until (self->steps, sizeof (PnStepRecord), step),
    .n_checks = count_until (self->checks, sizeof (PnCheckRecord), step),
    .n_marks = count_until (self->marks, sizeof (PnMark), step),
  };
}

PnHistoryLength
pn_history_get_length (PnHistory *self)
{
  return (PnHistoryLength){ self->steps->len, self->checks->len, self->marks->len };
}

PnHistoryLength
pn_history_get_saved (PnHistory *self)
{
  return self->saved;
}

void
pn_history_set_saved (PnHistory *self, PnHistoryLength length)
{
  self->saved.n_steps = MIN (length.n_steps, self->steps->len);
  self->saved.n_checks = MIN (length.n_checks, self->checks->len);
  self->saved.n_marks = MIN (length.n_marks, self->marks->len);
}

static gboolean
cut (GArray *array, gsize length)
{
  if (array->len <= length)
    return FALSE;
  g_array_set_size (array, length);
  return TRUE;
}

/* Appends what `from` has and `to` lacks, up to `length`. */
static gboolean
extend (GArray *to, const GArray *from, gsize size, gsize length)
{
  gsize end = MIN (length, from->len);

  if (end <= to->len)
    return FALSE;
  g_array_append_vals (to, from->data + to->len * size, end - to->len);
  return TRUE;
}

static gboolean
extend_marks (GArray *to, const GArray *from, gsize length)
{
  gsize begin = to->len;

  if (!extend (to, from, sizeof (PnMark), length))
    return FALSE;
  for (gsize i = begin; i < to->len; i++)
    g_array_index (to, PnMark, i).text = g_strdup (g_array_index (to, PnMark, i).text);
  return TRUE;
}

static gboolean
cut_all (PnHistory *self, PnHistoryLength length)
{
  gboolean did = cut (self->steps, length.n_steps);

  did |= cut (self->checks, length.n_checks);
  did |= cut (self->marks, length.n_marks);
  pn_history_set_saved (self, self->saved);
  return did;
}

static gboolean
extend_all (PnHistory *self, PnHistory *from, PnHistoryLength length)
{
  gboolean did = extend (self->steps, from->steps, sizeof (PnStepRecord), length.n_steps);

  did |= extend (self->checks, from->checks, sizeof (PnCheckRecord), length.n_checks);
  did |= extend_marks (self->marks, from->marks, length.n_marks);
  return did;
}

void
pn_history_assign (PnHistory *self, PnHistory *from, PnHistoryLength length)
{
  gboolean did = cut_all (self, from == self ? length : (PnHistoryLength){ 0 });

  if (from != self)
    did |= extend_all (self, from, length);
  self->steps_per_epoch = from->steps_per_epoch;
  if (did)
    changed (self);
}

PnHistory *
pn_history_copy (PnHistory *self, guint64 step)
{
  PnHistory *copy = pn_history_new ();

  pn_history_assign (copy, self, pn_history_length_at (self, step));
  return copy;
}

const PnStepRecord *
pn_history_steps (PnHistory *self, gsize *n)
{
  *n = self->steps->len;
  return (const PnStepRecord *) self->steps->data;
}

const PnCheckRecord *
pn_history_checks (PnHistory *self, gsize *n)
{
  *n = self->checks->len;
  return (const PnCheckRecord *) self->checks->data;
}

const PnMark *
pn_history_marks (PnHistory *self, gsize *n)
{
  *n = self->marks->len;
  return (const PnMark *) self->marks->data;
}

const PnCheckRecord *
pn_history_last_check (PnHistory *self)
{
  return self->checks->len > 0 ? &g_array_index (self->checks, PnCheckRecord, self->checks->len - 1)
                               : NULL;
}

const PnCheckRecord *
pn_history_best_check (PnHistory *self)
{
  for (gsize i = self->checks->len; i > 0; i--)
    if (g_array_index (self->checks, PnCheckRecord, i - 1).best)
      return &g_array_index (self->checks, PnCheckRecord, i - 1);
  return NULL;
}

guint64
pn_history_steps_per_epoch (PnHistory *self)
{
  return self->steps_per_epoch;
}

void
pn_history_set_steps_per_epoch (PnHistory *self, guint64 steps)
{
  self->steps_per_epoch = steps;
}

static void
append_event (PnHistory *self, const PnEvent *event)
{
  if (event->kind == PN_EVENT_STEP)
    {
      PnStepRecord step = { event->step, event->loss, event->accuracy };

      g_array_append_val (self->steps, step);
    }
  else
    {
      PnCheckRecord check = pn_check_record_from_event (event);

      g_array_append_val (self->checks, check);
    }
}

PnCheckRecord
pn_check_record_from_event (const PnEvent *event)
{
  return (PnCheckRecord){
    .step = event->step,
    .epoch = event->epoch,
    .training_seconds = event->training_seconds,
    .loss = event->loss,
    .accuracy = event->accuracy,
    .train_loss = event->train_loss,
    .train_accuracy = event->train_accuracy,
    .learning_rate = event->learning_rate,
    .gradient_norm = event->gradient_norm,
    .best = event->best,
    .final = event->final,
  };
}

void
pn_history_append (PnHistory *self, const PnEvent *events, gsize n)
{
  for (gsize i = 0; i < n; i++)
    append_event (self, &events[i]);
  if (n > 0)
    changed (self);
}

void
pn_history_append_records (PnHistory *self,
                           const PnStepRecord *steps,
                           gsize n_steps,
                           const PnCheckRecord *checks,
                           gsize n_checks)
{
  if (n_steps > 0)
    g_array_append_vals (self->steps, steps, n_steps);
  if (n_checks > 0)
    g_array_append_vals (self->checks, checks, n_checks);
  if (n_steps + n_checks > 0)
    changed (self);
}

void
pn_history_add_mark (PnHistory *self, guint64 step, PnMarkKind kind, const char *text)
{
  PnMark mark = { .step = step, .kind = kind, .text = g_strdup (text) };

  g_array_append_val (self->marks, mark);
  changed (self);
}

void
pn_history_truncate (PnHistory *self, guint64 step)
{
  pn_history_assign (self, self, pn_history_length_at (self, step));
}

gboolean
pn_history_is_empty (PnHistory *self)
{
  return self->steps->len == 0 && self->checks->len == 0;
}
