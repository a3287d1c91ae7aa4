"""What the columns of a frame mean: the definitions of the data dictionary."""

import pandas as pd

from helpers.analysis.places import check_lang
from helpers.language.fields import fields
from helpers.language.units import column_unit


def columns(frame: pd.DataFrame, lang: str = "") -> pd.DataFrame:
    """Return what the columns of ``frame`` mean, one row a column.

    Columns column, label, unit and definition, as the data dictionary (helpers/language/fields.csv)
    has them, in ``lang``, by default that of the frame; empty for a column that the dictionary does
    not know. The index counts where it has a name. A unit of 100 million is in the currency of the
    frame. Raises BadInput for a language there is not.
    """
    lang = lang or frame.attrs.get("lang", "zh")
    check_lang(lang)
    known, unit = fields(), frame.attrs.get("unit", "")
    rows = []
    for name in [*filter(None, frame.index.names), *frame.columns]:
        field = known.get(str(name))
        own = field.unit if field else ""
        shown = unit if own == "100 million" and unit else column_unit(own, lang)
        rows.append(
            (name, field.label(lang), shown, field.definition(lang))
            if field
            else (name, "", "", "")
        )
    table = pd.DataFrame(rows, columns=["column", "label", "unit", "definition"])
    table.attrs = {"lang": lang}
    return table
