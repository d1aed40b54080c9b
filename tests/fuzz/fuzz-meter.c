/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz-meter.h"

#include <errno.h>
#include <malloc.h>
#include <string.h>

/* Bytes of an error. */
#define MOST_MESSAGE 1000

/* All allocations are counted: by the sanitizer's hooks where there is one, else by standing
 * before the C library's functions.
 */

/* What was there before counting began may be given back: it can be negative. */
static gssize live;    /* atomic */
static gssize highest; /* atomic, since begin */
static gssize at_begin;

static void
took (gsize bytes)
{
  gssize now = __atomic_add_fetch (&live, (gssize) bytes, __ATOMIC_RELAXED);
  gssize before = __atomic_load_n (&highest, __ATOMIC_RELAXED);

  while (now > before
         && !__atomic_compare_exchange_n (&highest, &before, now, TRUE, __ATOMIC_RELAXED,
                                          __ATOMIC_RELAXED))
    ;
}

static void
gave (gsize bytes)
{
  __atomic_sub_fetch (&live, (gssize) bytes, __ATOMIC_RELAXED);
}

#ifdef __SANITIZE_ADDRESS__

/* sanitizer/allocator_interface.h */
int __sanitizer_install_malloc_and_free_hooks (void (*took_cb) (const volatile void *, size_t),
                                               void (*gave_cb) (const volatile void *));
size_t __sanitizer_get_allocated_size (const volatile void *memory);

static void
took_cb (const volatile void *memory, size_t size)
{
  took (size);
}

static void
gave_cb (const volatile void *memory)
{
  gave (memory != NULL ? __sanitizer_get_allocated_size (memory) : 0);
}

static void
install (void)
{
  static gboolean installed;

  if (!installed)
    __sanitizer_install_malloc_and_free_hooks (took_cb, gave_cb);
  installed = TRUE;
}

#else

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *memory, size_t size);
void *__libc_memalign (size_t alignment, size_t size);
void __libc_free (void *memory);

static void *
count (void *memory)
{
  took (memory != NULL ? malloc_usable_size (memory) : 0);
  return memory;
}

void *
malloc (size_t size)
{
  return count (__libc_malloc (size));
}

void *
calloc (size_t n, size_t size)
{
  return count (__libc_calloc (n, size));
}

void *
realloc (void *memory, size_t size)
{
  gsize old = memory != NULL ? malloc_usable_size (memory) : 0;
  void *new = __libc_realloc (memory, size);

  if (new != NULL || size == 0)
    gave (old);
  return count (new);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return count (__libc_memalign (alignment, size));
}

void *
memalign (size_t alignment, size_t size)
{
  return count (__libc_memalign (alignment, size));
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  *memory = count (__libc_memalign (alignment, size));
  return *memory != NULL ? 0 : ENOMEM;
}

void
free (void *memory)
{
  gave (memory != NULL ? malloc_usable_size (memory) : 0);
  __libc_free (memory);
}

static void
install (void)
{
}

#endif

void
fuzz_meter_begin (void)
{
  install ();
  at_begin = __atomic_load_n (&live, __ATOMIC_RELAXED);
  __atomic_store_n (&highest, at_begin, __ATOMIC_RELAXED);
}

void
fuzz_meter_end (gsize need)
{
  gsize taken = (gsize) (__atomic_load_n (&highest, __ATOMIC_RELAXED) - at_begin);

  if (taken > 2 * need)
    g_error ("%zu bytes of memory were taken, but %zu are enough", taken, need);
}

static gboolean
can_be_shown (const char *message)
{
  gsize length = strlen (message);

  if (length == 0 || length > MOST_MESSAGE || !g_utf8_validate (message, -1, NULL))
    return FALSE;
  for (const char *at = message; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

void
fuzz_check (gboolean success, GError *error)
{
  if (success != (error == NULL))
    g_error ("success %d with error “%s”", success, error != NULL ? error->message : "none");
  if (error == NULL)
    return;
  if (!can_be_shown (error->message))
    g_error ("an error that can't be shown: “%s”", error->message);
  g_error_free (error);
}
