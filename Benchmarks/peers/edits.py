"""The edits that every peer makes in the same order, and the clock around them."""

import statistics
import time

CHECKED = 20


def time_edits(rows, most, edits, count_after):
    """`count_after(row, quarter, value)` changes one actual and answers with passed, green, yellow and red."""
    times, checked = [], None
    for edit in range(edits):
        start = time.perf_counter()
        counts = count_after(edit * 7919 % rows, edit % 4, edit * 3571 % most)
        times.append(time.perf_counter() - start)
        if edit == CHECKED - 1:
            checked = counts
    print("edits,median_us,passed,green,yellow,red")
    print(edits, f"{statistics.median(times) * 1e6:.3f}", *map(int, checked), sep=",")
