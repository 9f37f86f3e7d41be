"""Carry-over, lights and passes of four quarters in numpy."""

import numpy as np


def judge(figures):
    """Which rows pass, and for each quarter which rows are not green and which are red."""
    adjusted, not_green, red = 0, [], []
    for target, actual in zip(figures[:4], figures[4:]):
        adjusted = adjusted + target
        open_ = adjusted > 0
        red.append(open_ & (2 * actual < adjusted))
        not_green.append(open_ & (5 * actual <= 4 * adjusted))
        adjusted = adjusted - actual
    # What is left after the last quarter is the year's target less the year's result.
    return adjusted <= 0, not_green, red


def totals(figures):
    """All rows' passes, and their quarters' lights: green, yellow and red."""
    passed, not_green, red = judge(figures)
    not_green, red = (sum(map(np.count_nonzero, quarters)) for quarters in (not_green, red))
    return np.count_nonzero(passed), 4 * len(passed) - not_green, not_green - red, red
