"""Which months of which products the cube of trade in detail has."""

from functools import lru_cache

import pandas as pd

from helpers.constants import CURRENCIES
from helpers.data import cube
from helpers.system.paths import detail_dir


def months(year: int, flow: str = "export") -> list[int]:
    """Return the last months of the periods of ``year`` that some product is complete for."""
    return list(_months(detail_dir(), cube.manifest(), year, flow))


@lru_cache(maxsize=256)
def _months(place: str, stamp: str, year: int, flow: str) -> tuple[int, ...]:
    return tuple(
        month for month in range(1, 13)
        if any(_complete(place, stamp, flow, currency, year, month) for currency in CURRENCIES)
    )  # fmt: skip


def has(year: int, month: int, flow: str = "export") -> bool:
    """Return whether :meth:`Detail.open` finds the period."""
    return year in cube.years(flow) and month in months(year, flow)


def complete(flow: str, currency: str, year: int, month: int) -> set[str]:
    """Return the products whose months 1 to ``month`` of ``year`` are all in the cube.

    A month is there where an imported file by province and partner covers it. A product that has
    rows for longer spans, such as a year, is complete only for the month that ends a span.
    """
    return set(_complete(detail_dir(), cube.manifest(), flow, currency, year, month))


@lru_cache(maxsize=256)
def _complete(
    place: str, stamp: str, flow: str, currency: str, year: int, month: int
) -> frozenset[str]:
    ends = _ends(place, stamp, flow, currency).get(year, {})
    wanted = set(range(1, month + 1))
    whole = {n for n, spans in ends.items() if wanted <= spans.keys() and month in spans.values()}
    # What is inside a product of fewer digits is not counted beside it.
    return frozenset(
        n for n in whole if not any(n[:digits] in whole for digits in (2, 4, 6) if digits < len(n))
    )


@lru_cache(maxsize=8)
def _ends(place: str, stamp: str, flow: str, currency: str) -> dict[int, dict[str, dict[int, int]]]:
    """Return for each year, product and month the last month of the rows that it is part of.

    Only files by province and partner count; where several cover a month, the shortest span does.
    """
    known = cube.files()
    known = known[(known["flow"] == flow) & known["currency"].str.contains(currency)]
    known = known[known["dimensions"].str.contains("partner.*province")]
    found: dict[int, dict[str, dict[int, int]]] = {}
    spans = known["span"].astype("int64")
    for span in sorted(spans.unique(), reverse=True):
        for (year, name), months_there in _months_by_product(known[spans == span]).items():
            ends = found.setdefault(year, {}).setdefault(name, {})
            for end in set(ends.values()):
                block = {month for month, last in ends.items() if last == end}
                # A year that is there as a whole counts until all its months are there.
                if not block <= months_there:
                    months_there = months_there - block
            ends |= {month: -(-month // span) * span for month in months_there}
    return found


def _months_by_product(files: pd.DataFrame) -> dict[tuple[int, str], set[int]]:
    """Return the months that files cover, by year and product."""
    found: dict[tuple[int, str], set[int]] = {}
    for products, first, last in zip(files["products"], files["first"], files["last"], strict=True):
        for period in pd.period_range(first, last, freq="M"):
            for name in products.split():
                found.setdefault((period.year, name), set()).add(period.month)
    return found


def incomplete(flow: str, currency: str, year: int, month: int, both: set[str]) -> pd.DataFrame:
    """Return the products of either year that cannot be compared: product, year, months missing.

    ``both`` are those that can; where there are none, only the year itself has to be complete.
    """
    months_of = _ends(detail_dir(), cube.manifest(), flow, currency)
    years = (year - 1, year) if both else (year,)
    known = {name for y in years for name in months_of.get(y, {})}
    rows = [
        (name, y, sorted(set(range(1, month + 1)) - months_of.get(y, {}).get(name, {}).keys()))
        for name in sorted(known - (both or complete(flow, currency, year, month)))
        for y in years
        if name not in complete(flow, currency, y, month)
    ]
    return pd.DataFrame(rows, columns=["product", "year", "months"])
