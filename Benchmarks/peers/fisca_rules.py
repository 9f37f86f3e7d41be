"""Carry-over, lights and passes as variables and formulas of OpenFisca-Core.

OpenFisca's own whole numbers have 32 bits and wrap around without a word, so every variable is widened to 64 here.
"""

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2018"
INPUTS = [f"{measure}_{q}" for measure in ("target", "actual") for q in range(1, 5)]
PLACE = build_entity(key="place", plural="places", label="A programme in one place", is_person=True)


def adjusted(q):
    if q == 1:
        return lambda place, period: place("target_1", period)
    return lambda place, period: (
        place(f"target_{q}", period) + place(f"adjusted_{q - 1}", period) - place(f"actual_{q - 1}", period)
    )


def red(q):
    def formula(place, period):
        goal = place(f"adjusted_{q}", period)
        return (goal > 0) * (2 * place(f"actual_{q}", period) < goal)

    return formula


def not_green(q):
    def formula(place, period):
        goal = place(f"adjusted_{q}", period)
        return (goal > 0) * (5 * place(f"actual_{q}", period) <= 4 * goal)

    return formula


def passes(place, period):
    total = lambda measure: sum(place(f"{measure}_{q}", period) for q in range(1, 5))
    return total("actual") >= total("target")


def make_system():
    system = TaxBenefitSystem([PLACE])

    def add(name, kind, formula=None):
        parts = {"value_type": kind, "entity": PLACE, "definition_period": DateUnit.YEAR, "label": name}
        system.add_variable(type(name, (Variable,), parts | ({"formula": formula} if formula else {})))
        if kind is int:
            system.get_variable(name).dtype = numpy.int64

    for name in INPUTS:
        add(name, int)
    for q in range(1, 5):
        add(f"adjusted_{q}", int, adjusted(q))
        add(f"red_{q}", bool, red(q))
        add(f"not_green_{q}", bool, not_green(q))
    add("passes", bool, passes)
    return system


SYSTEM = make_system()


def simulate(columns):
    """A simulation of the eight columns of figures, in the order of INPUTS."""
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, len(columns[0]))
    for name, column in zip(INPUTS, columns):
        simulation.set_input(name, PERIOD, column)
    return simulation


def lights(simulation, kind):
    return [simulation.calculate(f"{kind}_{q}", PERIOD) for q in range(1, 5)]


def time_edits(columns, most, edits):
    import edits as clock

    simulation = simulate(columns)
    formulas = [name for name in SYSTEM.variables if name not in INPUTS]
    rows = len(columns[0])

    def count_after(row, quarter, value):
        column = columns[4 + quarter]
        column[row] = value
        for name in [*formulas, INPUTS[4 + quarter]]:
            simulation.get_holder(name).delete_arrays()
        simulation.set_input(INPUTS[4 + quarter], PERIOD, column)
        red, not_green = (sum(int(light.sum()) for light in lights(simulation, kind)) for kind in ("red", "not_green"))
        return simulation.calculate("passes", PERIOD).sum(), 4 * rows - not_green, not_green - red, red

    clock.time_edits(rows, most, edits, count_after)
