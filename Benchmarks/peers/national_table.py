"""The country's CSV files as numpy arrays, and its counts as lines."""

import numpy as np

REGIONS = ["north", "northeast", "central", "east", "west", "south"]


def read_figures(folder):
    """Areas, indicators, and eight columns of figures."""
    kinds = [("area", "i8"), ("programme", "U8"), ("figures", "i8", (8,))]
    table = np.loadtxt(f"{folder}/figures.csv", dtype=kinds, delimiter=",", skiprows=1)
    return table["area"], table["programme"], np.ascontiguousarray(table["figures"].T)


def read_cells(folder, area, programme):
    """The indicators' codes, and for each row which line of the answer it belongs to."""
    text = {"delimiter": ",", "skiprows": 1, "encoding": "utf-8", "ndmin": 1}
    areas = np.loadtxt(f"{folder}/areas.csv", dtype=[("code", "i8"), ("name", "U80"), ("region", "U16")], **text)
    codes = np.loadtxt(f"{folder}/indicators.csv", dtype="U8", usecols=0, **text)
    region = np.array([REGIONS.index(name) for name in areas["region"]])
    by_code, by_name = np.argsort(areas["code"]), np.argsort(codes)
    place = by_code[np.searchsorted(areas["code"], area, sorter=by_code)]
    return codes, by_name[np.searchsorted(codes, programme, sorter=by_name)] * 6 + region[place]


def print_counts(codes, cell, passed, not_green, red):
    """`passed` is an array of booleans, `not_green` and `red` one for each quarter."""
    total = lambda numbers: np.bincount(cell, numbers, len(codes) * 6).astype(np.int64)
    number = lambda quarters: np.sum(quarters, axis=0, dtype=np.int8)
    rows, passed, not_green, red = total(None), total(passed), total(number(not_green)), total(number(red))
    print("programme,region,passed,green,yellow,red")
    for each, counts in enumerate(zip(passed, 4 * rows - not_green, not_green - red, red)):
        print(codes[each // 6], REGIONS[each % 6], *counts, sep=",")
