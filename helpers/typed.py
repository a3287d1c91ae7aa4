"""Options as people type them: full-width commas, capitals, a ~ that the shell left standing."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from helpers.errors import BadInput


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
