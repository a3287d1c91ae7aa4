"""Pages on a Dask cluster: a real scheduler and two workers, one of them killed at work."""

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import work
from cubes import row, write
from dask import config as dask_config

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
    (here,) = publish.make_pages({page.name: order})
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


@pytest.mark.parametrize(
    ("address", "is_open"),
    [("tcp://127.0.0.1:8786", False), ("localhost:8786", False), ("tcp://[::1]:8786", False),
     ("tls://node7:8786", False), ("wss://node7:8786", False), ("tcp://node7:8786", True),
     ("10.0.0.5:8786", True), ("ws://10.0.0.5:8786", True)],
)  # fmt: skip
def test_an_address_of_another_machine_without_tls_is_open(address, is_open):
    assert cluster.is_open(address) == is_open


def test_a_page_from_a_worker_is_checked_here(made):
    page = made[0]
    assert cluster.received(page, page.page) is page
    html = page.html
    damaged = {
        "ordered": made[1],
        "name that no page has": dataclasses.replace(page, tables={"../../index": None}),
        "no picture": dataclasses.replace(page, card=b"GIF89a"),
        "policy": dataclasses.replace(page, html=html.replace("default-src 'none'", "")),
        "another script": dataclasses.replace(page, html=html.replace("</body>", "<script>")),
        "run or load": dataclasses.replace(page, html=html.replace("<main", "<main onclick=a()")),
        "the font lacks": dataclasses.replace(
            page, html=html.replace("</main>", "\U0001f600</main>")
        ),
        "AttributeError": dataclasses.replace(page, card=None),
    }
    for said, one in damaged.items():
        failure = cluster.received(one, page.page)
        assert isinstance(failure, Failure), said
        assert said in failure.message
        assert failure.name == page.page.name


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate with openssl")
def test_a_cluster_is_reached_by_tls_with_the_settings_of_dask(dask, tmp_path, monkeypatch):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=dask", "-days", "1"]
    subprocess.run(
        ["openssl", *words, "-keyout", key, "-out", cert], check=True, capture_output=True
    )
    files = ["--tls-ca-file", str(cert), "--tls-cert", str(cert), "--tls-key", str(key)]
    told = tmp_path / "scheduler.json"
    dask("scheduler", "--port", "0", "--protocol", "tls", *files, "--scheduler-file", str(told))
    while not told.exists():
        time.sleep(0.05)
    address = json.loads(told.read_text())["address"]
    assert address.startswith("tls://")
    import distributed

    with pytest.raises(BadInput, match=r"distributed\.comm\.tls"):
        cluster._client(distributed, address)
    dask("worker", address, *files, "--nthreads", "1", "--no-nanny")
    settings = {"ca-file": cert, "client.cert": cert, "client.key": key}
    settings = {f"distributed.comm.tls.{name}": str(path) for name, path in settings.items()}
    with (
        dask_config.set(settings),
        cluster._client(distributed, address) as client,
    ):
        assert client.submit(int, "7").result() == 7
