"""What others claim about the long run, compared with our own figures where these reach back."""

import pandas as pd

AGREES, AS_GROWTH, DIFFERS = "agrees", "agrees_as_growth", "differs"
UNCHECKED = "not checkable"


def compared(claims: pd.DataFrame, history: pd.DataFrame, multiples: pd.DataFrame) -> pd.DataFrame:
    """``claims`` with our own figure, the year that it starts from, and the verdict.

    ``claims`` has the columns of data/claims.csv; ``history`` years × province codes in one
    currency; ``multiples`` is measures.core.multiples. New columns: own_value (times, end ÷ start;
    or the share in the sum, percent), own_year (the first year of ours, missing where there is
    none) and verdict: agrees, agrees_as_growth (growth ÷ start) or differs, within half of the last
    digit claimed; not checkable where ours start later.
    """
    known = multiples.set_index("province_code")
    rows = []
    for claim in claims.itertuples():
        code = claim.province_code
        if claim.measure == "multiple":
            year, own = (
                (int(known.at[code, "base_year"]), float(known.at[code, "multiple"]))
                if code in known.index
                else (pd.NA, float("nan"))
            )
        else:
            year = claim.from_year if claim.from_year in history.index else int(history.index[0])
            own = float(history.at[year, code] / history.loc[year].sum() * 100)
        rows.append((own, year, _verdict(claim, own, year)))
    table = pd.DataFrame(rows, columns=["own_value", "own_year", "verdict"], index=claims.index)
    return claims.join(table.astype({"own_year": "Int64"}))


def _verdict(claim: object, own: float, year: object) -> str:
    """Return whether our figure bears one claim out."""
    said, measure, start = (getattr(claim, name) for name in ("value", "measure", "from_year"))
    if pd.isna(year) or year != start or pd.isna(own):
        return UNCHECKED
    room = (0.005 if measure == "multiple" else 0.05) + 1e-9
    if abs(own - said) <= room:
        return AGREES
    return AS_GROWTH if measure == "multiple" and abs(own - 1 - said) <= room else DIFFERS
