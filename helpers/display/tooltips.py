"""What the reader can point at in a chart: bars, points and tiles that tell their figures."""

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.display.table import Table
from helpers.language import formats
from helpers.language.sentences import Period


@dataclass(frozen=True)
class Told:
    """What a mark tells, and the code of the province or region that it is about."""

    text: str
    code: str = ""


@dataclass(frozen=True)
class Mark:
    """One place in a chart, in data coordinates, and what it tells; a point has equal corners."""

    told: Told
    x: tuple[float, float]
    y: tuple[float, float]


def told(name: str, facts: Iterable[tuple[str, str]], lang: str) -> str:
    """What a mark tells: its name, then every known fact as label and value."""
    known = [f"{label} {value}" for label, value in facts if value != formats.DASH]
    if lang == "zh":
        return f"{name}：{'；'.join(known)}"
    return f"{name}: {'; '.join(known)}"


def told_rows(table: Table, edition: Period) -> list[Told]:
    """What the marks of a chart tell, one a row of the table behind it; its first column names."""
    names, *facts = table.columns
    codes = names.codes or [""] * len(names.cells)
    return [
        Told(told(name, [(c.label, c.cells[row]) for c in facts], edition.lang), code)
        for row, (name, code) in enumerate(zip(names.cells, codes, strict=True))
    ]
