"""The codebook of data/ in its README, made from datapackage.json."""

import json
from pathlib import Path
from typing import Any

from helpers.data import tables

START, END = "<!-- codebook: made from datapackage.json -->", "<!-- end of codebook -->"


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
