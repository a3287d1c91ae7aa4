"""The changes between two sites as files: a page in each language, and JSON."""

import json
from pathlib import Path

import pandas as pd

from helpers.display.templates import render
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import page_check
from helpers.publish.difference.changes import Changes
from helpers.publish.page import policy, with_assets

# Rows of a table of the page; the JSON file has all of them.
ROWS = 300


def write(changes: Changes, folder: Path) -> None:
    """Write changes.json, changes-zh.html and changes-en.html into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(changes), ensure_ascii=False, indent=1) + "\n"
    (folder / "changes.json").write_text(text, encoding="utf-8", newline="\n")
    for lang in LANGS:
        name = f"changes-{lang}.html"
        html = render("changes.html.j2", lang=lang, policy=policy(), **_facts(changes, lang))
        page_check.check_page(name, html)
        (folder / name).write_text(with_assets(html), encoding="utf-8", newline="\n")


def as_json(changes: Changes) -> dict[str, object]:
    """Return the changes as lists of records, and how many are unusual; missing is null."""
    frames = {name: getattr(changes, name) for name in ("editions", "figures", "sentences")}
    lists = {name: _records(frame) for name, frame in frames.items()}
    return {"outliers": changes.outliers(), **lists}


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    rows = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _facts(changes: Changes, lang: str) -> dict[str, object]:
    """Return what the page shows in one language; numbers as it writes them."""
    figures = [
        {
            "where": f"{row.edition} / {row.table}", "key": row.key, "column": row.column,
            "old": _number(row.old, lang), "new": _number(row.new, lang),
            "change": _percent(row.change_pct, lang), "outlier": row.outlier,
        }
        for row in changes.figures.head(ROWS).itertuples()
    ]  # fmt: skip
    sentences = [
        {
            "where": f"{row.edition} / {row.notebook}", "outlier": row.outlier,
            "old": getattr(row, f"old_{lang}"), "new": getattr(row, f"new_{lang}"),
        }
        for row in changes.sentences.head(ROWS).itertuples()
    ]  # fmt: skip
    return {
        "outliers": changes.outliers(), "figures": figures, "sentences": sentences,
        "editions": changes.editions.to_dict("records"), "all_figures": len(changes.figures),
        "all_sentences": len(changes.sentences), "rows": ROWS,
    }  # fmt: skip


def _number(value: float, lang: str) -> str:
    return formats.DASH if pd.isna(value) else formats.number(value, lang, 4)


def _percent(value: float, lang: str) -> str:
    return formats.DASH if pd.isna(value) else formats.percent(value, lang, 2, signed=True)
