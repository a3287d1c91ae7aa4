"""Who moved the nation, as pure functions: contributions by flow, parts of growth, balances.

``now`` and ``before`` are the frames that :mod:`helpers.measures.core` describes.
"""

from typing import Any

import pandas as pd

from helpers.constants import FLOWS
from helpers.measures.core import contributions, growth_shown, ranks

PARTS = ["export_part_pp", "import_part_pp", "parts_margin_pp", "base"]


def by_flow(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """What each province added to the growth of all of them, one row a province and flow.

    Columns: flow, province_code, change (亿), contribution_pp, contribution_margin_pp (percentage
    points; how far the margin of its own value before can move it). The contributions to a flow
    add up to the growth of its sum; a flow without values before has no rows. Definition:
    (own now - own before) / sum before, as the statistics yearbooks define 拉动.
    """
    columns = ["flow", "province_code", "change", "contribution_pp", "contribution_margin_pp"]
    if before is None:
        return _empty(columns)
    frames = []
    for flow in FLOWS:
        earlier = before[flow]
        if earlier.isna().all() or now[flow].isna().all():
            continue
        table = pd.DataFrame({"change": now[flow] - earlier})
        table["contribution_pp"] = contributions(now[flow], earlier)
        table["contribution_margin_pp"] = before[f"{flow}_margin"] / earlier.sum() * 100
        ordered = table.sort_values("contribution_pp", ascending=False, kind="stable")
        frames.append(ordered.rename_axis("province_code").reset_index().assign(flow=flow))
    return pd.concat(frames, ignore_index=True)[columns] if frames else _empty(columns)


def largest(of_flow: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the ``n`` provinces that moved a flow most, and the others as one row.

    ``of_flow`` holds the rows of one flow of :func:`by_flow`, whose order is kept. Columns: those, and
    contribution_rank. The row of the others comes last, without a province code and a rank, with
    the sums of the rest; it is left out where there are none.
    """
    ranked = of_flow.assign(contribution_rank=ranks(of_flow["contribution_pp"]))
    moved = of_flow["contribution_pp"].abs().nlargest(n).index
    rest = of_flow.drop(index=moved)
    if rest.empty:
        return ranked
    others = rest[["change", "contribution_pp"]].sum().to_frame().T.assign(province_code="")
    return pd.concat([ranked.loc[sorted(moved)], others], ignore_index=True)


def flow_parts(now: Any, before: Any, base: Any) -> dict[str, Any]:
    """Return the growth that exports and imports each gave, percentage points, by flow.

    (flow now - flow before) / base, with the flows before scaled so that they add up to ``base``,
    the total before. ``now`` and ``before`` have the three flows, as columns or as entries.
    """
    scale = base / (before["export"] + before["import"])
    return {flow: (now[flow] - before[flow] * scale) / base * 100 for flow in FLOWS[1:]}


def parts(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """How much of each province's own growth came from exports and from imports.

    Columns: province_code, export_part_pp, import_part_pp, parts_margin_pp (percentage points of
    its growth), base (亿, the total before that the growth shown implies, the published rate where
    there is one); rows in order of province code. Each part as in :func:`flow_parts`. The margin is how far either can be off where the values
    before were worked back. No rows where flows are missing.
    """
    columns = ["province_code", *PARTS]
    if before is None or before[["export", "import"]].isna().any(axis=None):
        return _empty(columns)
    base = now["total"] / (1 + growth_shown(now, before)["growth_pct"] / 100)
    both = flow_parts(now, before, base)
    table = pd.DataFrame({f"{flow}_part_pp": part for flow, part in both.items()})
    table["parts_margin_pp"] = (before["export_margin"] + before["import_margin"]) / base * 100
    table["base"] = base
    return table.sort_index().rename_axis("province_code").reset_index()[columns]


def balances(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Exports less imports of every province, the largest surplus first.

    Columns: balance_rank, province_code, export, import, balance (亿), balance_to_total_pct (the
    balance as a percentage of its own total: 100 exports only, -100 imports only), previous,
    previous_margin (the balance a year before and how far it can be off, 亿). No rows where flows
    are missing.
    """
    columns = [
        "balance_rank", "province_code", "export", "import", "balance", "balance_to_total_pct",
        "previous", "previous_margin",
    ]  # fmt: skip
    if now[["export", "import"]].isna().any(axis=None):
        return _empty(columns)
    table = now[["export", "import"]].copy()
    table["balance"] = table["export"] - table["import"]
    table["balance_to_total_pct"] = table["balance"] / now["total"] * 100
    table["previous"] = table["previous_margin"] = float("nan")
    if before is not None:
        table["previous"] = before["export"] - before["import"]
        table["previous_margin"] = before["export_margin"] + before["import_margin"]
    table["balance_rank"] = ranks(table["balance"])
    ordered = table.sort_values("balance", ascending=False, kind="stable")
    return ordered.rename_axis("province_code").reset_index()[columns]


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns)
