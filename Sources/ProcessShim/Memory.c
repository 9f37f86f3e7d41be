#include "ProcessShim.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// Mapping a page of memory costs more than processing its contents, especially on a virtual machine. Freed memory is
// therefore kept and shared by all threads, and the heap grows in large steps, of which only the part in use is ever
// mapped. If the machine offers pages of 2 MB on request, one fault replaces five hundred.
void shim_keep_freed_memory(void) {
  const size_t step = 64 << 20, page = 2 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  mallopt(M_TOP_PAD, step);
  // The first block larger than the free memory makes the heap grow by the step; `volatile` keeps the compiler from
  // removing it.
  void *volatile block = malloc(1 << 20);
  uintptr_t from = (uintptr_t)block, start = (from + page - 1) & ~(page - 1), end = (uintptr_t)sbrk(0);
  free(block);
  // If the heap is elsewhere, the kernel is older or huge pages are disabled, everything works as before.
  if (block == NULL || start >= end || madvise((void *)start, (end - start) & ~(page - 1), MADV_HUGEPAGE) != 0) return;
  // The next allocation begins on the first huge page; the memory before it is never touched.
  block = malloc(start - from);
}
