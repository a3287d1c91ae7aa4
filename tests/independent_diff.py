"""What differs between two folders of data/, written apart from helpers: csv and arithmetic only.

Of each figure the release with the highest vintage counts. Ranks are among the 31 provinces, growth
is over the same months of the year before by the same source, both of the year to date.
"""

import csv
from collections import defaultdict
from pathlib import Path

PLACES = ("total", "export", "import")
LOCALITY = [f"{name}{end}" for name in PLACES for end in ("", "_month", "_growth_pct")]


def differences(old: Path, new: Path) -> tuple[set, dict]:
    """Tables that came or went, and figures that differ.

    The first is a set of (period, source and file, added or removed), the second has old and new
    value (None where there is none) by period, file and source, key and column.
    """
    before, after = figures(old), figures(new)
    tables = {"removed": set(before) - set(after), "added": set(after) - set(before)}
    changed = {}
    for table in set(before) & set(after):
        one, other = before[table], after[table]
        for key in set(one) | set(other):
            if one.get(key) != other.get(key):
                changed[*table, *key] = one.get(key), other.get(key)
    return {(*table, what) for what, found in tables.items() for table in found}, changed


def figures(folder: Path) -> dict[tuple[str, str], dict[tuple[str, str], float]]:
    """Every current number by table (period, file/source) and by key and column."""
    vintages = {(r["release"], r["source"]): int(r["vintage"]) for r in rows(folder, "releases")}
    found = defaultdict(dict)
    for name, row in current(folder, vintages):
        period = row["year"] + (f"-{int(row['month']):02d}" if "month" in row else "")
        table = found[period, f"{name}/{row['source']}"]
        for column, number in numbers(name, row):
            table[key_of(name, row), column] = number
    derive(found)
    return dict(found)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current(folder: Path, vintages: dict) -> list:
    newest = {}
    for name in ("trade", "national", "localities", "indicators", "exchange_rates"):
        for row in rows(folder, name):
            period = (row["year"], row.get("month", ""))
            figure = (name, *period, row["source"], key_of(name, row))
            vintage = vintages[row["release"], row["source"]] if "release" in row else 0
            if figure not in newest or newest[figure][0] <= vintage:
                newest[figure] = vintage, row
    return [(figure[0], row) for figure, (_, row) in newest.items()]


def key_of(name: str, row: dict[str, str]) -> str:
    parts = {
        "trade": ("span", "currency", "flow", "province_code"),
        "national": ("currency", "flow"),
        "localities": ("currency", "province_code", "locality_zh"),
        "indicators": ("indicator", "province_code"),
        "exchange_rates": (),
    }
    return " ".join(row[part] for part in parts[name]).strip()


def numbers(name: str, row: dict[str, str]) -> list[tuple[str, float]]:
    columns = {"localities": LOCALITY, "indicators": ["value"], "exchange_rates": ["cny_per_usd"]}
    wanted = columns.get(name, ["value", "growth_pct"])
    return [(column, float(row[column])) for column in wanted if row[column] != ""]


def derive(found: dict) -> None:
    """Add ranks and growth to the tables of trade and of the nation."""
    for (period, file), table in found.items():
        if not file.startswith(("trade/", "national/")):
            continue
        year, month = period.split("-")
        past = found.get((f"{int(year) - 1}-{month}", file), {})
        values = {key: v for (key, column), v in table.items() if column == "value"}
        for key, value in values.items():
            if key.startswith("month "):
                continue
            before = past.get((key, "value"))
            if before:
                table[key, "computed_growth_pct"] = (value / before - 1) * 100
            if file.startswith("trade/") and not key.endswith(" 00"):
                kind = key.rpartition(" ")[0]
                alike = [v for k, v in values.items() if k.rpartition(" ")[0] == kind
                         and not k.endswith(" 00")]  # fmt: skip
                table[key, "rank"] = 1.0 + sum(other > value for other in alike)
