"""What differs between two sites: figures, ranks and sentences, with unusual changes marked."""

import json
import shutil
import subprocess

import independent_diff
import pandas as pd
import pytest
import tables
from click.testing import CliRunner

from helpers.cli.app import app
from helpers.data import schema
from helpers.data import tables as store
from helpers.publish import difference
from helpers.publish.difference import page
from helpers.sources import undo
from helpers.system.errors import BadInput

RANKING = pd.DataFrame(
    {
        "province_code": ["44", "32", "33"],
        "province_zh": ["广东", "江苏", "浙江"],
        "total": [100.0, 80.0, 60.0],
        "growth_pct": [2.0, -1.0, 3.0],
        "rank": [1, 2, 3],
    }
)
FINDINGS = pd.DataFrame(
    {
        "id": ["first", "growth"],
        "zh": ["广东居首。", "浙江增长3%。"],
        "en": ["Guangdong led.", "Zhejiang was up 3%."],
        "notebook": ["rankings", "rankings"],
    }
)


@pytest.fixture
def site(tmp_path):
    """Writes a site of one edition, with tables by name."""

    def write(name, **tables):
        folder = tmp_path / name / "data" / "2024"
        folder.mkdir(parents=True)
        (folder / "edition.json").write_text("{}")
        for table, frame in ({"ranking": RANKING, "findings": FINDINGS} | tables).items():
            frame.to_csv(folder / f"{table}.csv", index=False)
        return tmp_path / name

    return write


def changed(**columns):
    return RANKING.assign(**columns)


def test_the_same_site_has_no_changes(site):
    assert difference.between(site("old"), site("new")).empty()


def test_a_figure_that_differs_is_told_with_its_row_column_and_change(site):
    new = site("new", ranking=changed(total=[102.0, 80.0, 60.0]))
    (row,) = difference.between(site("old"), new).figures.to_dict("records")
    assert row == {
        "edition": "2024", "table": "ranking", "key": "44", "column": "total", "old": 100.0,
        "new": 102.0, "change_pct": pytest.approx(2.0), "outlier": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "outlier"),
    [
        ({"total": [105.1, 80.0, 60.0]}, "level"),
        ({"total": [104.9, 80.0, 60.0]}, ""),
        ({"rank": [5, 2, 3]}, "rank"),
        ({"rank": [4, 2, 3]}, ""),
        ({"growth_pct": [-0.1, -1.0, 3.0]}, "turned"),
        ({"growth_pct": [9.0, -1.0, 3.0]}, ""),
    ],
)
def test_unusual_changes_are_marked(site, columns, outlier):
    changes = difference.between(site("old"), site("new", ranking=changed(**columns)))
    assert changes.figures["outlier"].tolist() == [outlier]
    assert changes.outliers() == bool(outlier)


def test_unusual_changes_come_first_then_the_largest(site):
    new = changed(total=[103.0, 79.0, 60.0], rank=[9, 2, 3])
    figures = difference.between(site("old"), site("new", ranking=new)).figures
    assert figures[["key", "column"]].to_numpy().tolist() == [
        ["44", "rank"], ["44", "total"], ["32", "total"],
    ]  # fmt: skip


def test_rows_in_another_order_are_the_same_rows(site):
    assert difference.between(site("old"), site("new", ranking=RANKING.iloc[::-1])).empty()


def test_a_row_that_came_or_went_has_one_side_only(site):
    figures = difference.between(site("old"), site("new", ranking=RANKING.iloc[:2])).figures
    assert set(figures["key"]) == {"33"}
    assert figures["new"].isna().all()


def test_a_sentence_that_turns_is_marked_and_comes_first(site):
    new = FINDINGS.assign(
        zh=["广东仍居首。", "浙江下降3%。"], en=["Guangdong still led.", "Zhejiang was down 3%."]
    )
    sentences = difference.between(site("old"), site("new", findings=new)).sentences
    assert sentences[["id", "outlier"]].to_numpy().tolist() == [["growth", "turned"], ["first", ""]]
    assert sentences["old_en"].tolist() == ["Zhejiang was up 3%.", "Guangdong led."]


def test_tables_of_one_site_only_are_listed(site):
    new = site("new", movers=RANKING)
    changes = difference.between(site("old"), new)
    assert changes.editions.to_numpy().tolist() == [["2024", "movers", "added"]]
    assert not changes.empty()
    assert changes.outliers() == 0


def test_a_folder_that_is_no_site_is_refused(site, tmp_path):
    with pytest.raises(BadInput, match="is not a site that trade publish made"):
        difference.between(site("old"), tmp_path)


def test_the_command_ends_with_3_where_a_change_is_unusual(site, tmp_path):
    old, usual = site("old"), site("usual", ranking=changed(total=[101.0, 80.0, 60.0]))
    unusual = site("unusual", ranking=changed(total=[200.0, 80.0, 60.0]))
    run = CliRunner().invoke
    same = run(app, ["diff", str(old), str(old)])
    assert (same.exit_code, same.output.startswith("Nothing differs")) == (0, True)
    assert run(app, ["diff", str(old), str(usual)]).exit_code == 0
    told = run(app, ["diff", str(old), str(unusual), "--out", str(tmp_path / "told")])
    assert told.exit_code == 3
    assert "2024/ranking 44 total: 100.0000 -> 200.0000 (+100.00 %)" in told.output
    written = json.loads((tmp_path / "told/changes.json").read_text("utf-8"))
    assert written["outliers"] == 1
    assert written["figures"][0]["new"] == 200.0
    assert "变化超过5%" in (tmp_path / "told/changes-zh.html").read_text("utf-8")
    assert "changed by more than 5%" in (tmp_path / "told/changes-en.html").read_text("utf-8")


def test_missing_numbers_are_null_in_json(site):
    changes = difference.between(site("old"), site("new", ranking=RANKING.iloc[:2]))
    assert {row["new"] for row in page.as_json(changes)["figures"]} == {None}


def test_a_preview_of_publishing_shows_what_would_change_and_writes_nothing(
    published_site, tmp_path
):
    copy = tmp_path / "site"
    shutil.copytree(published_site, copy)
    path = copy / "data/2024/regions.csv"
    regions = pd.read_csv(path, dtype="str")
    regions.loc[0, "total"] = str(float(regions.loc[0, "total"]) * 2)
    regions.to_csv(path, index=False)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}
    words = ["publish", "--year", "2024", "--only", "regions", "--out", str(copy), "--diff"]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 3, told.output
    assert f"2024/regions {regions.loc[0, 'region_code']} total" in told.output
    assert "1 figure differs" in told.output
    assert told.output.endswith("Nothing was written (--diff).\n")
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before


def test_after_an_imported_month_data_differ_as_an_independent_script_says(tmp_path, monkeypatch):
    new = tables.copy_of_data(tmp_path, monkeypatch)
    old = tmp_path / "old"
    old.mkdir()
    july = store.load("releases").query("period == '2025-07'")
    for name, rows in undo.without({n: store.load(n) for n in schema.TABLES}, july).items():
        store.write_table(rows, name, old)
    # A figure of another month is revised, so that ranks and growth of two years change.
    frame = pd.read_csv(new / "trade.csv", dtype="str", keep_default_na=False)
    names = ("year", "month", "province_code", "flow", "source", "span")
    figure = ("2024", "6", "44", "total", "customs-by-location", "ytd")
    one = (frame[list(names)] == list(figure)).all(axis=1)
    assert one.sum() == 1
    frame.loc[one, "value"] = "1.0"
    frame.to_csv(new / "trade.csv", index=False)
    changes = difference.of(str(old), str(new))
    told_tables, told = independent_diff.differences(old, new)
    assert set(changes.editions.itertuples(index=False, name=None)) == told_tables
    assert ("2025-07", "trade/customs-by-location", "added") in told_tables
    found = {
        (row.edition, row.table, row.key, row.column): (row.old, row.new)
        for row in changes.figures.itertuples()
    }
    assert found.keys() == told.keys()
    assert len(found) > 30
    assert all(found[key] == pytest.approx(told[key], nan_ok=True) for key in told)
    by_name = ("2024-06", "trade/customs-by-location", "ytd CNY total 44")
    assert found[*by_name, "rank"] == (1.0, 31.0)
    run = CliRunner().invoke(app, ["diff", str(old), str(new)])
    assert run.exit_code == 3
    assert "2025-07: 2 tables added" in run.output


def test_a_commit_is_compared_with_a_folder_and_with_nothing_else(site, tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b",
                  "commit", "-qm", "data"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=data, check=True)
    assert difference.of("HEAD", str(data)).empty()
    with pytest.raises(BadInput, match="a site and a state of data/"):
        difference.of("HEAD", str(site("old")))
    for name in ("no-such-commit", "--output=x"):
        with pytest.raises(BadInput, match="neither a folder nor a commit"):
            difference.of(name, str(data))


def test_a_column_that_was_empty_has_numbers_that_came(site):
    empty = RANKING.assign(value="", growth_pct="")
    changes = difference.between(site("old", ranking=empty), site("new", ranking=RANKING))
    assert changes.figures["column"].unique().tolist() == ["growth_pct"]
    assert changes.figures["old"].isna().all()
    values = RANKING.assign(value=[1.0, 2.0, 3.0])
    new = site("newer", ranking=values.assign(value=[1.0, 2.0, 4.0]))
    [row] = difference.between(site("older", ranking=values), new).figures.to_dict("records")
    assert (row["column"], row["new"]) == ("value", 4.0)
