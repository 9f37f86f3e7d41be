"""The sweep in OpenFisca-Core, the steps as its population.

Usage: sweep_openfisca.py FOLDER passes|lights|edit [STEPS]
"""

import sys

import fisca_rules
import numpy as np

import sweep_plan

folder, mode = sys.argv[1:3]
steps = int(sys.argv[3]) if len(sys.argv) > 3 else sweep_plan.STEPS
programmes = sweep_plan.read(folder)


def simulation(p):
    x = np.arange(steps, dtype=np.int64)
    factor = p.start + p.slope * x
    targets = [np.full(steps, target * sweep_plan.UNIT, dtype=np.int64) for target in p.target]
    targets[2] += p.moved * x
    return fisca_rules.simulate([*targets, *(actual * factor for actual in p.actual)])


def main():
    if mode == "passes":
        counts = [int(simulation(p).calculate("passes", fisca_rules.PERIOD).sum()) for p in programmes]
        sweep_plan.print_passes(programmes, counts)
        return
    counts = []
    for p in programmes:
        one = simulation(p)
        kinds = [[int(light.sum()) for light in fisca_rules.lights(one, kind)] for kind in ("not_green", "red")]
        counts.append(list(zip(*kinds)))
    sweep_plan.print_lights(programmes, steps, counts)


if mode == "edit":
    columns = [[getattr(p, measure)[q] for p in programmes] for measure in ("target", "actual") for q in range(4)]
    fisca_rules.time_edits(np.array(columns, dtype=np.int64), 20_000, 200)
else:
    main()
