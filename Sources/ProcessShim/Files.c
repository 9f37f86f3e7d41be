#define _GNU_SOURCE
#include "ProcessShim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

void shim_open_standard_descriptors(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    // Opened in the opposite direction, so that reading from or writing to a closed descriptor is still an error.
    if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
  }
}

// The C library passes the arguments to constructors before anything else runs. Swift reads them from /proc, and
// finds none if that is not accessible: a call with files would look like one without.
static int argument_count = 0;
static char **arguments = NULL;

__attribute__((constructor)) static void keep_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

int shim_argument_count(void) { return argument_count; }
const char *shim_argument(int index) { return arguments[index]; }

void shim_let_writing_fail(void) { signal(SIGXFSZ, SIG_IGN); }

bool shim_copy_attributes(int from, int to) {
  ssize_t size = flistxattr(from, NULL, 0);
  // A file system without attributes has nothing to lose.
  if (size <= 0) return size == 0 || errno == ENOTSUP;
  char *names = malloc((size_t)size);
  if (names == NULL) return false;
  bool is_whole = (size = flistxattr(from, names, (size_t)size)) >= 0;
  for (char *name = names; is_whole && name < names + size; name += strlen(name) + 1) {
    // The system writes these attributes itself for each new file.
    if (strncmp(name, "security.", 9) == 0 || strncmp(name, "trusted.", 8) == 0) continue;
    ssize_t length = fgetxattr(from, name, NULL, 0);
    char *value = malloc(length > 0 ? (size_t)length : 1);
    is_whole = length >= 0 && value != NULL && fgetxattr(from, name, value, (size_t)length) == length &&
               fsetxattr(to, name, value, (size_t)length, 0) == 0;
    free(value);
  }
  free(names);
  return is_whole;
}

bool shim_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0;
}

bool shim_rename_to_new(const char *from, const char *to) {
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  // An older file system: create a second link, which fails if the name exists, then remove the first.
  if (link(from, to) != 0) return false;
  unlink(from);
  return true;
}
