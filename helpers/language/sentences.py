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
    """What a sentence must know of an edition."""

    @property
    def year(self) -> int:
        """Year of the edition."""

    @property
    def month(self) -> int:
        """Last month covered."""

    @property
    def currency(self) -> str:
        """CNY or USD."""

    @property
    def full_year(self) -> bool:
        """Whether all twelve months are covered."""

    @property
    def last_full_year(self) -> int:
        """The last full year that the long run reaches."""

    @property
    def has_flows(self) -> bool:
        """Whether exports and imports by province exist."""

    @property
    def has_growth(self) -> bool:
        """Whether growth on the year before can be shown."""


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
