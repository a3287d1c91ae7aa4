"""What a sentence is: a finding in both languages, and the period that it is about."""

from dataclasses import dataclass
from typing import Protocol

from helpers.language import formats


@dataclass(frozen=True)
class Finding:
    """One finding in both languages; ``id`` is its stable name in findings.csv."""

    id: str
    zh: str
    en: str

    lang: str = "zh"  # that of the page it is shown on

    def text(self, lang: str = "") -> str:
        """Return the sentence in one language, in that of the page where none is given."""
        return self.zh if (lang or self.lang) == "zh" else self.en


class Period(Protocol):
    """What sentences, charts and tables must know of the figures that they show.

    An edition is one, and so is the detail of a province in a period that has no edition.
    """

    @property
    def id(self) -> str:
        """Name of the period in addresses and in names of files."""

    @property
    def year(self) -> int:
        """Year of the figures."""

    @property
    def month(self) -> int:
        """Last month covered."""

    @property
    def full_year(self) -> bool:
        """Whether all twelve months are covered."""

    @property
    def currency(self) -> str:
        """CNY or USD."""

    @property
    def lang(self) -> str:
        """Language of the page."""

    @property
    def flow(self) -> str:
        """What the columns total count: total, export or import."""


def when(period: Period) -> tuple[str, str]:
    """The period inside a sentence, in Chinese and at the start of an English sentence."""
    return tuple(formats.in_period(period.year, period.month, lang) for lang in ("zh", "en"))  # type: ignore[return-value]


def opened(text: str) -> str:
    """``text`` as the start of an English sentence."""
    return text[:1].upper() + text[1:]


def earlier(period: Period) -> tuple[str, str]:
    """The period compared with, inside a sentence: 上年, the year before; or the same months."""
    if period.month == 12:
        return "上年", "the year before"
    return "上年同期", "the same period a year before"
