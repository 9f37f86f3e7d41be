"""Writes the figures of a plan as an hledger journal of about the same size."""

import re
import sys

plan, journal = sys.argv[1:]
text = open(plan, encoding="utf-8").read()
lines = []
programme = None
while sum(len(line.encode()) for line in lines) < len(text.encode()):
    for line in text.splitlines():
        head = re.match(r"(?:programme|group) (\S+)", line)
        if head:
            programme = head.group(1)
        figures = re.match(r"  (target|actual|budget|\w+)(?: by \w+)* +([\d,. -]+)", line)
        if not (programme and figures):
            continue
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", figures.group(2)):
            amount = number.strip(",").replace(",", "")
            if not amount:
                continue
            lines.append(f"2018-09-30 {programme}\n    {programme}:{figures.group(1)}    {amount} unit\n    plan\n\n")
with open(journal, "w", encoding="utf-8") as file:
    file.writelines(lines)
