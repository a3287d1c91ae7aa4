"""Pages on a Dask cluster: a real scheduler and two workers, one of them killed at work."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import work
from cubes import row, write

from helpers.data import slices
from helpers.publish import cluster, pages
from helpers.publish import page as publish
from helpers.system import paths
from helpers.system.errors import BadInput
from helpers.system.workers import Failure

DASK = Path(sys.executable).parent / "dask"


@pytest.fixture
def dask(tmp_path):
    """Start parts of a cluster, each a process with a group of its own."""
    started = []

    def start(*words):
        log = (tmp_path / f"{words[0]}-{len(started)}.log").open("w")
        started.append(
            subprocess.Popen(
                [DASK, *words, "--host", "127.0.0.1", "--no-dashboard"],
                stdout=log,
                stderr=log,
                cwd=tmp_path,
                start_new_session=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        end(process)


def end(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def address(dask, tmp_path):
    dask("scheduler", "--port", "0", "--scheduler-file", str(tmp_path / "scheduler.json"))
    while not (tmp_path / "scheduler.json").exists():
        time.sleep(0.05)
    return json.loads((tmp_path / "scheduler.json").read_text())["address"]


@pytest.fixture
def orders(tmp_path):
    """Orders for pages of 2010, whose tables are on this machine alone."""
    wanted = pages.wanted([(2010, 12)], "auto", ["zh", "en"], ["regions", "movers"])
    rows = slices.Slice(slices.Slices(paths.data_dir()).until((2010, 12)), tmp_path / "rows")
    found = work.orders(wanted)
    return {name: dataclasses.replace(o, data=rows.written()) for name, o in found.items()}


def test_nothing_is_lost_or_done_twice_when_a_worker_is_killed(dask, address, orders, made):
    workers = [dask("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    results = cluster.make(orders, address)
    found = [next(results)]
    end(workers[0])
    found += results
    assert [one for one in found if isinstance(one, Failure)] == []
    assert sorted(one.page.name for one in found) == sorted(orders)
    here = {one.page: one for one in made}
    for one in found:
        assert one.html == here[one.page].html
        assert one.tables == here[one.page].tables
    assert workers[1].poll() is None


def test_a_node_with_other_helpers_or_libraries_says_so(orders):
    order = next(iter(orders.values()))
    task = dataclasses.replace(cluster.task(order), code="other")
    failure = cluster.execute(task)
    assert isinstance(failure, Failure)
    assert failure.name == order.page.name
    assert failure.message.startswith("the helpers on ")


def test_a_page_reads_the_cube_that_all_nodes_share(tmp_path):
    rows = [
        row(year, "33", product, partner, 10_000_000 * k)
        for year in (2023, 2024)
        for k, (product, partner) in enumerate(
            [("6910", "502"), ("73241000", "116"), ("6910", "133")], start=year - 2022
        )
    ]
    shared = write(tmp_path / "cube", rows)
    (page,) = pages.wanted([(2024, 12)], "auto", ["en"], ["drivers"])
    order = dataclasses.replace(work.orders([page])[page.name], detail=str(shared))
    task = cluster.task(order)
    (here,) = publish.make({page.name: order})
    there = cluster.execute(task)
    assert there.html == here.html
    assert "xports of ceramic sanitary ware and stainless steel sinks" in here.html
    write(shared, rows[:-1])
    other = cluster.execute(task)
    assert isinstance(other, Failure)
    assert "another cube of trade in detail" in other.message


def test_a_scheduler_that_does_not_answer_is_told(orders, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(BadInput, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        next(cluster.make(orders, "tcp://127.0.0.1:9"))


def test_without_the_extra_the_option_says_what_to_install(orders, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match="cluster"):
        next(cluster.make(orders, "tcp://127.0.0.1:9"))
