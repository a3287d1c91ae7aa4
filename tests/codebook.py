"""The codebook of data/ in its README: made from datapackage.json, held against the schemas."""

import json
import re
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from helpers.data import schema, tables

START, END = "<!-- codebook: made from datapackage.json -->", "<!-- end of codebook -->"
TYPES = {"str": "string", "int64": "integer", "Int64": "integer", "float64": "number"}


def package() -> dict[str, Any]:
    """The description of data/ in datapackage.json (Data Package standard)."""
    text = (tables.data_dir() / "datapackage.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def markdown(described: dict[str, Any]) -> str:
    """The codebook of ``described``: for each file what a row is, then every field of it."""
    parts = []
    for resource in described["resources"]:
        rows = ["| field | 字段 | type | unit | definition |", "|---|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            unit = field.get("unit", "")
            rows.append(
                f"| `{field['name']}` | {field['title']} | {field['type']} | {unit} "
                f"| {field['description']} |"
            )
        key = ", ".join(f"`{name}`" for name in resource["schema"]["primaryKey"])
        head = f"### {resource['path']} · {resource['title']}\n\n{resource['description']}"
        parts.append(f"{head} Key: {key}.\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def write_readme(path: Path) -> None:
    """Put the codebook of datapackage.json between the two marks of the README at ``path``."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    made = f"{before}{START}\n\n{markdown(package())}\n\n{END}{after}"
    path.write_text(made, encoding="utf-8")


def fields(table: str) -> list[dict[str, Any]]:
    """Name, type and constraints of each column of ``table``, in the words of Table Schema."""
    described = []
    for name, column in schema.TABLES[table].schema.columns.items():
        field = {"name": name, "type": TYPES[tables.dtype_of(column)]}
        limits = _constraints(column)
        described.append(field | ({"constraints": limits} if limits else {}))
    return described


def _constraints(column: pa.Column) -> dict[str, Any]:
    """The checks of one column as constraints of Table Schema."""
    found: dict[str, Any] = {}
    fills = not column.nullable
    if tables.dtype_of(column) == "str":
        fills = bool(column.checks)
    for check in column.checks:
        limits = check.statistics
        if check.name == "isin":
            found["enum"] = list(limits["allowed_values"])
        if check.name == "str_matches":
            found["pattern"] = limits["pattern"]
            fills = not re.match(limits["pattern"], "")
        if check.name in ("in_range", "greater_than_or_equal_to"):
            found["minimum"] = limits["min_value"]
        if check.name == "in_range":
            found["maximum"] = limits["max_value"]
    return ({"required": True} if fills else {}) | found
