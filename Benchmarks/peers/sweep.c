// The sweep in C, in blocks that stay in the cache and loops that a compiler can turn into vector instructions.
//   sweep FOLDER passes|lights STEPS    counts over all steps
//   sweep FOLDER edit                   one actual changed, the twelve programmes judged again, many times
// Everything is a whole number of ten-millionths. Five times the largest is below 10^13 for a million steps, and below
// 10^14 for ten million: 64 bits have much to spare.
#include <string.h>

#include "edit.h"

enum { PROGRAMMES = 12, BLOCK = 1024, UNIT = 10000000, MOVED = UNIT / 1000 };

typedef struct { char name[8]; int64_t target[4], actual[4], start, slope; } Programme;
static Programme programmes[PROGRAMMES];
static int64_t counts[PROGRAMMES][4][3], passes[PROGRAMMES];

static void read_plan(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/sweep.csv", folder);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%*[^\n]\n") != 0) exit(2);
    for (int each = 0; each < PROGRAMMES; each++) {
        Programme *p = &programmes[each];
        int read = fscanf(file, " %7[^,],%ld,%ld,%ld,%ld,%ld,%ld,%ld,%ld,%ld,%ld", p->name, &p->target[0],
                          &p->target[1], &p->target[2], &p->target[3], &p->actual[0], &p->actual[1], &p->actual[2],
                          &p->actual[3], &p->start, &p->slope);
        if (read != 11) exit(2);
    }
    fclose(file);
}

// What a step moves into the programme's third quarter.
static int64_t moved(int programme) {
    return programme == 0 ? -MOVED : programme == 1 ? MOVED : 0;
}

static inline __attribute__((always_inline)) int64_t count_passes(int programme, int64_t first, int64_t steps) {
    const Programme *p = &programmes[programme];
    int64_t actual = p->actual[0] + p->actual[1] + p->actual[2] + p->actual[3];
    int64_t target = (p->target[0] + p->target[1] + p->target[2] + p->target[3]) * UNIT, move = moved(programme);
    int64_t start = p->start, slope = p->slope, passed = 0;
    for (int64_t step = 0; step < steps; step++) {
        int64_t x = first + step;
        passed += actual * (start + slope * x) >= target + move * x;
    }
    return passed;
}

static inline __attribute__((always_inline)) void count_lights(int programme, int64_t first, int64_t steps) {
    const Programme *p = &programmes[programme];
    int64_t carried[BLOCK], factor[BLOCK];
    for (int64_t step = 0; step < steps; step++) {
        carried[step] = 0;
        factor[step] = p->start + p->slope * (first + step);
    }
    for (int quarter = 0; quarter < 4; quarter++) {
        int64_t target = p->target[quarter] * UNIT, move = quarter == 2 ? moved(programme) : 0;
        int64_t actual = p->actual[quarter], red = 0, not_green = 0;
        for (int64_t step = 0; step < steps; step++) {
            int64_t adjusted = target + move * (first + step) + carried[step], result = actual * factor[step];
            red += (adjusted > 0) & (2 * result < adjusted);
            not_green += (adjusted > 0) & (5 * result <= 4 * adjusted);
            carried[step] = adjusted - result;
        }
        counts[programme][quarter][0] += steps - not_green;
        counts[programme][quarter][1] += not_green - red;
        counts[programme][quarter][2] += red;
    }
}

static void sweep(int64_t steps, int lights) {
    int64_t whole = steps - steps % BLOCK;
    for (int64_t first = 0; first < steps; first += BLOCK)
        for (int each = 0; each < PROGRAMMES; each++)
            // The full block has a length known to the compiler; only then does -O2 use vector instructions.
            if (first == whole) {
                if (lights) count_lights(each, first, steps - whole);
                else passes[each] += count_passes(each, first, steps - whole);
            } else {
                if (lights) count_lights(each, first, BLOCK);
                else passes[each] += count_passes(each, first, BLOCK);
            }
}

static Counts count_after(int64_t row, int quarter, int64_t value) {
    programmes[row].actual[quarter] = value;
    Counts sum = {0};
    for (int each = 0; each < PROGRAMMES; each++) add(&sum, judge(programmes[each].target, programmes[each].actual), 1);
    return sum;
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    read_plan(arguments[1]);
    if (strcmp(arguments[2], "edit") == 0) {
        time_edits(PROGRAMMES, 20000, 1000, count_after);
        return 0;
    }
    int lights = strcmp(arguments[2], "lights") == 0;
    sweep(count > 3 ? atoll(arguments[3]) : 1000000, lights);
    static const char *colours[] = {"green", "yellow", "red"};
    printf("name,count\n");
    for (int each = 0; each < PROGRAMMES; each++) {
        if (!lights) printf("k%s,%ld\n", programmes[each].name + 1, (long)passes[each]);
        for (int cell = 0; lights && cell < 12; cell++)
            printf("%s.Q%d.%s,%ld\n", programmes[each].name, cell / 3 + 1, colours[cell % 3],
                   (long)counts[each][cell / 3][cell % 3]);
    }
}
