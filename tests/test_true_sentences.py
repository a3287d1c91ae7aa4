"""Sentences that were false in some edition: each is true now, in both languages."""

import pytest
from frames import before, edition, now

from helpers import Edition
from helpers.data import editions
from helpers.reports import Concentration, Movers, Positions, Rankings, Trends
from helpers.reports.shared.press import Press

EVERY = editions.editions()[["year", "month", "currency"]].to_numpy().tolist()


def test_pairs_that_would_never_change_places_are_at_none_of_the_rates():
    found = Positions(Edition.open(2024)).projected_ranges()
    assert ", and twelve at none of them" in found.en
    assert "都不会的有12对" in found.zh


def test_text_and_table_give_the_same_year_of_an_overtaking():
    report = Positions(Edition.open(2024, lang="en"))
    assert "Zhejiang would pass Jiangsu in 2041" in report.next_overtakings().en
    table = report.projections_table()
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert next(row for row in rows if row[:2] == ("Zhejiang", "Jiangsu"))[2] == "2041"


def test_nothing_is_projected_beyond_thirty_years():
    for period in EVERY:
        report = Positions(Edition.open(*period))
        years = report.ranges[["soonest_year", "latest_year"]].stack().dropna()
        assert years.empty or years.max() <= report.edition.year + 30


def test_the_steepest_steps_are_those_below_large_provinces():
    found = Rankings(Edition.open(2024)).cliffs()
    assert "Shanxi stood 102.2% above Guizhou, Fujian stood 90.3% above Sichuan" in found.en
    assert "山西比后一位的贵州高102.2%，福建比后一位的四川高90.3%" in found.zh


def test_a_rise_names_every_province_passed():
    found = Rankings(edition(now({"50": 5, "12": 4, "21": 3}), before({"12": 3, "21": 2, "50": 1})))
    found = found.rank_changes()
    assert "Chongqing passed Tianjin and Liaoning and rose from 3rd to 1st" in found.en
    assert "重庆超过天津和辽宁，由第3位升至第1位" in found.zh


def test_one_province_above_a_mark_is_not_called_the_smallest_of_them():
    found = Rankings(edition(now({"44": 20_000, "32": 9_000}))).thresholds()
    assert (
        "one province traded more than 1 trillion yuan, Guangdong (2.00 trillion yuan)" in found.en
    )
    assert "超过1万亿元的有1省，即广东" in found.zh


def test_rises_falls_and_what_did_not_move_are_all_the_provinces():
    changed = {"44": 2.0, "32": 1.0, "33": 1.0}
    report = Movers(edition(now(changed), before({"44": 1.0, "32": 2.0, "33": 1.0}), lang="en"))
    assert report.key_numbers().numbers[0].note == "1 fell, 1 unchanged"
    for period in EVERY:
        report = Movers(Edition.open(*period, lang="en"))
        for number in report.key_numbers().numbers[:1]:
            others = [int(word) for word in number.note.replace(",", "").split() if word.isdigit()]
            assert int(number.value) + sum(others) == 31


def test_a_single_year_is_no_key_number():
    assert all(
        "有数据的年份" not in n.label for n in Trends(Edition.open(2005)).key_numbers().numbers
    )


@pytest.mark.parametrize(("currency", "checked"), [("CNY", True), ("USD", False)])
def test_reports_in_rmb_are_not_compared_with_dollars(currency, checked):
    shown = Edition.open(2024, currency=currency)
    frame = Press(shown, Movers(shown).frame).frame
    assert len(frame)
    assert bool(frame["agrees"].notna().any()) is checked
    assert checked or frame["own_share_pct"].isna().all()


def test_convergence_by_one_measure_and_not_by_the_other_is_explained():
    report = Concentration(Edition.open(2024))
    assert "came closer together" in report.sigma().en
    assert "cannot be shown to have mattered" in report.beta().en
    assert "The coefficient of variation fell all the same" in report.beta().en
    assert "同期变异系数却下降" in report.beta().zh
