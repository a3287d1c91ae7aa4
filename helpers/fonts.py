"""Noto Sans SC for figures and pages, so Chinese text shows on a machine without Chinese fonts."""

import base64
import io
from functools import lru_cache
from importlib.resources import as_file, files

import matplotlib.font_manager
from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
FILE = files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")


@lru_cache(maxsize=1)
def register() -> str:
    """Make the font known to matplotlib, once a process; the family name comes back."""
    with as_file(FILE) as path:
        matplotlib.font_manager.fontManager.addfont(str(path))
    return FAMILY


@lru_cache(maxsize=32)
def subset_woff2(characters: frozenset[str]) -> bytes:
    """The font cut to ``characters`` as woff2; the same bytes for the same characters.

    Characters that the font lacks are not in it: compare with :func:`missing`.
    """
    smaller = next((font for known, font in _cut_before if characters <= known), None)
    return _cut(characters, "woff2", smaller)


def cut_before(text: str) -> None:
    """Have fonts for characters among those of ``text`` be cut from a small font, made now.

    That is quicker than from the whole one, with the same outcome.
    """
    characters = frozenset(c for c in text if ord(c) in known_characters())
    _cut_before.append((characters, _cut(characters, None, None)))


_cut_before: list[tuple[frozenset[str], bytes]] = []


def _cut(characters: frozenset[str], flavor: str | None, smaller: bytes | None) -> bytes:
    """A font with ``characters`` only, from the file of ours or from one ``smaller``."""
    options = subset.Options(flavor=flavor, hinting=False, desubroutinize=True, notdef_outline=True)
    options.layout_features = ["kern", "tnum", "lnum", "palt", "locl", "ccmp"]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG"]
    with as_file(FILE) as path:
        source = path if smaller is None else io.BytesIO(smaller)
        font = TTFont(source, recalcTimestamp=False, recalcBBoxes=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in characters])
    cutter.subset(font)
    out = io.BytesIO()
    font.flavor = flavor
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
    characters = frozenset(c for c in text if ord(c) in known_characters())
    data = base64.b64encode(subset_woff2(characters)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:400;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )
