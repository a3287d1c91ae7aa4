"""Pages whose notebook is part of another one now: their addresses lead on to it."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from helpers.constants import MOVED
from helpers.display.templates import render
from helpers.language import formats
from helpers.language.formats import LANGS
from helpers.publish import links
from helpers.system import folders

# One section of an old page that is on another page than the rest: its slug and that page.
SECTIONS = {"contributions": ("balance", "rankings")}
# Keeps the section (#…) of the address; without a script the page leads on to the top of the other.
SCRIPT = 'location.replace((location.hash === "#{slug}" ? "{other}" : "{new}") + location.hash);'


def old_names(notebook: str) -> list[str]:
    """Return the old names of pages that are part of a notebook now."""
    return [old for old, new in MOVED.items() if new == notebook]


def write(site: Path, editions: Iterable[Mapping[str, Any]], address: str) -> None:
    """Write into ``site`` the pages that lead on, for each edition that has the page they lead to.

    ``editions`` are the manifests of the site. A page published before its notebook was merged
    stays until the other one is made anew: its edition has it still.
    """
    for edition in editions:
        for old, new in MOVED.items():
            for lang in LANGS:
                there = {stem for stem, langs in edition["pages"].items() if lang in langs}
                path = site / lang / edition["id"] / f"{old}.html"
                if old in there:
                    continue
                # The card of the old page.
                path.with_suffix(".png").unlink(missing_ok=True)
                if new in there:
                    folders.put(path, _page(path, edition, lang, address))
                else:
                    path.unlink(missing_ok=True)


def _page(path: Path, edition: Mapping[str, Any], lang: str, address: str) -> str:
    """Return the page at ``path``, which leads on to another one of the edition."""
    old, new = path.stem, MOVED[path.stem]
    slug, other = SECTIONS.get(old, ("", new))
    target = path.with_name(f"{other}.html")
    there = slug and target.is_file() and f' id="{slug}"' in target.read_text("utf-8")
    other = other if there else new
    script = SCRIPT.format(slug=slug, other=f"{other}.html", new=f"{new}.html")
    return render(
        "moved.html.j2", lang=lang, new=new, other=other, slug=slug, script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        title=f"{formats.label(new, lang)} · {links.name_of(edition, lang)}",
        address=f"{address}{lang}/{edition['id']}/" if address else "",
    )  # fmt: skip
