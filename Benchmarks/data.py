#!/usr/bin/env python3
"""Writes a country as CSV files and the plan that reads them: 7,825 areas, 20 indicators, four quarters.

The figures are made up, but spread as real ones are: some areas do far too much early, so that nothing is left to
reach, many are a little late, and some have hardly begun.
"""

import argparse
import pathlib

from dice import Dice

REGIONS = {"north": 9, "northeast": 20, "central": 22, "east": 7, "west": 5, "south": 14}  # provinces in each
LABELS = ["เหนือ", "อีสาน", "กลาง", "ตะวันออก", "ตะวันตก", "ใต้"]

# A place's name in three parts: what it lies on, what stands there, and which one of several it is.
GROUND = "หนอง บ้าน โนน ดอน ท่า คลอง ห้วย นา วัง บึง โคก ป่า เขา บาง แม่ ทุ่ง สระ ปาก เกาะ ดง".split()
MARK = "บัว แก้ว ทอง ยาว ไผ่ ม่วง ขาม แดง ขาว ดำ เงิน ตาล หวาย สัก ยาง กระทุ่ม หลวง กลาง โพธิ์ ไทร".split()
WHICH = "เหนือ ใต้ ตะวันออก ตะวันตก ใหญ่ น้อย ใหม่ เก่า พัฒนา สามัคคี เจริญ บน ล่าง นอก ใน สูง ศรี งาม สุข ดี".split()

INDICATORS = [
    "บ้านมั่นคง", "บ้านพอเพียงชนบท", "ที่อยู่อาศัยริมคลอง", "ที่อยู่อาศัยชั่วคราว", "น้ำสะอาด", "ไฟฟ้า", "ส้วมถูกสุขลักษณะ",
    "กองทุนสวัสดิการ", "กลุ่มออมทรัพย์", "สิทธิในที่ดิน", "ที่ดินทำกิน", "เกษตรอินทรีย์", "ท่องเที่ยวชุมชน", "แปรรูปและตลาดชุมชน",
    "จัดการขยะ", "ป่าชุมชน", "ผู้สูงอายุ", "เด็กและเยาวชน", "คนพิการ", "เตรียมรับภัยพิบัติ",
]

PLAN = """plan "national"
fiscal year 2561
unit household "ครัวเรือน"
axis region {{ {regions} }}
axis area from "areas.csv" key code label name within region
programmes from "indicators.csv" key code label name unit unit
carry surplus and shortfall
load "figures.csv"
count(result >= target over area) by programme by region
sum(count(light = green over area) over quarter) by programme by region
sum(count(light = yellow over area) over quarter) by programme by region
sum(count(light = red over area) over quarter) by programme by region
"""


def areas(count):
    """Codes say province, district and tambon, as the real ones do; each region has its provinces side by side."""
    provinces = [region for region, number in REGIONS.items() for _ in range(number)]
    within = {}
    for number in range(count):
        province = number * len(provinces) // count
        place = within[province] = within.get(province, -1) + 1
        code = f"{10 + province}{1 + place // 12:02}{1 + place % 12:02}"
        # 3,089 shares no factor with 8,000: neighbours get unlike names, and none twice.
        pick = number * 3089 % 8000
        name = GROUND[pick // 400] + MARK[pick // 20 % 20] + WHICH[pick % 20]
        yield code, name if number < 8000 else f"{name} {number}", provinces[province]


def figures(dice):
    """Four targets and four results of one indicator in one area."""
    size = dice.roll(8, 400)
    pace = (dice.roll(5, 60), dice.roll(40, 100), dice.roll(70, 110), dice.roll(90, 220))[dice.roll(0, 3)]
    targets = [size * dice.roll(40, 160) // 100 for _ in range(4)]
    actuals = [target * pace * dice.roll(50, 150) // 10_000 for target in targets]
    return targets + actuals


def write(folder, name, lines):
    with open(folder / name, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("outdir", type=pathlib.Path)
    arguments.add_argument("--areas", type=int, default=7825)
    arguments.add_argument("--seed", type=int, default=2561)
    given = arguments.parse_args()
    given.outdir.mkdir(parents=True, exist_ok=True)
    dice = Dice(given.seed)
    places = list(areas(given.areas))
    codes = [f"i{number:02}" for number in range(1, len(INDICATORS) + 1)]
    quarters = ",".join(f"{measure} Q{q}" for measure in ("target", "actual") for q in range(1, 5))
    write(given.outdir, "areas.csv", ["code,name,region", *map(",".join, places)])
    write(given.outdir, "indicators.csv", [
        "code,name,unit", *(f"{code},{name},household" for code, name in zip(codes, INDICATORS))
    ])
    write(given.outdir, "figures.csv", [
        f"area,programme,{quarters}",
        *(",".join(map(str, (area, code, *figures(dice)))) for area, _, _ in places for code in codes),
    ])
    regions = ", ".join(f'{name} "{label}"' for name, label in zip(REGIONS, LABELS))
    write(given.outdir, "national.plan", PLAN.format(regions=regions).splitlines())


main()
