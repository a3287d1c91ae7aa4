"""What leads to pages: first pages, method, revisions, feeds, tidy data."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from helpers.data import tables
from helpers.display.templates import render
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import links, page_check, pages
from helpers.publish.front import feed, method, newest
from helpers.publish.page import policy, with_assets
from helpers.reports.revisions import page
from helpers.system import folders

TIDY = "data/tidy"
# The two files of data/ that describe the tables.
DESCRIPTIONS = ("datapackage.json", "README.md")


def write(site: Path, editions: list[dict[str, Any]], address: str) -> None:
    """Write first pages, method, revisions, feeds, site map and tidy data into ``site``.

    ``editions`` are the manifests there, oldest first.
    """
    files = _copy_tidy(site / TIDY)
    # Of a period in two currencies the usual one first: 2024, then 2024-usd.
    ordered = sorted(editions, key=lambda one: (-one["year"], -one["month"], one["id"]))
    newest_first = [_with_lists(site, edition) for edition in ordered]
    shown = {lang: newest.shown(site, newest_first, lang) for lang in LANGS}
    for folder, langs in (("", LANGS), *((lang, (lang,)) for lang in LANGS)):
        root = "../" if folder else ""
        sections = {}
        for lang in langs:
            section = render(
                "front.html.j2", editions=newest_first, newest=shown[lang], lang=lang, root=root,
                files=files, tidy=TIDY,
            )  # fmt: skip
            leads = newest.provinces(newest_first, lang, root)
            sections[lang] = Markup(links.to_provinces(section, leads))
        text = render(
            "index.html.j2", sections=sections, langs=langs, root=root, policy=policy(),
            address=address,
        )  # fmt: skip
        _write_page(site, f"{folder}/index.html".lstrip("/"), text)
    revised = page.table()
    folders.put(site / "data/revisions.csv", page.csv(revised))
    for lang in LANGS:
        told = page.facts(revised, lang)
        text = render("revisions.html.j2", lang=lang, policy=policy(), **told)
        _write_page(site, f"{lang}/revisions.html", text)
        facts = method.facts(lang)
        text = render("method.html.j2", lang=lang, policy=policy(), files=files, tidy=TIDY, **facts)
        _write_page(site, f"{lang}/method.html", text)
        folders.put(site / lang / "feed.xml", feed.atom(editions, lang, address))
    folders.put(site / "sitemap.xml", feed.sitemap(editions, address))


def _with_lists(site: Path, edition: dict[str, Any]) -> dict[str, Any]:
    """Return an edition with its name, pages and provinces in both languages, as lists show it."""
    told = {
        "missing": edition.get("missing", {}),
        "names": {lang: links.name_of(edition, lang) for lang in LANGS},
        "periods": {
            lang: formats.period(edition["year"], edition["month"], lang) for lang in LANGS
        },
        "contents": {lang: pages.listed(edition, lang) for lang in LANGS},
        "provinces": {lang: list(pages.of_provinces(edition, lang).values()) for lang in LANGS},
        "detail": {lang: newest.in_detail(site, edition, lang) for lang in LANGS},
    }
    return {**edition, **told}


def _copy_tidy(folder: Path) -> list[str]:
    """Copy the tables of data/ and their descriptions; return the names of the files."""
    data = tables.data_dir()
    known = [data / name for name in DESCRIPTIONS if (data / name).is_file()]
    paths = [*known, *sorted(data.glob("*.csv"))]
    names = [path.name for path in paths]
    for path in paths:
        folders.put(folder / path.name, path.read_bytes())
    for path in folder.iterdir():
        if path.name not in names:
            path.unlink()
    return names


def _write_page(site: Path, name: str, text: str) -> None:
    page_check.check_page(name, text)
    folders.put(site / name, with_assets(text))
