"""Names of products, labels in two lines, and months in words, for reports on trade in detail."""

from collections.abc import Iterable
from textwrap import wrap

from helpers.data import tables
from helpers.language import formats
from helpers.measures.drivers import PRODUCT

WIDTH = {"zh": 12, "en": 25}  # characters in a line of a label
LINES = 3  # of a label, at most


def product_names(lang: str) -> dict[str, str]:
    """Return the short name of every product that is known by code."""
    return dict(tables.load("products").set_index(PRODUCT)[f"name_{lang}"])


def wrapped(name: str, lang: str) -> str:
    """Return a name in lines of :data:`WIDTH` characters, cut with an ellipsis where too long."""
    width = WIDTH[lang]
    if lang == "en":
        return "\n".join(wrap(name, width, max_lines=LINES, placeholder="…"))
    if len(name) <= width:
        return name
    # A partner and a product part between the two.
    at = name.find("：") + 1 if 0 < name.find("：") < width else width
    starts = range(at, len(name), width)
    lines = [name[:at], *(name[start : start + width] for start in starts)]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: width - 1] + "…"]
    return "\n".join(lines)


def month_runs(missing: Iterable[int], lang: str) -> str:
    """Return the months that are missing in words, empty where none is."""
    known = sorted(missing)
    if not known:
        return ""
    starts = [m for m in known if m - 1 not in known]
    ends = [m for m in known if m + 1 not in known]
    runs = [formats.months(a, b, lang) for a, b in zip(starts, ends, strict=True)]
    return formats.listed(runs, lang)
