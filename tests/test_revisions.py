"""Revisions: which figures moved, by how much, and what is only rounding."""

import csv

import pandas as pd
import pytest

from helpers.data import tables
from helpers.reports.revisions import page
from helpers.reports.revisions.measures import revisions

RELEASES = pd.DataFrame(
    {"release": ["a", "b", "c"], "source": ["customs", "bureau", "customs"], "vintage": [1, 1, 2]}
)


def figure(code, value, source, release, status, flow="total"):
    return {
        "year": 2024, "month": 12, "span": "ytd", "province_code": code, "flow": flow,
        "currency": "CNY", "value": value, "source": source, "status": status, "release": release,
    }  # fmt: skip


def test_a_moved_figure_stands_with_both_values_and_sources():
    trade = pd.DataFrame(
        [
            figure("44", 100.1234, "customs", "a", "preliminary"),
            figure("44", 99.1, "bureau", "b", "revised"),
        ]
    )
    table = revisions(trade, RELEASES)
    row = table.iloc[0]
    assert row[["first", "latest", "first_source", "latest_source"]].tolist() == [
        100.1234, 99.1, "customs", "bureau",
    ]  # fmt: skip
    assert row["change_pct"] == pytest.approx((99.1 / 100.1234 - 1) * 100)


def test_rounding_of_the_coarser_source_is_no_revision():
    trade = pd.DataFrame(
        [
            figure("44", 100.1234, "customs", "a", "preliminary"),
            figure("44", 100.1, "bureau", "b", "revised"),
        ]
    )
    assert revisions(trade, RELEASES).empty


def test_a_second_release_of_the_same_source_is_later_than_the_first():
    trade = pd.DataFrame(
        [
            figure("44", 120.0, "customs", "c", "preliminary"),
            figure("44", 100.0, "customs", "a", "preliminary"),
        ]
    )
    assert revisions(trade, RELEASES)[["first", "latest"]].values.tolist() == [[100.0, 120.0]]


def test_a_figure_told_once_is_no_revision():
    trade = pd.DataFrame([figure("44", 100.0, "customs", "a", "preliminary")])
    assert revisions(trade, RELEASES).empty


def test_the_largest_change_comes_first_whatever_its_sign():
    trade = pd.DataFrame(
        [
            figure("44", 100.0, "customs", "a", "preliminary"),
            figure("44", 101.0, "bureau", "b", "revised"),
            figure("64", 10.0, "customs", "a", "preliminary"),
            figure("64", 9.0, "bureau", "b", "revised"),
        ]
    )
    assert revisions(trade, RELEASES)["province_code"].tolist() == ["64", "44"]


def test_the_year_2024_was_revised_by_less_than_two_percent_in_every_province():
    table = revisions(tables.load("trade"), tables.load("releases"))
    of_2024 = table[(table["year"] == 2024) & (table["month"] == 12)]
    assert set(of_2024["first_source"]) == {"customs-by-location"}
    assert set(of_2024["latest_source"]) == {"nbs-panel-cny"}
    assert of_2024["change_pct"].abs().between(0, 2).all()
    assert len(of_2024) > 20


def test_the_published_revisions_are_those_of_the_data(published_site):
    with (published_site / "data/revisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = revisions(tables.load("trade"), tables.load("releases"))
    assert list(rows[0]) == [
        "year", "month", "province_code", "flow", "currency", "first", "latest", "change_pct",
        "first_source", "latest_source",
    ]  # fmt: skip
    assert len(rows) == len(expected)
    changes = [abs(float(row["change_pct"])) for row in rows]
    assert changes == sorted(changes, reverse=True)


def test_the_sentence_names_the_largest_change_or_that_there_is_none():
    frame = revisions(tables.load("trade"), tables.load("releases"))
    assert "宁夏2024年的进出口总额（−1.47%）" in page.sentence(frame, "zh")
    assert "published once" in page.sentence(frame.head(0), "en")
