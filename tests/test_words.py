"""Numbers, amounts and periods as each language writes them."""

import pytest

from helpers.language import formats
from helpers.language.labels import LABELS


@pytest.mark.parametrize(
    ("value", "currency", "zh", "en"),
    [
        (438467.9258, "CNY", "43.85万亿元", "43.85 trillion yuan"),
        (8648.49, "CNY", "8,648.5亿元", "864.8 billion yuan"),
        (60.02, "CNY", "60.0亿元", "6.0 billion yuan"),
        (0.12, "USD", "1,200.0万美元", "$12.0 million"),
        (0.0012, "USD", "12.0万美元", "$120.0 thousand"),
        (0.00000017, "USD", "17美元", "$17"),
        (0.0, "USD", "0美元", "$0"),
        (5.4, "CNY", "5.4亿元", "540.0 million yuan"),
        (61622.88695, "USD", "6.16万亿美元", "$6.16 trillion"),
        (433.1, "USD", "433.1亿美元", "$43.3 billion"),
        (-433.1, "USD", "−433.1亿美元", "−$43.3 billion"),
    ],
)
def test_amounts(value, currency, zh, en):
    assert formats.amount(value, currency, "zh") == zh
    assert formats.amount(value, currency, "en") == en


def test_growth_is_a_verb_and_nothing_moved_is_said_so():
    assert formats.moved(5.04, "zh") == "增长5.0%"
    assert formats.moved(-0.4, "en") == "down 0.4%"
    assert formats.moved(0.04, "zh") == "持平"
    assert formats.moved(-0.04, "en") == "unchanged"


def test_percentage_points():
    assert formats.points(0.46, "zh") == "上升0.5个百分点"
    assert formats.points(-1.0, "en") == "down 1.0 percentage point"
    assert formats.points(0.04, "en") == "unchanged"


def test_signs_are_typographic_and_nothing_has_none():
    assert formats.number(-17.2, "en", 1, signed=True) == "−17.2"
    assert formats.number(25.2, "zh", 1, signed=True) == "+25.2"
    assert formats.number(-0.04, "en", 1, signed=True) == "0.0"
    assert formats.number(float("nan"), "en") == "–"


def test_halves_are_rounded_up_and_signs_and_verbs_agree_with_the_digits_shown():
    assert formats.number(0.25, "zh") == "0.3"
    assert formats.number(-0.05, "en", signed=True) == "−0.1"
    assert formats.number(0.05, "en", signed=True) == "+0.1"
    assert formats.moved(0.05, "en") == "up 0.1%"
    assert formats.points(-0.05, "zh") == "下降0.1个百分点"
    assert formats.number(2.675, "en", 2) == "2.68"


def test_periods_never_call_a_part_of_the_year_the_year():
    assert formats.period(2024, 12, "zh") == "2024年"
    assert formats.period(2025, 7, "zh") == "2025年1–7月"
    assert formats.period(2025, 7, "en") == "January–July 2025"
    assert formats.period(2025, 1, "en") == "January 2025"
    assert formats.in_period(2025, 7, "en") == "in the first seven months of 2025"
    assert formats.in_period(2025, 7, "zh") == "2025年前7个月"


@pytest.mark.parametrize(
    ("n", "en"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (9, "9th"), (11, "11th"), (12, "12th"), (22, "22nd")],
)
def test_ordinals(n, en):
    assert formats.ordinal(n, "en") == en
    assert formats.ordinal(n, "zh") == f"第{n}位"


def test_lists_as_each_language_joins_them():
    assert formats.listed(["北京", "上海", "广东"], "zh") == "北京、上海和广东"
    assert formats.listed(["Beijing", "Shanghai"], "en") == "Beijing and Shanghai"


def test_runs_of_numbers():
    assert formats.runs([2007, 2005, 2008]) == "2005, 2007-2008"
    assert formats.runs([1, 2, 3, 7], formats.DASH, 2) == "01–03, 07"
    assert formats.runs([]) == ""


def test_counts_inside_a_sentence():
    assert [formats.some(n) for n in (0, 1, 13)] == ["none", "one", "13"]
    assert [formats.times(n) for n in (1, 2, 3)] == ["once", "twice", "three times"]


def test_every_label_exists_in_both_languages():
    for key, (zh, en) in LABELS.items():
        assert zh, key
        assert en, key


def test_round_marks_have_no_decimals():
    assert formats.round_mark(10_000, "CNY", "zh") == "1万亿元"
    assert formats.round_mark(1_000, "CNY", "en") == "100 billion yuan"


def test_a_part_of_the_year_is_never_compared_with_the_year():
    assert formats.header("previous_rank", "zh", full_year=True) == "上年位次"
    assert formats.header("previous_rank", "zh", full_year=False) == "上年同期位次"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_share_too_small_to_show_is_below_the_digits_and_none_is_nothing(lang):
    assert formats.percent(0.04, lang) == "<0.1%"
    assert formats.percent(0.05, lang) == "0.1%"
    assert formats.percent(0.0, lang) == "0.0%"
    assert formats.percent(0.004, lang, 2) == "<0.01%"
    assert formats.percent(0.04, lang, signed=True) == "0.0%"
