#include "AllocatorShim.h"

#include <malloc.h>

// To fetch a page of memory costs more than to work through it, the more so on a virtual machine. So freed memory is kept, all
// threads share it, and the heap grows in large steps, of which only what is used is ever fetched.
void shim_keep_freed_memory(void) {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  mallopt(M_TOP_PAD, 64 << 20);
}
