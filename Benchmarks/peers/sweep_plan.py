"""The sweep's figures, and how its counts are printed, for the peers in Python.

Everything is a whole number of ten-millionths. Five times the largest is below 10^13 for a million steps, so 64 bits
hold it with much to spare.
"""

import collections

UNIT = 10_000_000
MOVED = UNIT // 1000
STEPS = 1_000_000

# `moved` is what each step adds to the target of the third quarter.
Programme = collections.namedtuple("Programme", "name target actual start slope moved")


def read(folder):
    programmes = []
    with open(f"{folder}/sweep.csv", encoding="utf-8") as file:
        next(file)
        for number, line in enumerate(file):
            name, *figures = line.strip().split(",")
            figures = list(map(int, figures))
            moved = (-MOVED, MOVED, 0)[min(number, 2)]
            programmes.append(Programme(name, figures[:4], figures[4:8], *figures[8:], moved))
    return programmes


def print_passes(programmes, counts):
    print("name,count")
    for programme, count in zip(programmes, counts):
        print(f"k{programme.name[1:]},{count}")


def print_lights(programmes, steps, counts):
    """`counts` holds, for each programme and quarter, how many steps are not green and how many are red."""
    print("name,count")
    for programme, quarters in zip(programmes, counts):
        for q, (not_green, red) in enumerate(quarters, 1):
            for light, count in (("green", steps - not_green), ("yellow", not_green - red), ("red", red)):
                print(f"{programme.name}.Q{q}.{light},{count}")


def pairs(flat):
    """A flat row of counts as `print_lights` takes it."""
    flat = list(map(int, flat))
    return [[flat[at + 2 * q : at + 2 * q + 2] for q in range(4)] for at in range(0, len(flat), 8)]
