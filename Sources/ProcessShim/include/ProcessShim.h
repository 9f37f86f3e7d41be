#ifndef PROCESS_SHIM_H
#define PROCESS_SHIM_H

#include <stdbool.h>
#include <stddef.h>

/// Columns come and go by the thousand: freed memory is kept for the next ones instead of being given back each time.
void shim_keep_freed_memory(void);

/// Does the work on a stack of so many bytes, of which only what is used is ever fetched; `false` where there is no room for it.
bool shim_run_on_stack(size_t size, void (*work)(void));

/// Opens those of the three standard descriptors that are closed on nothing: a file that is opened later must not take their place.
void shim_open_standard_descriptors(void);

/// What the program was called with, its own name first.
int shim_argument_count(void);
const char *shim_argument(int index);

/// A file that may grow no further is an error of writing from now on, and not the end of the program.
void shim_let_writing_fail(void);

/// Copies what a file system keeps beside a file, access lists among it; `false` where not all of it could be.
bool shim_copy_attributes(int from, int to);

/// Puts each of two files in the other's place, both at once; `false` where there is no such file, or no such way.
bool shim_exchange(const char *one, const char *other);

/// Renames a file to a name that nobody has yet; `false` (EEXIST) where somebody has.
bool shim_rename_to_new(const char *from, const char *to);

#endif
