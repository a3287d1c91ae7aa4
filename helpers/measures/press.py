"""What reports say of a province, compared with our own figures where that is possible."""

import pandas as pd

# What a share is said to be of, and the flow of ours that it is compared with.
BASES = {
    "the province's trade": "total",
    "the province's exports": "export",
    "the province's imports": "import",
}


def shares(context: pd.DataFrame, now: pd.DataFrame, currency: str) -> pd.DataFrame:
    """``context`` with the share that a reported value has by our figures, and whether it agrees.

    ``context`` has the columns of data/context.csv, ``now`` the provinces' total, export and import
    (亿 of ``currency``); a value in another currency is not compared. New columns: own_share_pct
    (value ÷ our figure, percent; missing where value, share or figure are) and agrees (true, false
    or missing): within half a last digit of the value and of the share.
    """
    flow = context["share_of_en"].map(BASES)
    base = pd.Series(
        [
            now.at[code, name] if isinstance(name, str) and code in now.index else float("nan")
            for code, name in zip(context["province_code"], flow, strict=True)
        ],
        index=context.index,
        dtype="float64",
    )
    own = context["value"] / base * 100
    comparable = context["unit"].str.startswith(f"100 million {currency}")
    own = own.where(context["share_pct"].notna() & comparable)
    room = context["value"].map(_half_digit) / base * 100 + context["share_pct"].map(_half_digit)
    apart = (own - context["share_pct"]).abs() <= room + 1e-9
    return context.assign(own_share_pct=own, agrees=apart.astype("boolean").mask(own.isna()))


def digits(value: float) -> int:
    """Decimals of a figure as its source prints it: 473.9 has one, 20000 none."""
    text = f"{value:.10f}".rstrip("0")
    return len(text.partition(".")[2])


def _half_digit(value: float) -> float:
    return float("nan") if pd.isna(value) else 0.5 * 10.0 ** -max(1, digits(value))
