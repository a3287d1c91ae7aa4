"""The codebook says what the files are: package, schemas, README and files agree."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import codebook
import frictionless
import pytest
import tables

from helpers.checks import summary
from helpers.data import schema
from helpers.data import tables as store

DATA = tables.PROJECT / "data"


def test_frictionless_finds_every_file_as_described():
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(schema.TABLES)


@pytest.mark.parametrize("table", schema.TABLES)
def test_package_and_schema_have_the_same_fields(table):
    resource = {r["name"]: r for r in codebook.package()["resources"]}[table]
    own = [
        {k: field[k] for k in ("name", "type", "constraints") if k in field}
        for field in resource["schema"]["fields"]
    ]
    assert own == codebook.fields(table)
    assert tuple(resource["schema"]["primaryKey"]) == schema.TABLES[table].key
    assert all(f["title"] and f["description"] for f in resource["schema"]["fields"])


def test_every_csv_file_is_described():
    described = {r["path"] for r in codebook.package()["resources"]}
    assert described == {path.name for path in DATA.glob("*.csv")}


def test_readme_holds_the_codebook(tmp_path):
    copy = Path(shutil.copy(DATA / "README.md", tmp_path))
    codebook.write_readme(copy)
    assert copy.read_text(encoding="utf-8") == (DATA / "README.md").read_text(encoding="utf-8")
    assert codebook.markdown(codebook.package()) in copy.read_text(encoding="utf-8")


def test_files_are_in_canonical_form(tmp_path):
    for table in schema.TABLES:
        store.write_table(store.load(table), table, tmp_path)
        assert (tmp_path / f"{table}.csv").read_bytes() == (DATA / f"{table}.csv").read_bytes()


def test_every_reference_is_on_record():
    store.check_references({table: store.load(table) for table in schema.TABLES})


def test_everything_stored_adds_up():
    found = summary.run(store.load("trade"), store.load("national"), store.load("exchange_rates"))
    assert "fails" not in set(found["verdict"])
    assert set(found["check"]) == set(summary.CHECKS)


def test_the_command_line_validates_too():
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "--json"]
    done = subprocess.run(
        [*command, "datapackage.json"], cwd=DATA, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-500:]
    assert json.loads(done.stdout)["valid"]
