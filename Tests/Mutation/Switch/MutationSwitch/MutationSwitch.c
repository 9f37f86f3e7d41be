#include "MutationSwitch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { most = 1 << 16 };

int32_t mutation_current = 0;
uint8_t *mutation_reached = 0;

__attribute__((constructor)) static void begin(void) {
  const char *number = getenv("CODI_PLAN_MUTANT");
  if (number) mutation_current = atoi(number);
  if (getenv("CODI_PLAN_MUTANT_TRACE")) mutation_reached = calloc(most, 1);
}

// One file a process: a test may run the program itself.
__attribute__((destructor)) static void end(void) {
  if (!mutation_reached) return;
  char path[4096];
  snprintf(path, sizeof path, "%s.%d", getenv("CODI_PLAN_MUTANT_TRACE"), (int)getpid());
  FILE *file = fopen(path, "w");
  if (!file) return;
  for (int number = 0; number < most; number++)
    if (mutation_reached[number]) fprintf(file, "%d\n", number);
  fclose(file);
}
