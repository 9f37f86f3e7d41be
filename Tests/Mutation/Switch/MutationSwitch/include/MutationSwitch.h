/// Which mutant runs, and which ones were passed by.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Zero: the program as it is.
extern int32_t mutation_current;
/// A byte for each mutant, where `CODI_PLAN_MUTANT_TRACE` asks which ones are reached; else nothing.
extern uint8_t *mutation_reached;

static inline bool mutation_is_on(int32_t number) {
  if (__builtin_expect(mutation_reached != 0, 0)) mutation_reached[number] = 1;
  return __builtin_expect(mutation_current == number, 0);
}
