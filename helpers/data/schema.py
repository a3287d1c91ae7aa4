"""The schema of every table in data/, read from datapackage.json (Frictionless Table Schema).

The file beside this module is a link to data/datapackage.json, so that an installed package has it
too and the digest of the code covers it. Only the order of rows is defined here.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandera.pandas as pa

PACKAGE = Path(__file__).with_name("datapackage.json")
CONSTRAINTS = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
# The type of a column that may have empty cells, and of one that may not.
DTYPES = {
    "string": ("str", "str"),
    "number": ("float64", "float64"),
    "integer": ("Int64", "int64"),
}
# Tables that are written by import, in this order: of their primary key unless named otherwise.
SORTED = {"trade", "national", "exchange_rates", "localities", "indicators"}
SORTED_OTHERWISE = {"releases": ("source", "period", "vintage", "release")}


@dataclass(frozen=True)
class Reference:
    """A foreign key: ``columns`` together name a row of ``table`` by its columns ``key``."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of data/: its pandera schema, primary key, foreign keys, and the order of its rows.

    ``sort`` is the canonical order, so that the same figures always make the same bytes. A table
    without it is edited by hand and keeps the order in which it was written.
    """

    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    sort: tuple[str, ...]

    @property
    def figure(self) -> tuple[str, ...]:
        """Return the primary key without the release: what makes two rows the same figure."""
        return tuple(name for name in self.key if name != "release")


def table(resource: dict[str, Any]) -> Table:
    """Return the table that a resource of datapackage.json describes.

    Raises ValueError for a constraint that is not checked here, so that none is ignored.
    """
    described, name = resource["schema"], resource["name"]
    columns = {field["name"]: _column(field) for field in described["fields"]}
    key = tuple(described["primaryKey"])
    return Table(
        pa.DataFrameSchema(columns, strict=True, ordered=True),
        key,
        tuple(_reference(foreign) for foreign in described.get("foreignKeys", [])),
        key if name in SORTED else SORTED_OTHERWISE.get(name, ()),
    )


def _reference(foreign: dict[str, Any]) -> Reference:
    other = foreign["reference"]
    return Reference(tuple(foreign["fields"]), other["resource"], tuple(other["fields"]))


def _column(field: dict[str, Any]) -> pa.Column:
    """Return the column of a field; an empty cell of text is the empty string, never missing."""
    limits = field.get("constraints", {})
    if unknown := sorted(limits.keys() - CONSTRAINTS):
        raise ValueError(f"datapackage.json, {field['name']}: no check for {', '.join(unknown)}.")
    required, low, high = (limits.get(name) for name in ("required", "minimum", "maximum"))
    checks = []
    if "enum" in limits:
        checks.append(pa.Check.isin(limits["enum"]))
    if "pattern" in limits:
        checks.append(pa.Check.str_matches(limits["pattern"]))
    if low is not None and high is not None:
        checks.append(pa.Check.in_range(low, high))
    elif low is not None:
        checks.append(pa.Check.ge(low))
    elif high is not None:
        checks.append(pa.Check.le(high))
    is_text = field["type"] == "string"
    if is_text and required and not checks:
        checks.append(pa.Check.str_length(min_value=1))
    return pa.Column(
        DTYPES[field["type"]][bool(required)],
        checks,
        nullable=not (required or is_text),
        unique=limits.get("unique", False),
    )


TABLES = {
    resource["name"]: table(resource)
    for resource in json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]
}
