"""The doctor says what is not well, and what to do about it."""

import time

import tables
from processes import end, needs_fork, start_work, wait_for

from helpers.cli import doctor
from helpers.system import locks


def states(out) -> dict[str, str]:
    return {finding.what: finding.state for finding in doctor.examine(out)}


def told(out) -> dict[str, str]:
    return {finding.what: finding.told for finding in doctor.examine(out)}


def test_a_machine_that_is_set_up_is_well(tmp_path):
    found = states(tmp_path / "site")
    assert found.pop("browser") in (doctor.WELL, doctor.WORTH_KNOWING)
    assert found.pop("home") in (doctor.WELL, doctor.WORTH_KNOWING)
    assert set(found.values()) == {doctor.WELL}


def test_damaged_figures_and_missing_tools_are_told_with_a_remedy(tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    (data / "trade.csv").write_text("year\n2024\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    found = told(tmp_path / "site")
    assert "trade.csv: the columns should be" in found["figures"]
    assert "restore the file from git" in found["figures"]
    assert "only tests need one" in found["browser"]
    assert "temporary folder serves instead" in found["home"]


@needs_fork
def test_whoever_writes_now_is_named(tmp_path):
    out = tmp_path / "site"

    def hold() -> None:
        with locks.lock(tmp_path / ".site.lock", "site"):
            (tmp_path / "ready").touch()
            time.sleep(60)

    child = start_work(hold)
    try:
        wait_for(child, tmp_path, "ready")
        assert f"is being written by process {child} since" in told(out)["site"]
    finally:
        end(child, 9)
    assert states(out)["site"] == doctor.WELL


def test_a_wrong_table_fails_a_check(tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    path = data / "trade.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(tables.lines_with_a_wrong_export(lines, "2025,7,ytd,44,export")), "utf-8"
    )
    assert told(tmp_path / "site")["figures"].endswith("trade check says which.")
    assert states(tmp_path / "site")["figures"] == doctor.FAIL == "FAIL"
