// The edits that every peer makes in the same order, and the clock around them.
// After the twentieth edit all peers must have counted the same.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CHECKED = 20, GROUPS = 41 };

typedef struct { int64_t passed, green, yellow, red; } Counts;

static inline Counts judge(const int64_t *target, const int64_t *actual) {
    Counts counts = {0};
    int64_t adjusted = 0, done = 0, wanted = 0, carried = 0;
    for (int quarter = 0; quarter < 4; quarter++) {
        int64_t goal = target[quarter], result = actual[quarter];
        adjusted = goal + carried;
        int red = (adjusted > 0) & (2 * result < adjusted);
        int not_green = (adjusted > 0) & (5 * result <= 4 * adjusted);
        counts.red += red;
        counts.yellow += not_green & !red;
        counts.green += !not_green;
        carried = adjusted - result;
        wanted += goal;
        done += result;
    }
    counts.passed = done >= wanted;
    return counts;
}

static inline void add(Counts *sum, Counts more, int64_t times) {
    sum->passed += times * more.passed;
    sum->green += times * more.green;
    sum->yellow += times * more.yellow;
    sum->red += times * more.red;
}

static int compare_times(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

// Edits are timed in groups where the clock is coarser than one edit.
static void time_edits(int64_t rows, int64_t most, int group,
                       Counts (*count_after)(int64_t row, int quarter, int64_t value)) {
    Counts checked = {0};
    double times[GROUPS];
    int64_t edit = 0;
    for (int round = 0; round < GROUPS; round++) {
        double start = microseconds();
        for (int one = 0; one < group; one++, edit++) {
            Counts counts = count_after(edit * 7919 % rows, edit % 4, edit * 3571 % most);
            if (edit < CHECKED) checked = counts;
        }
        times[round] = (microseconds() - start) / group;
    }
    qsort(times, GROUPS, sizeof times[0], compare_times);
    printf("edits,median_us,passed,green,yellow,red\n%ld,%.3f,%ld,%ld,%ld,%ld\n", (long)edit, times[GROUPS / 2],
           (long)checked.passed, (long)checked.green, (long)checked.yellow, (long)checked.red);
}
