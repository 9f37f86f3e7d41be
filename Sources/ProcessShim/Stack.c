#include "ProcessShim.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#if IS_SANITIZED

#include <pthread.h>
#include <signal.h>

static void *run(void *work) {
  ((void (*)(void))work)();
  return NULL;
}

// The sanitizers only know thread stacks and report any other as an error. Signals go to the worker thread, as if it
// were the only one.
bool shim_run_on_stack(size_t size, void (*work)(void)) {
  pthread_attr_t attributes;
  pthread_t worker;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, size) != 0) return false;
  if (pthread_create(&worker, &attributes, run, (void *)work) != 0) return false;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_join(worker, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return true;
}

#else

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

// A thread could have such a stack too, but it would start on another core, and the two would have to wait for each
// other.
bool shim_run_on_stack(size_t size, void (*work)(void)) {
  const size_t guard = (size_t)sysconf(_SC_PAGESIZE);
  char *stack =
      mmap(NULL, size + guard, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return false;
  // A guard page stops any overflow.
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

#endif
