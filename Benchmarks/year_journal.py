"""Writes what a ledger can hold of a plan: targets and results, each in its quarter, and the moves of targets.

Shares, levels that are formulas, and verdicts are beyond it.
"""

import re
import sys

# The quarters of the fiscal year 2561; a figure of the whole year stands in the last one.
DAYS = {"Q1": "2017-12-31", "Q2": "2018-03-31", "Q3": "2018-06-30", "Q4": "2018-09-30"}
NUMBER = r"\d[\d,]*(?:\.\d+)?"


def figures(axis, text):
    """Quarter and amount."""
    amounts = [amount.strip() for amount in re.split(r",\s+", text)]
    if axis == "quarter":
        return [(quarter, amount) for quarter, amount in zip(DAYS, amounts) if amount != "-"]
    return [("Q4", amount) for amount in amounts if amount != "-"]


def entries(text):
    """Account, quarter and amount of every target and result of programmes that have no formulas."""
    for head, body in re.findall(r"^(?:programme|group) (\w+)[^\n]*\{\n(.*?)^\}", text, re.M | re.S):
        if "*" in body:
            continue
        for measure in ("target", "actual"):
            lines = re.findall(rf"^  {measure}(?: by (\w+))? +(.+)$", body, re.M)
            # Breakdowns of one measure say the same once more: one of them counts, by quarter where there is one.
            for axis, values in sorted(lines, key=lambda line: line[0] != "quarter")[:1]:
                for quarter, amount in figures(axis, values):
                    yield f"{measure}:{head}", quarter, amount.replace(",", "")


def moves(text):
    pattern = rf"^move ({NUMBER}) \w+ of target.*?\n?\s+from (\w+) to (\w+) in (Q\d)"
    for amount, giver, taker, quarter in re.findall(pattern, text, re.M):
        yield giver, taker, quarter, amount.replace(",", "")


def main(plan, journal):
    text = open(plan, encoding="utf-8").read()
    with open(journal, "w", encoding="utf-8") as file:
        for account, quarter, amount in entries(text):
            file.write(f"{DAYS[quarter]} {account}\n    {account}    {amount} unit\n    plan\n\n")
        for giver, taker, quarter, amount in moves(text):
            file.write(f"{DAYS[quarter]} move\n    target:{taker}    {amount} unit\n    target:{giver}\n\n")


main(*sys.argv[1:])
