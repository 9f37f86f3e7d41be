#include "AllocatorShim.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A page of memory costs more to fetch than to work through, the more so on a virtual machine. So what is freed is kept,
// and the heap grows in steps that the system can back with pages of two megabytes, where it has them.
void shim_keep_freed_memory(void) {
  const uintptr_t step = 64 << 20, page = 2 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 2 * step);
  mallopt(M_TOP_PAD, step);
  free(malloc(1 << 18));
  uintptr_t end = (uintptr_t)sbrk(0) & ~(page - 1);
  madvise((void *)(end - step + page), step - page, MADV_HUGEPAGE);
}
