"""Noto Sans SC for figures and pages, so Chinese text shows on a machine without Chinese fonts."""

import base64
import io
import string
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import as_file, files

from fontTools import subset
from fontTools.ttLib import TTFont

from helpers.system import cache, fingerprint, paths

FAMILY = "Noto Sans SC"
FILE = files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")
FOLDER = "fonts"
# Tables whose words pages show; the others hold numbers.
NAMES = (
    "provinces",
    "regions",
    "partners",
    "partner_groups",
    "products",
    "trade_modes",
    "sources",
    "context",
)


@lru_cache(maxsize=1)
def register() -> str:
    """Make the font known to matplotlib, once a process; the family name comes back."""
    import matplotlib.font_manager  # half of what a command that draws nothing would import

    with as_file(FILE) as path:
        matplotlib.font_manager.fontManager.addfont(str(path))
    return FAMILY


@lru_cache(maxsize=32)
def woff(characters: frozenset[str]) -> bytes:
    """The font cut to ``characters`` as WOFF; the same bytes for the same characters.

    Characters that the font lacks are not in it: compare with :func:`missing`. Not WOFF2: its
    packing takes ten times as long as all the rest, and saves a tenth.
    """
    smaller = next((font for known, font in _cut_before if characters <= known), None)
    return _kept(characters, "woff", smaller)


def suite() -> str:
    """A text with every character of our words, notebooks, and names in the tables."""
    sources = [
        *paths.HELPERS.rglob("*.py"),
        *paths.HELPERS.rglob("*.j2"),
        *paths.NOTEBOOKS.glob("*.ipynb"),
        *(paths.data_dir() / f"{name}.csv" for name in NAMES),
    ]
    texts = (path.read_text("utf-8") for path in sources if path.is_file())
    return "".join([string.printable, *texts])


def cut_before(text: str) -> None:
    """Have fonts for characters among those of ``text`` be cut from a small font, made now.

    That is quicker than from the whole one, with the same outcome.
    """
    characters = frozenset(c for c in set(text) if ord(c) in known_characters())
    _cut_before.append((characters, _kept(characters, "", None)))


_cut_before: list[tuple[frozenset[str], bytes]] = []


def _kept(characters: frozenset[str], flavor: str, smaller: bytes | None) -> bytes:
    """The font from the cache of an earlier cut to the same characters, else cut now."""
    made_with = (fingerprint.font(), version("fonttools"), flavor)
    name = fingerprint.digest("".join(sorted(characters)), *made_with)
    known = cache.load(FOLDER, name)
    if known is None:
        known = _cut(characters, flavor, smaller)
        cache.store(FOLDER, name, known)
    return known


def _cut(characters: frozenset[str], flavor: str, smaller: bytes | None) -> bytes:
    """A font with ``characters`` only, from the file of ours or from one ``smaller``."""
    # What is cut from the whole font is rid of hints, subroutines and names once and for all.
    whole = smaller is None
    options = subset.Options(hinting=not whole, desubroutinize=whole, notdef_outline=True)
    options.name_IDs = options.name_IDs if whole else ["*"]
    options.layout_features = ["kern", "tnum", "lnum", "palt", "locl", "ccmp"]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG"]
    with as_file(FILE) as path:
        source = path if smaller is None else io.BytesIO(smaller)
        font = TTFont(source, recalcTimestamp=False, recalcBBoxes=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in characters])
    cutter.subset(font)
    out = io.BytesIO()
    font.flavor = flavor or None
    font.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def known_characters() -> frozenset[int]:
    """Code points that the font can draw."""
    with as_file(FILE) as path, TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> set[str]:
    """Characters of ``text`` that the font cannot draw; white space does not count."""
    return {c for c in set(text) if not c.isspace() and ord(c) not in known_characters()}


def face_css(text: str) -> str:
    """A CSS @font-face rule with the font cut to the characters of ``text`` inside it."""
    characters = frozenset(c for c in set(text) if ord(c) in known_characters())
    data = base64.b64encode(woff(characters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:400;'
        f'src:url(data:font/woff;base64,{data}) format("woff")}}'
    )
