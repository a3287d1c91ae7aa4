"""The description of data/ is true: every rule in it is checked, README and files agree."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import codebook
import frictionless
import pandas as pd
import pytest
import tables

from helpers.checks import summary
from helpers.constants import CURRENCIES, FLOWS, SPANS
from helpers.data import schema
from helpers.data import tables as store
from helpers.system.errors import BadInput

DATA = tables.PROJECT / "data"


def test_frictionless_finds_every_file_as_described():
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(schema.TABLES)


RESOURCES = {resource["name"]: resource for resource in codebook.package()["resources"]}
# A value that breaks a constraint, and what the message says of it.
BROKEN = {"enum": "no such value", "pattern": "No such value!", "required": ""}


def constraints():
    for name, resource in RESOURCES.items():
        for field in resource["schema"]["fields"]:
            for constraint, limit in field.get("constraints", {}).items():
                yield pytest.param(
                    name, field, constraint, limit, id=f"{name}-{field['name']}-{constraint}"
                )


@pytest.mark.parametrize(("table", "field", "constraint", "limit"), list(constraints()))
def test_every_constraint_of_the_package_is_checked(table, field, constraint, limit):
    beyond = {"minimum": -1, "maximum": 1}.get(constraint)
    value = BROKEN[constraint] if beyond is None else str(limit + beyond)
    rows = pd.read_csv(DATA / f"{table}.csv", dtype=str, keep_default_na=False)
    rows.loc[0, field["name"]] = value
    where = re.escape(f"x.csv, row 2, column {field['name']}: ")
    with pytest.raises(BadInput, match=where) as caught:
        store.parse(rows, table, "x.csv")
    assert "nan" in str(caught.value) or value in str(caught.value)


@pytest.mark.parametrize("table", RESOURCES)
def test_every_primary_key_of_the_package_is_checked(table):
    rows = pd.read_csv(DATA / f"{table}.csv", dtype=str, keep_default_na=False)
    twice = pd.concat([rows, rows.iloc[[0]]])
    with pytest.raises(BadInput, match=rf"row {len(rows) + 2}: .* stands twice"):
        store.parse(twice, table, "x.csv")


def foreign_keys():
    for name, resource in RESOURCES.items():
        for foreign in resource["schema"].get("foreignKeys", []):
            yield pytest.param(name, foreign["fields"], id=f"{name}-{foreign['fields'][0]}")


@pytest.mark.parametrize(("table", "columns"), list(foreign_keys()))
def test_every_foreign_key_of_the_package_is_checked(table, columns):
    data = {name: store.load(name) for name in schema.TABLES}
    data[table].loc[0, columns[0]] = "unheard-of"
    with pytest.raises(BadInput, match=rf"^{table}\.csv, row 2: .*{columns[0]} 'unheard-of'"):
        store.check_references(data)


OF_PROVINCES = ("trade", "localities", "indicators", "context", "forecasts")


@pytest.mark.parametrize("table", OF_PROVINCES)
def test_a_province_is_one_of_the_31_or_the_nation(table):
    data = {name: store.load(name) for name in schema.TABLES}
    data[table].loc[0, "province_code"] = "66"
    with pytest.raises(BadInput, match=rf"^{table}\.csv, row 2: province_code '66' is not in"):
        store.check_references(data)


def test_a_constraint_that_is_not_checked_is_refused():
    resource = {
        "name": "new",
        "schema": {
            "fields": [{"name": "code", "type": "string", "constraints": {"maxLength": 2}}],
            "primaryKey": ["code"],
        },
    }
    with pytest.raises(ValueError, match="code: no check for maxLength"):
        schema.table(resource)


def test_the_code_knows_the_codes_of_the_package():
    of_trade = {field["name"]: field for field in RESOURCES["trade"]["schema"]["fields"]}
    codes = {"span": SPANS, "flow": FLOWS, "currency": CURRENCIES}
    for name, known in codes.items():
        assert tuple(of_trade[name]["constraints"]["enum"]) == known


def test_every_field_has_a_title_and_a_description():
    for resource in RESOURCES.values():
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
    found = summary.summary(
        summary.detail(store.load("trade"), store.load("national"), store.load("exchange_rates"))
    )
    assert "fails" not in set(found["verdict"])
    assert set(found["check"]) == set(summary.CHECKS)


def test_the_command_line_validates_too():
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "--json"]
    done = subprocess.run(
        [*command, "datapackage.json"], cwd=DATA, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-500:]
    assert json.loads(done.stdout)["valid"]
