"""The folder site/: pages, tables and indexes, built beside the old one, which it then replaces."""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.constants import ALL_NOTEBOOKS
from helpers.display.resource import csv_text
from helpers.publish import front, links, search
from helpers.publish.front import moved
from helpers.publish.page import FinishedPage, Rows, plain_title
from helpers.publish.pages import Page
from helpers.system import folders
from helpers.system.errors import BadInput, RunFailed

MANIFEST = "edition.json"
# Tables that every notebook has under the same name.
SHARED = ("findings", "sources")


@contextmanager
def rebuilt(out: Path) -> Iterator[Path]:
    """Yield a copy of the site to change; it replaces ``out`` when the block ends without error.

    The old site is kept until the next replacement, see :func:`rollback`. Files are to be written
    with folders.put. Raises as folders.replaced_folder does, and RunFailed where a link of the new
    site leads nowhere.
    """
    with folders.replaced_folder(out, linked=True, keep=True) as building:
        yield building
        links.check(building)


def rollback(out: Path) -> None:
    """Bring back the site that ``out`` replaced; ``out`` is then the one that is kept.

    Raises BadInput where none is kept, and as folders.replaced_folder does, with ``out`` unchanged.
    """
    with folders.replaced_folder(out, linked=True, keep=True, restore_kept=True):
        pass


def write_pages(
    site: Path, made: list[FinishedPage], address: str = "", missing: Iterable[Page] = ()
) -> None:
    """Write the pages and their tables into ``site``, then indexes and links.

    A page of ``missing`` is removed, and marked as missing in the index. ``address`` is where
    the site will stand, for tags that need whole addresses; without one, the address given when it
    was last published stays. Raises RunFailed where the two languages of a page carry different
    numbers.
    """
    for one in made:
        path = site / one.page.lang / one.page.edition / f"{one.page.stem}.html"
        folders.put(path, one.html)
        if one.unverified:
            # The files of an earlier, verified article do not belong to this page.
            for old in path.parent.glob(f"{one.page.stem}.*"):
                if old != path:
                    old.unlink()
        for suffix, content in {".png": one.card, **one.files}.items():
            folders.put(path.with_suffix(suffix), content)
    for page in missing:
        for path in (site / page.lang / page.edition).glob(f"{page.stem}.*"):
            path.unlink()
    for edition in dict.fromkeys(p.edition for p in (*(e.page for e in made), *missing)):
        _write_manifest(
            site,
            [e for e in made if e.page.edition == edition],
            [page for page in missing if page.edition == edition],
        )
    for folder in dict.fromkeys(e.page.tables for e in made):
        _write_tables(site / "data" / folder, [e for e in made if e.page.tables == folder])
    address = _address(site, address)
    editions = _editions(site)
    front.write(site, editions, address)
    links.relink(site, editions, address)
    moved.write(site, editions, address)
    told = {(e.page.lang, f"{e.page.edition}/{e.page.stem}"): e.search_entries for e in made}
    search.write(site, editions, told)


def check_address(given: str) -> None:
    """Raise BadInput where ``given`` is neither empty nor the address of a site."""
    if given and not given.startswith(("https://", "http://")):
        raise BadInput(f"{given!r} is not the address of a site: write https://example.org/trade/.")


def _address(site: Path, given: str) -> str:
    """Return the address of the site, which its mark stores between publishes."""
    mark = site / folders.SITE_MARK
    known = mark.read_text("utf-8").strip() if mark.exists() else ""
    check_address(given)
    address = f"{given.rstrip('/')}/" if given else known
    folders.put(mark, f"{address}\n" if address else "")
    return address


def _editions(site: Path) -> list[dict[str, Any]]:
    """Return the manifests of a site, oldest edition first."""
    editions = [
        {"id": path.parent.name, **json.loads(path.read_text("utf-8"))}
        for path in (site / "data").glob(f"*/{MANIFEST}")
    ]
    return sorted(editions, key=lambda e: (e["year"], e["month"], e["id"]))


def _write_manifest(site: Path, made: list[FinishedPage], missing: list[Page]) -> None:
    """Write the manifest of an edition: pages of earlier runs and this one, and missing ones."""
    page = made[0].page if made else missing[0]
    path = site / "data" / page.edition / MANIFEST
    old = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known, lost = old.get("pages", {}), old.get("missing", {})
    for one in made:
        entry: dict[str, Any] = {
            "title": one.title,
            "finding": one.finding,
            "tables": list(one.tables),
        }
        if one.unverified:
            entry["unverified"] = True
        if one.files:
            entry["files"] = list(one.files)
        known.setdefault(one.page.stem, {})[one.page.lang] = entry
        for stem in (one.page.stem, *moved.old_names(one.page.stem)):
            lost.get(stem, {}).pop(one.page.lang, None)
        for stem in moved.old_names(one.page.stem):
            known.get(stem, {}).pop(one.page.lang, None)
    for gone in missing:
        known.get(gone.stem, {}).pop(gone.lang, None)
        lost.setdefault(gone.stem, {})[gone.lang] = plain_title(gone)
    manifest = {
        "year": page.year, "month": page.month, "currency": page.currency,
        "pages": {stem: langs for stem, langs in known.items() if langs},
    }  # fmt: skip
    if any(lost.values()):
        manifest["missing"] = {stem: langs for stem, langs in lost.items() if langs}
    folders.put(path, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _write_tables(folder: Path, made: list[FinishedPage]) -> None:
    """Write one CSV a table; tables that every notebook has are one file for all notebooks."""
    shared = {name: _of_notebooks(folder / f"{name}.csv") for name in SHARED}
    for notebook in dict.fromkeys(e.page.notebook for e in made):
        tables = _same_in_all([e for e in made if e.page.notebook == notebook])
        for known in shared.values():
            known.pop(notebook, None)
        for name, table in tables.items():
            if name in SHARED:
                shared[name][notebook] = table
            else:
                folders.put(folder / f"{name}.csv", csv_text(table.columns, table.rows))
    for name, known in shared.items():
        order = dict.fromkeys([*ALL_NOTEBOOKS, *sorted(known)])
        tables_in_order = [(n, known[n]) for n in order if n in known]
        rows = [{"notebook": n, **row} for n, table in tables_in_order for row in table.rows]
        columns = next((table.columns for _, table in tables_in_order), [])
        folders.put(folder / f"{name}.csv", csv_text([*columns, "notebook"], rows))


def _same_in_all(languages: list[FinishedPage]) -> dict[str, Rows]:
    """Return the tables of a notebook; raises RunFailed where its languages have other numbers."""
    first, *others = languages
    for other in others:
        if other.tables != first.tables:
            raise RunFailed(f"{other.page.name} carries other numbers than {first.page.name}.")
    return first.tables


def _of_notebooks(path: Path) -> dict[str, Rows]:
    """Return the rows of a shared table written before, by notebook."""
    known: dict[str, Rows] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                notebook = row.pop("notebook")
                known.setdefault(notebook, Rows(list(row), [])).rows.append(dict(row))
    return known
