/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-mutate.h"

#include <string.h>

#define MOST_CHANGES 8
#define MOST_BYTES (1 << 20)

/* Numbers at which readers break. */
static const char *const numbers[] = {
  "0",
  "-1",
  "1",
  "255",
  "65536",
  "2147483647",
  "2147483648",
  "-2147483649",
  "4294967295",
  "4294967296",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "18446744073709551615",
  "1e308",
  "1e-320",
  "1e999",
  "0.1",
  "-0",
};

static gsize
below (GRand *random, gsize n)
{
  return n > 0 ? g_rand_int (random) % n : 0;
}

/* Mostly short, now and then long. */
static gsize
some_length (GRand *random, gsize most)
{
  gsize bound = (gsize) 1 << below (random, 11);
  gsize length = 1 + below (random, bound);

  return MIN (most, length);
}

static void
replace (GByteArray *input, gsize at, gsize n, const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  gsize rest = input->len - at - n;
  gsize length = input->len - n + size;

  if (length > MOST_BYTES)
    return;
  if (size > n)
    g_byte_array_set_size (input, length);
  memmove (input->data + at + size, input->data + at + n, rest);
  if (size > 0)
    memcpy (input->data + at, copy, size);
  g_byte_array_set_size (input, length);
}

static void
change_bit (GByteArray *input, GRand *random)
{
  if (input->len > 0)
    input->data[below (random, input->len)] ^= 1 << below (random, 8);
}

static void
change_byte (GByteArray *input, GRand *random)
{
  static const guint8 bytes[]
      = { 0, 1, 0x7f, 0x80, 0xff, '"', '{', '}', '[', ']', ',', '\n', '\\' };

  if (input->len > 0)
    input->data[below (random, input->len)]
        = g_rand_boolean (random) ? bytes[below (random, sizeof bytes)] : g_rand_int (random);
}

/* Two, four or eight bytes as a number of either byte order, near an end of its range. */
static void
change_word (GByteArray *input, GRand *random)
{
  gsize width = (gsize) 2 << below (random, 3);
  guint64 value = (guint64) 1 << below (random, 64);

  value += below (random, 3) - 1;
  if (g_rand_boolean (random))
    value = GUINT64_SWAP_LE_BE (value) >> (64 - 8 * width);
  if (input->len >= width)
    memcpy (input->data + below (random, input->len - width + 1), &value, width);
}

static void
insert (GByteArray *input, GRand *random)
{
  guint8 bytes[16];
  gsize n = 1 + below (random, sizeof bytes);

  for (gsize i = 0; i < n; i++)
    bytes[i] = g_rand_int (random);
  replace (input, below (random, input->len + 1), 0, bytes, n);
}

static void
erase (GByteArray *input, GRand *random)
{
  gsize at = below (random, input->len);

  replace (input, at, some_length (random, input->len - at), NULL, 0);
}

static void
repeat (GByteArray *input, GRand *random)
{
  gsize at = below (random, input->len);
  gsize n = some_length (random, input->len - at);

  replace (input, below (random, input->len + 1), 0, input->data + at, n);
}

static void
cut (GByteArray *input, GRand *random)
{
  g_byte_array_set_size (input, (guint) below (random, input->len + 1));
}

/* A run of digits from a random place on. */
static void
change_number (GByteArray *input, GRand *random)
{
  const char *number = numbers[below (random, G_N_ELEMENTS (numbers))];
  gsize begin = below (random, input->len), end;

  while (begin < input->len && !g_ascii_isdigit (input->data[begin]))
    begin++;
  for (end = begin; end < input->len && g_ascii_isdigit (input->data[end]);)
    end++;
  if (begin < end)
    replace (input, begin, end - begin, (const guint8 *) number, strlen (number));
}

static void
splice (GByteArray *input, const GByteArray *other, GRand *random)
{
  gsize from = below (random, other->len);
  gsize n = some_length (random, other->len - from);
  gsize at = below (random, input->len + 1);
  gsize gone = g_rand_boolean (random) ? MIN (n, input->len - at) : 0;

  if (n > 0)
    replace (input, at, gone, other->data + from, n);
}

GByteArray *
fuzz_mutate (const GPtrArray *corpus, GRand *random)
{
  static void (*const changes[]) (GByteArray * input, GRand * random)
      = { change_bit, change_byte, change_word, insert, erase, repeat, cut, change_number };
  const GByteArray *file = g_ptr_array_index (corpus, below (random, corpus->len));
  const GByteArray *other = g_ptr_array_index (corpus, below (random, corpus->len));
  GByteArray *input = g_byte_array_sized_new (file->len + 64);

  g_byte_array_append (input, file->data, file->len);
  for (gsize n = 1 + below (random, MOST_CHANGES); n > 0; n--)
    {
      gsize kind = below (random, G_N_ELEMENTS (changes) + 2);

      if (kind < G_N_ELEMENTS (changes))
        changes[kind](input, random);
      else
        splice (input, other, random);
    }
  return input;
}
