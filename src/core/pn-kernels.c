/* Copyright The Perceptron authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "pn-kernels.h"

/* Best first. */
static const PnKernels *const tables[] = {
#ifdef PN_HAVE_VECTOR_KERNELS
  &pn_kernels_avx512,
  &pn_kernels_avx2,
#endif
  &pn_kernels_plain,
};

static gboolean
cpu_has (const PnKernels *kernels)
{
#ifdef PN_HAVE_VECTOR_KERNELS
  if (kernels == &pn_kernels_avx512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw")
           && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl")
           && __builtin_cpu_supports ("fma");
  if (kernels == &pn_kernels_avx2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif
  return TRUE;
}

const PnKernels *
pn_kernels (void)
{
  static gsize chosen = 0;

  if (g_once_init_enter (&chosen))
    {
      gsize i = 0;

      while (!cpu_has (tables[i]))
        i++;
      g_once_init_leave (&chosen, (gsize) tables[i]);
    }
  return (const PnKernels *) chosen;
}

const char *
pn_kernel_set_name (PnKernelSet set)
{
  static const char *const names[] = { "unknown", "plain", "avx2", "avx512" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == PN_N_KERNEL_SETS);
  return names[set];
}

const PnKernels *
pn_kernels_by_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (pn_kernel_set_name (tables[i]->set), name) && cpu_has (tables[i]))
      return tables[i];
  return NULL;
}
