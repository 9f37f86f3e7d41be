#ifndef PROCESS_SHIM_H
#define PROCESS_SHIM_H

#include <stdbool.h>
#include <stddef.h>

/// Columns come and go by the thousand: freed memory is kept for the next ones instead of being given back each time.
void shim_keep_freed_memory(void);

/// Does the work on a stack of so many bytes, of which only what is used is ever fetched; `false` where there is no room for it.
bool shim_run_on_stack(size_t size, void (*work)(void));

#endif
