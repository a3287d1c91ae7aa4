"""What an article is made of, as its notebook carries it: prose, pictures, tables."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

PART = "application/vnd.province-trade.part+json"
PNG = "image/png"


@dataclass(frozen=True)
class Headline:
    """The headline of the whole, the line that says what it is about, and who wrote it when."""

    text: str
    about: str
    byline: str = ""


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A chart: its words, and a bitmap of it."""

    name: str
    headline: str
    subtitle: str
    source: str
    alt: str
    png: bytes = b""


@dataclass(frozen=True)
class Grid:
    """A table as text: the label, the kind (number, name, text) and the cells of each column."""

    name: str
    caption: str
    source: str
    labels: list[str]
    kinds: list[str]
    columns: list[list[str]]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The cells row by row."""
        return list(zip(*self.columns, strict=True))


Part = Headline | Heading | Paragraph | Picture | Grid
_KINDS: dict[str, type[Part]] = {
    kind.__name__: kind for kind in (Headline, Paragraph, Picture, Grid)
}


def carried(part: Part) -> dict[str, Any]:
    """A part as an output carries it: its kind and values; a picture stands beside it."""
    values = {name: value for name, value in asdict(part).items() if name != "png"}
    return {"kind": type(part).__name__, **values}


def part_of(data: Mapping[str, Any]) -> Part | None:
    """The part that an output carries (its data by MIME type), None where it carries none."""
    if PART not in data:
        return None
    values = dict(data[PART])
    kind = _KINDS[values.pop("kind")]
    if kind is Picture:
        values["png"] = base64.b64decode(data[PNG])
    return kind(**values)
