// The country in C, as one would write it by hand: the floor that the other tools are held against. Built with -O2.
//   national FOLDER         counts by indicator and region
//   national FOLDER edit    one actual changed, everything counted again, many times
//   national FOLDER row     the same, but only the changed row is judged again
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edit.h"

enum { AREAS = 1000000, INDICATORS = 100, REGIONS = 6 };
static const char *region_names[REGIONS] = {"north", "northeast", "central", "east", "west", "south"};

typedef struct { const char *next, *end; } Text;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "national: %s\n", what);
    exit(2);
}

static Text open_text(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int descriptor = open(path, O_RDONLY);
    struct stat about;
    if (descriptor < 0 || fstat(descriptor, &about) != 0 || about.st_size == 0) fail(path);
    const char *bytes = mmap(NULL, about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
    if (bytes == MAP_FAILED) fail(path);
    madvise((void *)bytes, about.st_size, MADV_SEQUENTIAL);
    close(descriptor);
    return (Text){bytes, bytes + about.st_size};
}

static void skip_line(Text *text) {
    const char *end = memchr(text->next, '\n', text->end - text->next);
    text->next = end ? end + 1 : text->end;
}

// A whole number and the one byte after it.
static inline int64_t number(Text *text) {
    const char *next = text->next;
    int negative = *next == '-';
    next += negative;
    int64_t value = 0;
    const char *first = next;
    while (next < text->end && (unsigned)(*next - '0') < 10) value = value * 10 + (*next++ - '0');
    if (next == first) fail("not a number");
    text->next = next + 1;
    return negative ? -value : value;
}

static unsigned char region_of[AREAS];
static char indicator_of[INDICATORS];
static char codes[INDICATORS][4];
static int indicators;
static Counts sums[INDICATORS][REGIONS];

static void read_areas(const char *folder) {
    Text text = open_text(folder, "areas.csv");
    skip_line(&text);
    while (text.next < text.end) {
        int64_t code = number(&text);
        const char *end = memchr(text.next, '\n', text.end - text.next);
        if (!end || code >= AREAS) fail("areas.csv");
        const char *comma = memrchr(text.next, ',', end - text.next);
        int region = 0;
        while (region < REGIONS && !(strlen(region_names[region]) == (size_t)(end - comma - 1) &&
                                     memcmp(region_names[region], comma + 1, end - comma - 1) == 0)) region++;
        if (region == REGIONS) fail("areas.csv: unknown region");
        region_of[code] = region + 1;
        text.next = end + 1;
    }
}

static void read_indicators(const char *folder) {
    Text text = open_text(folder, "indicators.csv");
    skip_line(&text);
    for (; text.next < text.end && indicators < INDICATORS; skip_line(&text)) {
        memcpy(codes[indicators], text.next, 3);
        text.next++;
        indicator_of[number(&text)] = ++indicators;
    }
}

// One row's cell among the counts, and its eight figures.
static inline int read_row(Text *text, int64_t figures[8]) {
    int64_t area = number(text);
    text->next++;
    int64_t code = number(text);
    if (area >= AREAS || code >= INDICATORS || !region_of[area] || !indicator_of[code]) fail("unknown member");
    for (int place = 0; place < 8; place++) figures[place] = number(text);
    return (indicator_of[code] - 1) * REGIONS + region_of[area] - 1;
}

static int64_t (*table)[8];
static int64_t rows;

static void read_table(const char *folder) {
    Text text = open_text(folder, "figures.csv");
    skip_line(&text);
    table = malloc((text.end - text.next) / 18 * sizeof *table);  // no row is shorter than 18 bytes
    while (text.next < text.end) read_row(&text, table[rows++]);
}

static Counts count_all(int64_t row, int quarter, int64_t value) {
    table[row][4 + quarter] = value;
    Counts sum = {0};
    for (int64_t each = 0; each < rows; each++) add(&sum, judge(table[each], table[each] + 4), 1);
    return sum;
}

static Counts standing;

static Counts count_row(int64_t row, int quarter, int64_t value) {
    add(&standing, judge(table[row], table[row] + 4), -1);
    table[row][4 + quarter] = value;
    add(&standing, judge(table[row], table[row] + 4), 1);
    return standing;
}

int main(int count, char **arguments) {
    if (count < 2) fail("which folder?");
    const char *mode = count > 2 ? arguments[2] : "";
    read_areas(arguments[1]);
    read_indicators(arguments[1]);
    if (*mode) {
        read_table(arguments[1]);
        standing = count_all(0, 0, table[0][4]);
        if (strcmp(mode, "row") == 0) time_edits(rows, 1000, 1000, count_row);
        else time_edits(rows, 1000, 5, count_all);
        return 0;
    }
    Text text = open_text(arguments[1], "figures.csv");
    skip_line(&text);
    while (text.next < text.end) {
        int64_t figures[8];
        int cell = read_row(&text, figures);
        add(&sums[0][0] + cell, judge(figures, figures + 4), 1);
    }
    printf("programme,region,passed,green,yellow,red\n");
    for (int indicator = 0; indicator < indicators; indicator++)
        for (int region = 0; region < REGIONS; region++) {
            Counts *sum = &sums[indicator][region];
            printf("%s,%s,%ld,%ld,%ld,%ld\n", codes[indicator], region_names[region], (long)sum->passed,
                   (long)sum->green, (long)sum->yellow, (long)sum->red);
        }
}
