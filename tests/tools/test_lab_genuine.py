"""The laboratory with the genuine network and its real instruments, in the worker process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tools.catalogue import tools_of
from tools.finding import Call
from tools.lab import Lab
from tools.tool import Cancelled

pytestmark = pytest.mark.weights


def test_the_worker_finds_what_we_find_here(weights_folder: Path) -> None:
    call = Call(verb="attribute", method="saliency", subject="twitter-crop", case="astronaut")
    with (
        Lab(weights=weights_folder, cached=False) as there,
        Lab(weights=weights_folder, cached=False, in_process=True) as here,
    ):
        far, near = there.run(call), here.run(call)
    assert (
        far.result.keys()
        == near.result.keys()
        == {field.name for field in tools_of("attribute")["saliency"].results}
    )
    for name, value in far.result.items():
        assert value == (
            pytest.approx(near.result[name], abs=1e-4) if isinstance(value, float) else near.result[name]
        )
    assert far.stimuli == near.stimuli
    assert far.conclusion.en


def test_a_real_measure_can_be_cancelled_and_the_lab_goes_on(weights_folder: Path) -> None:
    call = Call(verb="reproduce", method="paired_preference", subject="twitter-crop", case="pairs")
    cancel, begun = threading.Event(), threading.Event()
    with Lab(weights=weights_folder, cached=False) as lab:
        threading.Thread(target=lambda: (begun.wait(30), cancel.set())).start()
        with pytest.raises(Cancelled):
            lab.run(call, cancel=cancel, progress=lambda done, total: begun.set())
        small = Call(verb="attribute", method="saliency", subject="twitter-crop", case="coffee")
        assert lab.run(small).n >= 1


_SERVER = """
import os, psutil, sys
from pathlib import Path
from tools.finding import Call
from tools.lab import Lab
with Lab(cached=False) as lab:
    lab.warm("twitter-crop")
    lab.run(Call(verb="attribute", method="saliency", subject="twitter-crop", case="chelsea"))
    print(psutil.Process(lab.worker_pid).memory_info().rss, "torch" in sys.modules)
"""


def test_the_worker_stays_small_and_its_parent_without_torch(weights_folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _SERVER],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "AUTOPSIE_ASSETS": str(weights_folder)},
    )
    rss, torch = ran.stdout.split()
    assert int(rss) < 650e6
    assert torch == "False"
