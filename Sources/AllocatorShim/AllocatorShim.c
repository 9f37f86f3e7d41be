#include "AllocatorShim.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// To fetch a page of memory costs more than to work through it, the more so on a virtual machine. So freed memory is kept, all
// threads share it, and the heap grows in large steps, of which only what is used is ever fetched: in pages of 2 MB where the
// machine has them for those who ask, which takes one fetch instead of five hundred.
void shim_keep_freed_memory(void) {
  const size_t step = 64 << 20, page = 2 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  mallopt(M_TOP_PAD, step);
  // The first block larger than what there is makes the heap grow by the step; no compiler may leave it out.
  void *volatile block = malloc(1 << 20);
  free(block);
  uintptr_t end = (uintptr_t)sbrk(0), start = (end - step) & ~(page - 1);
  // Without such pages (an older kernel, a setting) everything works as before.
  if (end > step) madvise((void *)start, end - start, MADV_HUGEPAGE);
}
