"""The data dictionary: every column once, with its label, format, unit and definition.

It is read from fields.csv beside this module, so that a writer of either language edits a table.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers.language.labels import LABELS

PATH = Path(__file__).with_name("fields.csv")


@dataclass(frozen=True)
class Field:
    """A column of a table: its labels, how its cells are written, its unit and definition.

    ``format`` is a key of :data:`helpers.display.table.FORMATS`. A unit of "100 million" is in the
    currency of the edition.
    """

    name: str
    label_zh: str
    label_en: str
    format: str
    unit: str
    definition_zh: str
    definition_en: str

    def label(self, lang: str) -> str:
        """Return the label in one language."""
        return self.label_zh if lang == "zh" else self.label_en

    def definition(self, lang: str) -> str:
        """Return the definition in one language, empty where the label says it all."""
        return self.definition_zh if lang == "zh" else self.definition_en


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    """Return every field by name, in the order of the dictionary."""
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: Field(*row) for row in rows}


def label(key: str, lang: str) -> str:
    """Return the label of a column, or of anything named in :mod:`helpers.language.labels`."""
    field = fields().get(key)
    return field.label(lang) if field else LABELS[key][lang == "en"]


def has_label(key: str) -> bool:
    """Return whether there is a label for ``key``."""
    return key in fields() or key in LABELS
