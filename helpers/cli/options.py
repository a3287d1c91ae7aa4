"""Options as people type them: full-width commas, capitals, a ~ that the shell left standing."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from helpers.system.errors import BadInput


def plain(text: str) -> str:
    """``text`` in half width and lower case, the dashes of every keyboard as one."""
    return re.sub("[–—−~至到]", "-", unicodedata.normalize("NFKC", text)).strip().casefold()


def listed(words: Iterable[str]) -> list[str]:
    """Each word of ``words`` once, in order; one may be a list: en,zh or en，zh or en、zh."""
    return list(dict.fromkeys(part for name in names(words) for part in name.split()))


def names(words: Iterable[str]) -> list[str]:
    """As :func:`listed`, of names that may have spaces inside: 44,inner mongolia."""
    parts = (part.strip() for word in words for part in re.split("[,、;]", plain(word)))
    return list(dict.fromkeys(filter(None, parts)))


def path(given: Path) -> Path:
    """``given`` with ~ as the home folder; raises BadInput where there is none."""
    try:
        return given.expanduser()
    except RuntimeError:
        raise BadInput(f"{given}: there is no home folder. Write the whole path.") from None


def currency(text: str) -> str:
    """The code of a currency as it is written, or auto."""
    given = plain(text)
    return given if given == "auto" else given.upper()


def periods(year: int | None, years: str | None, month: int | None) -> list[tuple[int, int]]:
    """The (year, month) pairs asked for.

    Where none is named: the latest full year and the latest year to date. Raises BadInput for
    both options at once, or a list that is not one.
    """
    if year is not None and years is not None:
        raise BadInput("Give --year or --years, not both.")
    if month is not None and not 1 <= month <= 12:
        raise BadInput(f"--month runs from 1 to 12, not {month}.")
    if years is not None:
        return [(each, month or 12) for each in year_list(years)]
    if year is not None:
        return [(year, month or 12)]
    if month is not None:
        raise BadInput("--month goes with --year or --years: name the year as well.")
    from helpers.data import editions  # loads pandas, which other options do not need

    known = editions.editions().sort_values(["year", "month"])
    full, latest = known[known["month"] == 12].iloc[-1], known.iloc[-1]
    both = [(int(full["year"]), 12), (int(latest["year"]), int(latest["month"]))]
    return list(dict.fromkeys(both))


def years_named(year: int | None, years: str | None) -> list[int]:
    """The years that one of the options names; none where neither is given, or both."""
    if years is None:
        return [] if year is None else [year]
    return year_list(years) if year is None else []


def year_list(text: str) -> list[int]:
    """Years of a list such as 2017-2019,2024, each once; raises BadInput where it is not one."""
    years: list[int] = []
    for part in re.split("[,、;]", plain(text)):
        match = re.fullmatch(r"\s*(\d{4})年?(?:\s*-\s*(\d{4})年?)?\s*", part, re.ASCII)
        if match is None:
            raise BadInput(
                f"--years {text!r} is not a list of years: write 2017-2024 or 2017,2019."
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise BadInput(f"--years {part.strip()} runs backwards: write {last}-{first}.")
        years += range(first, last + 1)
    return list(dict.fromkeys(years))
