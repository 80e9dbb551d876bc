"""The files beside the code: what they promise is checked here."""

import re
import tomllib

import pytest
from django.core.management import call_command

from config.embedded.services import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["app", "dev"]


def locked(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def wanted(requirements):
    return {re.split(r"[^A-Za-z0-9._-]", text)[0] for text in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_host_and_hash_everything(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option such as an index address"
    pins = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)


def test_lock_files_follow_pyproject():
    assert wanted(PROJECT["project"]["dependencies"]) <= locked("app").keys()
    assert wanted(PROJECT["dependency-groups"]["dev"]) <= locked("dev").keys()
    assert locked("app").items() <= locked("dev").items(), "the tests run on what the product runs on"


def test_the_import_contract_names_every_package():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    config = PROJECT["tool"]["importlinter"]
    assert set(config["root_packages"]) == packages
    assert set(config["contracts"][0]["layers"]) == packages


def test_the_type_checker_reads_every_package():
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) <= set(PROJECT["tool"]["mypy"]["files"])


def test_make_help_names_every_target():
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z][a-z-]*):(.*)", makefile, re.MULTILINE)
    assert len(targets) > 10
    assert [name for name, rest in targets if "## " not in rest] == []


def test_every_static_file_that_a_style_sheet_names_is_there(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", "--noinput", "--verbosity=0")
    assert (tmp_path / "staticfiles.json").exists()
