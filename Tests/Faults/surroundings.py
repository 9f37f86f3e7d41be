"""Real surroundings in which something goes wrong: no call is tampered with."""
import meanwhile
import outputs
import places
import targets
from endings import signal_name
from findings import Finding, Result
from workspace import CRASHES, Workspace

CHECKS = {name: check for module in (places, outputs, targets, meanwhile) for name, check in module.CHECKS.items()}


class Observer:
    """Gathers what is wrong in one kind of surroundings."""

    def __init__(self, name, binary, see):
        self.name, self.binary, self.see = name, binary, see
        self.result = Result(name, runs=0)

    def workspace(self, **how):
        self.result.runs += 1
        return Workspace(self.binary, **how)

    def skip(self, why):
        self.result.skipped = why

    def remark(self, text):
        self.result.remarks.append(f"{self.name}: {text}")

    def expect(self, holds, check, detail=""):
        if not holds:
            self.result.findings.append(Finding(check, self.name, str(detail)[:400], self.see))

    def ended(self, ended, *statuses):
        """It ended in one of these ways, and said something where that was an error."""
        if ended.status is None:
            return self.expect(False, "it hangs", ended.errors)
        self.expect(signal_name(ended.status) not in CRASHES, "it crashes", ended.errors)
        self.expect(ended.status in statuses, "another exit status", f"{ended.status}, not {statuses}: {ended.errors}")
        if ended.status == 2:
            self.expect(ended.errors.strip(), "nothing is said about an error")

    def unchanged(self, space, name, before, check="a plan file has changed, or is lost"):
        now = space.state(name)
        self.expect(now == before, check, f"{name}: {now and now.content[:60]!r}, was {before and before.content[:60]!r}")

    def nothing_beside(self, space):
        strange = sorted(name for name in space.names() if ".codi-plan-" in name)
        self.expect(not strange, "a temporary file is left behind", ", ".join(strange))


def check(name, binary, see):
    observer = Observer(name, binary, see)
    CHECKS[name](observer)
    return observer.result
