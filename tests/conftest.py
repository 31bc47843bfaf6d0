"""What every test may use."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The folder with the genuine ``fastgaze.vxm``; without it the test is skipped, and in CI it fails."""
    named = os.environ.get("AUTOPSIE_ASSETS")
    folder = Path(named) if named else ROOT.parent / "shared" / "models"
    if (folder / "fastgaze.vxm").is_file():
        return folder
    reason = "no genuine weights: set AUTOPSIE_ASSETS to the folder that holds fastgaze.vxm"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


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
