"""What a run found wrong, and how all of it is told."""
import re
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    # A sentence that is the same for all runs in which the same thing is wrong.
    check: str
    scenario: str
    detail: str
    # How to see it.
    see: str


@dataclass
class Result:
    scenario: str
    fault: str = "as it is"
    findings: list = field(default_factory=list)
    # What is no fault but worth a line: files that only SIGKILL left behind.
    remarks: list = field(default_factory=list)
    skipped: str = ""
    runs: int = 1


def _without_chance(text):
    """Numbers of processes, moments and folders of one run say nothing about the next."""
    return re.sub(r"0x[0-9a-f]+|\d{3,}", "N", re.sub(r"/\S*/faults-\w+", "…", text))


def tell(results, show_all):
    _tell_counts(results)
    for skipped in sorted({f"{result.scenario}: {result.skipped}" for result in results if result.skipped}):
        print(f"skipped: {skipped}")
    remarks = Counter(_without_chance(remark) for result in results for remark in result.remarks)
    for remark, count in sorted(remarks.items()):
        print(f"remark ({count} runs): {remark}")
    groups = {}
    for result in results:
        for finding in result.findings:
            groups.setdefault(finding.check, []).append(finding)
    if not groups:
        print("no fault found")
    for check, found in sorted(groups.items()):
        _tell_group(check, found, show_all)
    return not groups


def _tell_group(check, found, show_all):
    print(f"\nFAILS: {check}")
    scenarios = Counter(finding.scenario for finding in found)
    print("    in " + ", ".join(f"{name} ({count})" for name, count in scenarios.items()))
    kinds = {}
    for finding in found:
        kinds.setdefault(_without_chance(finding.detail), finding)
    for finding in list(kinds.values())[: None if show_all else 4]:
        for line in finding.detail.splitlines() or [""]:
            print(f"    {line}")
        print(f"      see: {finding.see}")
    if not show_all and len(kinds) > 4:
        print(f"    … and {len(kinds) - 4} more; `--all` shows them")


def _tell_counts(results):
    counts = Counter()
    columns = []
    for result in results:
        kind = result.fault.split(":")[1] if ":" in result.fault else result.fault
        if kind not in columns:
            columns.append(kind)
        counts[result.scenario, kind] += result.runs
    columns.sort(key=lambda kind: (kind.startswith("SIG"), kind))
    scenarios = list(dict.fromkeys(result.scenario for result in results if result.fault != "as it is"))
    alone = sum(counts[result.scenario, "as it is"] for result in {r.scenario: r for r in results}.values())
    for scenario in scenarios:
        told = "  ".join(f"{kind} {counts[scenario, kind]}" for kind in columns if counts[scenario, kind] and kind != "as it is")
        print(f"{scenario:16} {told}")
    print(f"{sum(counts.values())} runs, {alone} of them without an injected fault")
