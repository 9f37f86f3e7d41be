"""The country in numpy. Usage: national_numpy.py FOLDER [edit]"""

import sys

from national_table import print_counts, read_cells, read_figures
from numpy_rules import judge, totals

folder, mode = sys.argv[1], sys.argv[2:]


def edit():
    from edits import time_edits

    _, _, figures = read_figures(folder)

    def count_after(row, quarter, value):
        figures[4 + quarter, row] = value
        return totals(figures)

    time_edits(figures.shape[1], 1000, 100, count_after)


def main():
    area, programme, figures = read_figures(folder)
    codes, cell = read_cells(folder, area, programme)
    print_counts(codes, cell, *judge(figures))


edit() if mode else main()
