"""Chance that gives the same numbers on every machine: Python's own generator may change from version to version."""


class Dice:
    def __init__(self, seed):
        self.state = seed

    def roll(self, least, most):
        """A whole number from `least` to `most`, both possible."""
        # Knuth's MMIX constants. The low bits of such a generator repeat soon, so only the high ones are used.
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return least + ((self.state >> 33) * (most - least + 1) >> 31)
