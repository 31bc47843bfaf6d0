"""``autopsie bench``: two processes, one row; a fast path whose answer differs is found wanting."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from server.cli import run
from server.schemas import schemas
from tools.benchmark import race as racing
from tools.benchmark.race import CONTESTS, Row

ROW = Row(
    name="occlusion", ratio=300.0, max_difference=2e-6, naive_s=24.0, ours_s=0.08, scale=2.5,
    naive="captum.attr.Occlusion", batch="4", rounds=1, threads=1, weights="genuine",
    same_allocator=False, wanted=100, naive_peak_mb=500.0, ours_peak_mb=400.0,
)  # fmt: skip


@pytest.mark.long
def test_the_shortest_contest_is_run_for_real(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    short = next(each for each in CONTESTS if each.name == "forward")._replace(quick=1)
    monkeypatch.setattr(racing, "CONTESTS", (short,))
    assert run(["bench", "--only", "forward", "--quick", "--threads", "1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    jsonschema.validate(rows, schemas()["bench-1.json"], cls=jsonschema.Draft202012Validator)
    (row,) = rows
    assert {"name", "ratio", "max_difference", "naive_s", "ours_s"} <= row.keys()
    assert row["name"] == "forward"
    assert row["ratio"] == pytest.approx(row["naive_s"] / row["ours_s"], rel=0.01)
    assert row["ours_peak_mb"] < 1500


def test_the_contests_have_the_names_that_are_promised() -> None:
    names = {contest.name for contest in CONTESTS}
    assert {"occlusion", "integrated_gradients", "occlusion_stride_8", "smoothgrad", "forward"} <= names
    quick = {contest.name for contest in CONTESTS if contest.quick}
    assert {"occlusion", "integrated_gradients"} <= quick


def test_another_answer_than_captums_is_found_wanting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object, **__: object) -> Row:
        return ROW.model_copy(update={"max_difference": 0.01})

    monkeypatch.setattr(racing, "race", lambda *_, **__: ROW)
    assert run(["bench", "--only", "occlusion"]) == 0
    said = capsys.readouterr().out
    assert "captum.attr.Occlusion, batches of 4" in said  # its best
    assert "2e-06 on a scale of 2.5" in said
    monkeypatch.setattr(racing, "race", wrong)
    assert run(["bench", "--only", "occlusion"]) == 1


def test_an_unknown_name_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--only", "oclusion", "--json"]) == 2
    assert "occlusion" in capsys.readouterr().out


def test_without_the_genuine_weights_it_says_random(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    from tools.benchmark.contests import ground, operations

    on = ground()
    assert on.weights == "random"
    assert operations(on.subject, 320, 320) == pytest.approx(6.515e9, rel=1e-3)


def test_without_captum_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import util

    find = util.find_spec
    monkeypatch.setattr(
        util, "find_spec", lambda name, *rest: None if name == "captum" else find(name, *rest)
    )
    assert run(["bench", "--json"]) == 2
    assert "pip install captum" in capsys.readouterr().out
