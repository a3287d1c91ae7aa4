"""Whole numbers as runs, without what other formats take to load."""

from collections.abc import Iterable


def runs(numbers: Iterable[int], dash: str = "-", width: int = 0) -> str:
    """Whole numbers as runs: 2005, 2007-2024; ``width`` pads them with zeros."""
    known = sorted({int(n) for n in numbers})
    starts = [n for n in known if n - 1 not in known]
    ends = [n for n in known if n + 1 not in known]
    pairs = zip(starts, ends, strict=True)
    return ", ".join(
        f"{a:0{width}}" if a == b else f"{a:0{width}}{dash}{b:0{width}}" for a, b in pairs
    )
