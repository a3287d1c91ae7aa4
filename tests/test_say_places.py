"""Sentences on places inside provinces and on reports compared with our figures."""

import re

import pandas as pd
import pytest
from frames import now

from helpers import Edition
from helpers.language.formats import as_given
from helpers.measures import press
from helpers.reports import Article, Movers


def test_the_sentence_says_what_the_list_covers_and_who_did_most():
    localities = Movers(Edition.open(2024)).localities
    assert len(localities.movers) == 10
    by_id = {finding.id: finding for finding in localities.contributions()}
    gansu = by_id["places_62"]
    assert gansu.zh == (
        "甘肃（+25.2%）：海关表列出其中1个市，占甘肃15.6%；列出的地方拉动均不足0.05个百分点。"
    )
    assert (
        "拖累最多的是新余市（−52.7%，−5.2个百分点，占5.7%）、九江市（−41.3%"
        in by_id["places_36"].zh
    )
    assert "the largest drags were from Xinyu (−52.7%; −5.2 points; 5.7%" in by_id["places_36"].en
    assert "the four cities and prefectures listed hold" in by_id["places_65"].en


@pytest.mark.parametrize("period", [(2024, 1), (2024, 12), (2025, 7), (2010, 12), (2005, 12)])
def test_sentences_on_places_hold_in_every_edition(period):
    localities = Movers(Edition.open(*period)).localities
    said = localities.contributions()
    assert bool(said) == (localities.edition.year >= 2024)
    for finding in said:
        assert not re.search(r"(?<![a-z])nan(?![a-z])", finding.zh + finding.en)


def facts(**given):
    row = {
        "province_code": "62", "year": 2024, "kind": "partner", "topic_zh": "某", "topic_en": "one",
        "value": 473.9, "unit": "100 million CNY", "growth_pct": 27.7, "times": None,
        "share_pct": 77.0, "share_of_zh": "全省进出口", "share_of_en": "the province's trade",
        "source": "article-2025-01",
    }  # fmt: skip
    return pd.DataFrame([row | given]).astype({"times": float, "value": float, "share_pct": float})


def test_a_reported_share_is_compared_with_our_figures():
    ours = now({"62": 615.4})
    right = press.shares(facts(), ours, "CNY").iloc[0]
    assert right["own_share_pct"] == pytest.approx(77.0, abs=0.01)
    assert right["agrees"]
    assert not press.shares(facts(share_pct=78.0), ours, "CNY").iloc[0]["agrees"]
    other = press.shares(facts(share_of_en="the nation's exports"), ours, "CNY").iloc[0]
    assert pd.isna(other["agrees"])


def test_the_reports_on_file_agree_and_none_is_about_a_province_that_fell():
    reports = Movers(Edition.open(2024)).press
    assert reports.frame["agrees"].sum() == reports.frame["agrees"].notna().sum() == 3
    found = reports.covers()
    assert "none is about a province that fell" in found.en
    assert "有3条，3条相符" in found.zh
    table = reports.table()
    shown = [cell for column in table.columns for cell in column.cells]
    assert "473.9亿元，增长27.7%，占全省进出口的77%" in shown
    assert "超过2万亿元，增长6.1%" in shown
    assert "超过150个" in shown


@pytest.mark.parametrize(
    ("value", "decimals", "zh", "en"),
    [
        (473.9, 1, "473.9亿元", "47.39 billion yuan"),
        (16.8, 1, "16.8亿元", "1.68 billion yuan"),
        (8.5, 1, "8.5亿元", "850 million yuan"),
        (20000.0, 0, "2万亿元", "2 trillion yuan"),
    ],
)
def test_a_quoted_amount_keeps_the_digits_it_was_given(value, decimals, zh, en):
    assert (as_given(value, decimals, "zh"), as_given(value, decimals, "en")) == (zh, en)


def test_the_cities_behind_a_fall_are_told():
    assert Movers(Edition.open(2024)).localities.falls(2).zh == (
        "在列出的市（州、盟）中，拖累江西最多的是新余市（−52.7%）和九江市（−41.3%）；"
        "拖累湖南最多的是岳阳市（−22.3%）和衡阳市（−26.1%）。"
    )
    assert Movers(Edition.open(2010)).localities.falls() is None


def test_the_article_opens_with_the_story():
    assert Article(Edition.open(2024)).lead().zh == (
        "广东占全国20.8%，江苏和浙江随后。江苏比浙江高出的幅度由2017年的56.2%缩小到6.7%。"
        "31省中有26省增长，甘肃最快（+25.2%）；江西降幅最大（−17.2%），"
        "所列市（州、盟）中拖累最多的是新余市（−52.7%）和九江市（−41.3%）。"
    )
    early = Article(Edition.open(2005)).lead()
    assert early.en == "Guangdong had 30.1% of the nation's trade, with Jiangsu and Shanghai next."
