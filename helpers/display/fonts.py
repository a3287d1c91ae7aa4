"""Noto Sans SC for figures and pages, so Chinese text shows on a machine without Chinese fonts."""

import base64
import io
import string
from functools import lru_cache
from importlib.resources import as_file, files

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from helpers.system import paths

FAMILY = "Noto Sans SC"
FILE = files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")
# Features of the font that pages use, and tables that they do not.
FEATURES = ("kern", "tnum", "lnum", "palt", "locl", "ccmp")
DROPPED = ("DSIG", "vhea", "vmtx", "VORG")
# Tables whose words pages show; the others hold numbers.
NAMES = (
    "provinces",
    "regions",
    "province_groups",
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
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).set({ord(c) for c in characters})
    wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).set(_tags(FEATURES))
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_tags(DROPPED))
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    cut = io.BytesIO(hb.subset(_face(), wanted).blob.data)
    font = TTFont(cut, recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _face() -> hb.Face:
    with as_file(FILE) as path:
        return hb.Face(hb.Blob.from_file_path(str(path)))


def _tags(names: tuple[str, ...]) -> set[int]:
    """Return names of tables or features as the numbers that OpenType stores."""
    return {int.from_bytes(name.encode("ascii"), "big") for name in names}


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


@lru_cache(maxsize=1)
def known_characters() -> frozenset[int]:
    """Code points that the font can draw."""
    return frozenset(_face().unicodes)


@lru_cache(maxsize=1)
def _measured() -> hb.Font:
    return hb.Font(_face())


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    """Return the advance width of a character in sizes of the type."""
    font = _measured()
    glyph = font.get_nominal_glyph(ord(character))
    return float(font.get_glyph_h_advance(glyph or 0)) / _face().upem


def width(text: str) -> float:
    """Return how wide a line of text is, in sizes of the type, without kerning."""
    return sum(map(_advance, text))


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
