"""Carry-over, lights and passes of four quarters in polars."""

import polars as pl


def adjusted(frame):
    """The targets after carry-over, as columns a1 to a4."""
    frame = frame.with_columns(a1=pl.col("target Q1"))
    for q in range(2, 5):
        frame = frame.with_columns(
            (pl.col(f"target Q{q}") + pl.col(f"a{q - 1}") - pl.col(f"actual Q{q - 1}")).alias(f"a{q}")
        )
    return frame


def counts():
    total = lambda measure: pl.sum_horizontal(f"{measure} Q{q}" for q in range(1, 5))
    goal = lambda q: pl.col(f"a{q}")
    result = lambda q: pl.col(f"actual Q{q}")
    # A sum of the booleans' sums: no column of numbers has to be built for the lights.
    red = [((goal(q) > 0) & (2 * result(q) < goal(q))).sum() for q in range(1, 5)]
    not_green = [((goal(q) > 0) & (5 * result(q) <= 4 * goal(q))).sum() for q in range(1, 5)]
    return [
        (total("actual") >= total("target")).sum().alias("passed"),
        (4 * pl.len() - sum(not_green)).alias("green"),
        (sum(not_green) - sum(red)).alias("yellow"),
        sum(red).alias("red"),
    ]
