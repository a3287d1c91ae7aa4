"""The benchmark: what it holds equal, and what it tells."""

import sys

import pytest
from bench import NOTEBOOKS, YEARS, aims, drawn, table
from bench_parts import pages
from bench_watch import Took, measured


def test_drawings_are_the_same_however_their_characters_are_written():
    one = "<div><svg aria-label='the nation&#39;s'><path d='M 0 1'/></svg></div>"
    other = """<p aria-label="x"><svg aria-label="the nation's"><path d="M 0 1"/></svg>"""
    assert drawn(one) == drawn(other) == ["aria-label the nation's", "d M 0 1"]
    assert drawn(one.replace("M 0 1", "M 0 2")) != drawn(one)


def test_an_edition_is_eight_pages_and_seventeen_are_136():
    assert {n: len(pages(NOTEBOOKS.split(","), YEARS[n])) for n in YEARS} == {1: 8, 10: 80, 17: 136}


def test_medians_and_ratios_are_told():
    runs = {
        "A": [Took(40, 40, 100)] * 3,
        "B": [Took(10, 18, 300), Took(12, 20, 320), Took(30, 21, 310)],
        "C": [Took(5, 8, 500)],
        "F": [Took(4, 8, 200)],
    }
    told = table(10, 8, runs)
    assert "10 editions, 80 pages" in told
    assert "| B | 12.00 | 3.3 | 20.0 | 310 | 3 |" in told
    assert "C is 2.40 times faster than B; C takes 1.25 times the floor; a page of C" in told
    assert "| ten editions: times faster than A | ≥ 25 | 8.00 | missed |" in aims({10: runs})
    assert "| ten editions: times the floor | ≤ 1.4 | 1.25 | met |" in aims({10: runs})
    slow = runs | {"C": [Took(8, 8, 2000)]}
    assert "| peak memory, MiB | ≤ 1024 | 2000.00 | missed |" in aims({10: slow})


@pytest.mark.skipif(sys.platform != "linux", reason="reads what only Linux tells")
def test_what_a_command_starts_is_measured_with_it():
    work = "sum(i * i for i in range(3_000_000)); x = bytearray(50 << 20); x[::4096] = x[::4096]"
    start = "import subprocess, sys, time; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    took = measured([sys.executable, "-c", start, f"{work}; import time; time.sleep(1.2)"], {})
    assert took.seconds > 1.2
    assert took.cpu > 0.05
    assert took.peak > 50
