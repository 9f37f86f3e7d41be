"""The country in OpenFisca-Core, read with numpy. Usage: national_openfisca.py FOLDER [edit]"""

import sys

import fisca_rules
from national_table import print_counts, read_cells, read_figures

folder, mode = sys.argv[1], sys.argv[2:]


def main():
    area, programme, figures = read_figures(folder)
    codes, cell = read_cells(folder, area, programme)
    simulation = fisca_rules.simulate(figures)
    not_green, red = (fisca_rules.lights(simulation, kind) for kind in ("not_green", "red"))
    print_counts(codes, cell, simulation.calculate("passes", fisca_rules.PERIOD), not_green, red)


if mode:
    fisca_rules.time_edits(read_figures(folder)[2], 1000, 100)
else:
    main()
