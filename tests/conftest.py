"""What every test stands on: no screen, a home of its own, compiled catalogues, Chinese as the program starts."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import build_locale
from trainingdesk.shared.paths import HOME_VARIABLE
from trainingdesk.shared.text import DEFAULT_LANGUAGE, set_language

pytest_plugins = ["tests.desk_fixtures"]

# how long an example takes says how busy the machine is
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# Before any Qt import, so it can't be a fixture.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

_HOME = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Give this process a home in a temporary folder and bring the catalogues up to date."""
    config.stash[_HOME] = os.environ[HOME_VARIABLE] = tempfile.mkdtemp(prefix="trainingdesk-tests-")
    build_locale.compile_stale()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the temporary home away."""
    shutil.rmtree(config.stash[_HOME], ignore_errors=True)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    set_language(DEFAULT_LANGUAGE)
    yield
    set_language(DEFAULT_LANGUAGE)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data folder that is this test's alone (settings, default desk, unpacked fonts)."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder
