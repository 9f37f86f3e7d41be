#ifndef PROCESS_SHIM_H
#define PROCESS_SHIM_H

#include <stdbool.h>
#include <stddef.h>

/// Columns are allocated and freed by the thousand, so freed memory is kept for the next ones instead of being
/// returned to the system.
void shim_keep_freed_memory(void);

/// Runs the work on a stack of the given size, of which only the part in use is mapped; `false` if there is no room
/// for it.
bool shim_run_on_stack(size_t size, void (*work)(void));

/// Opens any closed standard descriptors on /dev/null, so that files opened later do not take their place.
void shim_open_standard_descriptors(void);

/// The arguments of the program, beginning with its name.
int shim_argument_count(void);
const char *shim_argument(int index);

/// Makes exceeding the file size limit a write error instead of ending the program.
void shim_let_writing_fail(void);

/// Copies the extended attributes of a file, including access lists; `false` if not all could be copied.
bool shim_copy_attributes(int from, int to);

/// Atomically swaps two files; `false` if one is missing or swapping is not supported.
bool shim_exchange(const char *one, const char *other);

/// Renames a file to an unused name; `false` (EEXIST) if the name is taken.
bool shim_rename_to_new(const char *from, const char *to);

#endif
