"""The folder site/: pages, tables and indexes, built beside the old one and swapped in whole."""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers import fonts, words
from helpers.catalogue import LANGS
from helpers.errors import BadInput, RunFailed
from helpers.pages import NOTEBOOKS
from helpers.publish import (
    TEMPLATES,
    Rows,
    csv_text,
    description,
    exporter,
    page_html,
    style_sheet,
    tables_of,
    title_of,
)
from helpers.run import Executed

MANIFEST = "edition.json"
MARK = "made-by-trade-publish"


@contextmanager
def rebuilt(out: Path) -> Iterator[Path]:
    """A copy of the site to change; it takes the place of ``out`` when the block ends well.

    Raises BadInput where ``out`` is a folder that is not a site, or another run holds it.
    """
    out = out.resolve()
    _refuse_other_folders(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.parent / f".{out.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise BadInput(f"Another run is writing {out}. Wait for it to end.") from None
    old = out.parent / f".{out.name}.old"
    building = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    try:
        _recover(out, old)
        if out.exists():
            shutil.copytree(out, building, dirs_exist_ok=True)
        (building / MARK).touch()
        yield building
        building.chmod(0o755)
        if out.exists():
            os.rename(out, old)
        os.rename(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)
        _recover(out, old)
        lock.release()


def _recover(out: Path, old: Path) -> None:
    """Put the old site back where a swap was cut off, and clear it away where one was not."""
    if old.exists() and not out.exists():
        os.rename(old, out)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_other_folders(out: Path) -> None:
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / MARK).exists())):
        raise BadInput(
            f"{out} is not a site that trade publish made. Name a new or empty folder with --out."
        )


def write_pages(site: Path, executed: list[Executed]) -> None:
    """Write the pages of executed notebooks and their tables into ``site``, then the indexes.

    Raises RunFailed where the two languages of a page carry different numbers.
    """
    html = {lang: exporter(lang) for lang in {e.page.lang for e in executed}}
    for edition in dict.fromkeys(e.page.edition for e in executed):
        of_edition = [e for e in executed if e.page.edition == edition]
        manifest = _manifest(site, of_edition)
        for one in of_edition:
            page = one.page
            siblings = [n for n in NOTEBOOKS if page.lang in manifest["pages"].get(n, {})]
            translated = len(manifest["pages"][page.notebook]) > 1
            text = page_html(one, html[page.lang], siblings, translated)
            _write(site / page.lang / edition / f"{page.notebook}.html", text)
        _write_tables(site / "data" / edition, of_edition)
    _write_indexes(site)


def _manifest(site: Path, executed: list[Executed]) -> dict[str, Any]:
    """What there is of an edition: earlier pages and those of this run, kept beside its tables."""
    page = executed[0].page
    path = site / "data" / page.edition / MANIFEST
    known = json.loads(path.read_text("utf-8"))["pages"] if path.exists() else {}
    for one in executed:
        entry = {
            "title": title_of(one.notebook, one.page.lang),
            "finding": description(one.notebook, one.page.lang),
            "tables": list(tables_of(one.notebook)),
        }
        known.setdefault(one.page.notebook, {})[one.page.lang] = entry
    manifest = {
        "year": page.year, "month": page.month, "currency": page.currency, "pages": known,
    }  # fmt: skip
    _write(path, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return manifest


def _write_tables(folder: Path, executed: list[Executed]) -> None:
    """One CSV a table; findings of all notebooks of the edition stand in one file."""
    findings = _known_findings(folder / "findings.csv")
    for notebook in dict.fromkeys(e.page.notebook for e in executed):
        languages = [e for e in executed if e.page.notebook == notebook]
        tables = tables_of(languages[0].notebook)
        for other in languages[1:]:
            if tables_of(other.notebook) != tables:
                raise RunFailed(
                    f"{other.page.name} carries other numbers than {languages[0].page.name}."
                )
        for name, table in tables.items():
            if name == "findings":
                findings[notebook] = table
            else:
                _write(folder / f"{name}.csv", csv_text(table))
    rows = [
        {"notebook": notebook, **row}
        for notebook in NOTEBOOKS
        if notebook in findings
        for row in findings[notebook].rows
    ]
    _write(folder / "findings.csv", csv_text(Rows(["id", "zh", "en", "notebook"], rows)))


def _known_findings(path: Path) -> dict[str, Rows]:
    known: dict[str, Rows] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known.setdefault(row.pop("notebook"), Rows(list(row), [])).rows.append(dict(row))
    return known


def _write_indexes(site: Path) -> None:
    """The list of editions in each language, and a first page that holds both."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {"period": words.period, "label": words.label}
    template = environment.get_template("index.html.j2")
    editions = [
        {"id": path.parent.name, **json.loads(path.read_text("utf-8"))}
        for path in (site / "data").glob(f"*/{MANIFEST}")
    ]
    editions.sort(key=lambda e: (e["year"], e["month"], e["id"]), reverse=True)
    for folder, langs in (("", LANGS), *((lang, (lang,)) for lang in LANGS)):
        text = template.render(
            editions=editions, langs=langs, root="" if not folder else "../",
            notebooks=NOTEBOOKS, style=Markup(style_sheet()),
        )  # fmt: skip
        _write(site / folder / "index.html", text.replace("/*FONT*/", fonts.face_css(text)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
