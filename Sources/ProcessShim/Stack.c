#include "ProcessShim.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

// A thread of its own would have such a stack too, but it starts on another core, and two have to wait for one another.
bool shim_run_on_stack(size_t size, void (*work)(void)) {
  const size_t guard = (size_t)sysconf(_SC_PAGESIZE);
  char *stack =
      mmap(NULL, size + guard, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return false;
  // Whoever goes beyond its end is stopped there.
  mprotect(stack, guard, PROT_NONE);
  ucontext_t here, there;
  if (getcontext(&there) != 0) return false;
  there.uc_stack.ss_sp = stack + guard;
  there.uc_stack.ss_size = size;
  there.uc_link = &here;
  makecontext(&there, work, 0);
  swapcontext(&here, &there);
  munmap(stack, size + guard);
  return true;
}
