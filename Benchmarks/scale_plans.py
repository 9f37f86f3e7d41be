"""Plans of any number of statements: a realistic mix, and shapes in which something could grow faster than the plan."""

import itertools

from dice import Dice

HEAD = """plan "scale"
fiscal year 2561
as of Q4
carry surplus and shortfall
unit household "ครัวเรือน"
unit tambon "ตำบล"
currency baht "บาท"
axis region { north "เหนือ", northeast "อีสาน", south "ใต้", central "กลาง" }
measure tambons "ตำบลที่ดำเนินการ" in tambon
"""

# What one block of the mix holds; with the scenarios, some fifty statements.
PROGRAMMES, LETS, KPIS, EXPECTS = 8, 12, 6, 12


def quarters(dice, most):
    return ", ".join(f"{dice.roll(40, most):,}" for _ in range(4))


def programme(name, dice, label=""):
    yield f'programme {name} "{label or name}" in household {{'
    yield f"  target by quarter {quarters(dice, 900)}"
    yield f"  actual by quarter {quarters(dice, 900)}"
    yield f"  tambons by region {quarters(dice, 90)}"
    yield f"  budget {dice.roll(100, 999)} million baht"
    yield "}"


def block(number, dice):
    """Statements of a department, one after the other, each as its lines."""
    names = [f"p{number}_{index}" for index in range(PROGRAMMES)]
    yield [f"# Department {number} ---------------------------------------------"]
    for index, name in enumerate(names):
        yield list(programme(name, dice, f"{number}.{index} งานของฝ่าย"))
    for index in (0, 4):
        yield [f'group g{number}_{index} "{number} รวม" = ' + " + ".join(names[index:index + 4])]
    yield [f"let a{number}_0 = {names[0]}.target"]
    for index in range(1, LETS):
        yield [f"let a{number}_{index} = a{number}_{index - 1} + {names[index % PROGRAMMES]}.actual[Q{index % 4 + 1}]"]
    for index in range(KPIS):
        yield [f'kpi k{number}_{index} "ตัวชี้วัด {index}" passes when {names[index]}.rate >= {dice.roll(50, 120)}%']
    for index in range(EXPECTS):
        yield [f"expect {names[index % PROGRAMMES]}.target[Q{index % 4 + 1}] >= 0"]
    yield [f"reported {names[0]}.target = {dice.roll(1000, 3000):,} in \"table {number}\""]
    yield [f"reported {names[1]}.actual by quarter = {quarters(dice, 900)} in \"table {number}\""]
    yield [f"milestone m{number} \"เริ่มงาน\" of {names[0]} due 2561-06-30 done 2561-06-{dice.roll(10, 30)}"]
    yield [
        f"move {dice.roll(1, 20)} household of target and 1 million baht of budget",
        f"  from {names[2]} to {names[3]} in Q{dice.roll(2, 4)}", f"  as v{number} because \"ปรับแผน\"",
    ]
    if number % 20 == 0:
        yield [
            f"scenario s{number} \"ปีที่ยาก\" {{", f"  set {names[4]}.actual[Q4] = {dice.roll(100, 900)}",
            f"  scale {names[5]}.actual by 90%", f"  move 5 household of target from {names[6]} to {names[7]} in Q3", "}",
        ]
    if number % 50 == 0:
        yield [f"{names[0]}.rate by quarter"]


def mix(count):
    dice = Dice(count)
    statements = itertools.chain.from_iterable(block(number, dice) for number in itertools.count())
    for statement in itertools.islice(statements, count):
        yield from statement


def programmes(count):
    """Programmes with groups of twenty over them, groups of groups, and a KPI, a move for every eighth."""
    dice = Dice(count)
    for index in range(count):
        yield from programme(f"p{index}", dice)
    groups = []
    for start in range(0, count, 20):
        groups.append(f"g{start}")
        yield f"group g{start} = " + " + ".join(f"p{index}" for index in range(start, min(start + 20, count)))
    for start in range(0, len(groups), 20):
        yield f"group h{start} = " + " + ".join(groups[start:start + 20])
    for index in range(0, count, 8):
        yield f"kpi k{index} passes when p{index}.rate >= 80%"
        yield f"move 1 household of target from p{index} to p{(index + 1) % count} in Q3"


def tables(count):
    """The same programmes in a table, their figures in another; gives the plan and its two tables."""
    dice = Dice(count)
    names = [f"p{index}" for index in range(count)]
    rows = (f"{name},งาน {name},{quarters(dice, 900).replace(', ', ',')},{quarters(dice, 900).replace(', ', ',')}" for name in names)
    plan = ['programmes from "programmes.csv" key code label name in household', 'load "figures.csv"']
    plan += ["group all_of_them = " + " + ".join(names[:1000])]
    for index in range(0, count, 8):
        plan += [f"kpi k{index} passes when p{index}.rate >= 80%", f"expect p{index}.target > 0"]
    both = [row.split(",") for row in rows]
    heads = ",".join(f"{measure} Q{quarter}" for measure in ("target", "actual") for quarter in range(1, 5))
    return plan, {
        "programmes.csv": ["code,name", *(",".join(row[:2]) for row in both)],
        "figures.csv": ["programme," + heads, *(",".join([row[0], *row[2:]]) for row in both)],
    }


def few(dice, count=100):
    for index in range(count):
        yield from programme(f"p{index}", dice)


def lets(count):
    """Chains of fifty formulas, each on the one before."""
    for index in range(count):
        yield f"let a{index} = " + (f"a{index - 1} + 1" if index % 50 else "1")


def expects(count):
    yield from few(Dice(1))
    for index in range(count):
        yield f"expect p{index % 100}.target >= {index % 7}"


def kpis(count):
    yield from few(Dice(1))
    for index in range(count):
        yield f"kpi k{index} passes when p{index % 100}.rate >= {index % 90}%"


def milestones(count):
    for index in range(count):
        yield f"milestone m{index} due 2561-06-30 done 2561-05-{index % 30 + 1:02}"


def moves(count):
    yield from ["programme a in household { target 900,000,000 }", "programme b in household { target 0 }"]
    yield from (f"move 1 household of target from a to b as v{index}" for index in range(count))


def spread_moves(count):
    yield from (f"programme p{index} in household {{ target 900 }}" for index in range(count // 10 + 2))
    yield from (f"move 1 household of target from p{index // 10} to p{index // 10 + 1} as v{index}" for index in range(count))


def scenarios(count):
    """Of a plan of a hundred programmes and KPIs, each with one amendment."""
    yield from few(Dice(1))
    yield from (f"kpi k{index} passes when p{index}.rate >= 80%" for index in range(100))
    yield from (f"scenario s{index} {{ set p{index % 100}.actual[Q4] = {index} }}" for index in range(count))


def scenarios_of_many(count):
    """Scenarios that are as many as the programmes."""
    dice = Dice(count)
    for index in range(count):
        yield from programme(f"p{index}", dice)
        yield f"kpi k{index} passes when p{index}.rate >= 80%"
    yield from (f"scenario s{index} {{ set p{index}.actual[Q4] = {index} }}" for index in range(count))


def scenario_rules(count):
    """Scenarios that bring formulas and KPIs of their own, and redefine those of the plan."""
    yield from few(Dice(1), 10)
    yield "let common = 1"
    for index in range(count):
        yield f"scenario s{index} {{ let own{index} = {index}; let common = {index}; kpi k{index} passes when own{index} > 0 }}"


def heirs(count):
    """Scenarios in a row, each from the one before, in chains of ten."""
    yield from few(Dice(1))
    for index in range(count):
        parent = f" from s{index - 1}" if index % 10 else ""
        yield f"scenario s{index}{parent} {{ set p{index % 100}.actual[Q4] = {index} }}"


def amendments(count):
    """One scenario of many amendments, another from it and a third: what one says, the other says again."""
    yield from few(Dice(1))
    for name in ("one", "other"):
        yield f"scenario {name} {{"
        for index in range(count // 2):
            yield f"  set p{index % 100}.actual[Q{index // 100 % 4 + 1}] = {index}"
        yield "}"
    yield "scenario both from one, other"


def one_group(count):
    yield from (f"programme p{index} in household {{ target {index + 1} }}" for index in range(count))
    yield "group whole = " + " + ".join(f"p{index}" for index in range(count))
    yield from (f"kpi k{index} passes when whole.target > {index} household" for index in range(10))


def axis(count):
    """An axis with many members, all written, and figures along it by name."""
    yield "axis area { " + ", ".join(f"m{index}" for index in range(count)) + " }"
    yield "programme p in household { target by area { " + ", ".join(f"m{index} {index}" for index in range(count)) + " } }"
    yield from (f"expect p.target[m{index}] = {index}" for index in range(count))


def sparse(count):
    """Figures by area of which each programme has one, everywhere else none."""
    yield "axis area { " + ", ".join(f"m{index}" for index in range(60)) + " }"
    yield from (f"programme p{index} in household {{ target by area {{ m{index % 60} {index} }} }}" for index in range(count))


def units(count):
    yield from (f'unit u{index} "หน่วย {index}"' for index in range(count))
    yield from (f"programme p{index} in u{index} {{ target 5 u{index} }}" for index in range(count))


def members_by_name(count):
    """What narrows to a programme by name."""
    yield from (f"programme p{index} in household {{ target {index + 1} }}" for index in range(count))
    yield from (f"expect target[p{index}] = {index + 1}" for index in range(count))


def remarks(count):
    yield "programme a in household { target 5 }"
    yield from (f"# remark {index}" for index in range(count))


def blank_lines(count):
    yield "let a = 1 +"
    yield from ("" for _ in range(count))
    yield "  2"


def one_line(count):
    yield "; ".join(f"let a{index} = {index}" for index in range(count))


def one_block(count):
    """The figures of one programme, line after line of the same length; wrong after the first, but laid out."""
    yield from (f"measure w{index} in household" for index in range(count))
    yield "programme a in household {"
    yield from (f"  w{index} by quarter {index}, 2, 3, 4" for index in range(count))
    yield "}"


def aligned(count):
    yield "programme a in household { target 5 }"
    yield from (f"reported a.target + {index} household = {index + 5}" for index in range(count))


def disagreeing(count):
    yield "programme a in household { target 5 }"
    yield from (f"reported a.target + {index} household = 1 in \"table\"" for index in range(count))


def failing(count):
    yield "programme a in household { target 5 }"
    yield from (f"expect a.target > {index + 9}" for index in range(count))


def questions(count):
    yield "programme a in household { target 5 }"
    yield from (f"a.target + {index}" for index in range(count))


def syntax_mistakes(count):
    yield from (f"let a{index} = 1 2" for index in range(count))


def unit_mistakes(count):
    yield "programme a in household { target 5 }"
    yield from (f"expect a.target = {index} baht" for index in range(count))


def unknown_programmes(count):
    """Unknown names, each near a known one: half of the plan are names, half is wrong."""
    yield from (f"programme programme{index} in household {{ target 5 }}" for index in range(count // 2))
    yield from (f"expect programne{index}.target > 0" for index in range(count // 2))


def unknown_figures(count):
    yield from (f"let formula{index} = 1" for index in range(count // 2))
    yield from (f"let other{index} = farmula{index}x + 1" for index in range(count // 2))


def unknown_members(count):
    yield from (f"programme programme{index} in household {{ target 5 }}" for index in range(count // 2))
    yield from (f"expect programme{index}.target[nowhere{index}] > 0" for index in range(count // 2))


def unknown_units(count):
    yield from (f"unit unit{index}" for index in range(count // 2))
    yield from (f"let a{index} = 5 unut{index}" for index in range(count // 2))


def labelled(count):
    """Names of which the plan knows a label only."""
    yield from (f'programme p{index} "งานที่ {index}" in household {{ target 5 }}' for index in range(count // 2))
    yield from (f"expect งานที่{index}.target > 0" for index in range(count // 2))


def duplicates(count):
    yield from (f"let same = {index}" for index in range(count))


def overdrawn(count):
    yield "programme a in household { target 5 }"
    yield "programme b in household { target 5 }"
    yield from (f"move 9 household of target from a to b as v{index}" for index in range(count))


def wrong_scenarios(count):
    yield "programme a in household { target 5 }"
    yield from (f"scenario s{index} {{ move 9 household of target from a to a }}" for index in range(count))


def taken_back(count):
    """A scenario that takes back every move of the base."""
    yield from moves(count // 2)
    yield "scenario without_any {"
    yield from (f"  without v{index}" for index in range(count // 2))
    yield "}"


# The most statements of each, and which commands say what it costs.
SHAPES = {
    "mix": (mix, 1_000_000), "programmes": (programmes, 100_000), "tables": (tables, 100_000),
    "lets": (lets, 1_000_000), "expects": (expects, 1_000_000), "kpis": (kpis, 100_000),
    "milestones": (milestones, 100_000), "moves": (moves, 100_000), "spread-moves": (spread_moves, 100_000),
    "scenarios": (scenarios, 10_000), "scenarios-of-many": (scenarios_of_many, 8_000),
    "scenario-rules": (scenario_rules, 10_000), "heirs": (heirs, 10_000), "amendments": (amendments, 100_000),
    "taken-back": (taken_back, 100_000), "one-group": (one_group, 100_000), "axis": (axis, 100_000),
    "sparse": (sparse, 100_000), "units": (units, 10_000), "members-by-name": (members_by_name, 100_000), "remarks": (remarks, 1_000_000),
    "blank-lines": (blank_lines, 1_000_000), "one-line": (one_line, 1_000_000), "one-block": (one_block, 20_000),
    "aligned": (aligned, 100_000), "disagreeing": (disagreeing, 100_000), "failing": (failing, 100_000),
    "questions": (questions, 100_000), "syntax-mistakes": (syntax_mistakes, 1_000_000),
    "unit-mistakes": (unit_mistakes, 100_000), "unknown-programmes": (unknown_programmes, 100_000),
    "unknown-figures": (unknown_figures, 100_000), "unknown-members": (unknown_members, 100_000),
    "unknown-units": (unknown_units, 20_000), "labelled": (labelled, 100_000), "duplicates": (duplicates, 1_000_000),
    "overdrawn": (overdrawn, 100_000), "wrong-scenarios": (wrong_scenarios, 10_000),
}


def write(shape, count, folder):
    """Writes a plan of so many statements; gives its path."""
    made, tables = SHAPES[shape][0](count), {}
    if shape == "tables":
        made, tables = made
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in {"scale.plan": itertools.chain(HEAD.splitlines(), made), **tables}.items():
        with open(folder / name, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(line + "\n" for line in lines)
    return folder / "scale.plan"
