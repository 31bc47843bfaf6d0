from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import home
from tools.cache import key_of
from tools.errors import CallRefused, MissingAsset, StimulusRefused, ToolFailed
from tools.finding import Call
from tools.lab import Lab
from tools.stimuli.render import png
from tools.stimuli.uploads import accept, erase, folder_of
from tools.tool import Cancelled

Asked = Callable[..., Call]


@pytest.mark.parametrize(
    ("params", "code", "says"),
    [
        ({"amout": 1}, "unknown_param", "Did you mean “amount”?"),
        ({"zzz": 1}, "unknown_param", "Settings: does, amount"),
        ({"amount": 11}, "bad_param", "of at most 10"),
        ({"amount": -1}, "bad_param", "“amount” of the instrument “sample” cannot be “-1”"),
        ({"amount": float("nan")}, "bad_param", "Give a number."),
        ({"amount": "much"}, "bad_param", "Give a number."),
        ({"steps": 1.5}, "bad_param", "Give a whole number."),
        ({"does": "mesure"}, "bad_param", "Give measure, slow"),
        ({"doses": [0.0, float("inf")]}, "bad_param", "“doses”"),
    ],
)
def test_bad_parameters_are_named(
    lab_here: Lab, asked: Asked, params: dict[str, object], code: str, says: str
) -> None:
    with pytest.raises(CallRefused) as refused:
        lab_here.run(asked().model_copy(update={"params": params}))
    assert refused.value.code == code
    assert says in refused.value.sentence("en")
    assert refused.value.sentence("fr") != refused.value.sentence("en")
    assert "pydantic" not in refused.value.sentence("en")


@pytest.mark.parametrize(
    ("change", "near"),
    [
        ({"subject": "twiter-crop"}, "twitter-crop"),
        ({"case": "chelsae"}, "chelsea"),
    ],
)
def test_unknown_names_get_the_nearest(lab: Lab, asked: Asked, change: dict[str, str], near: str) -> None:
    with pytest.raises(CallRefused, match=near):
        lab.run(asked().model_copy(update=change))
    assert lab.worker_pid is None  # refused before anything started


def test_missing_weights_are_said_before_anything_starts(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the real look-up, in an empty home
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setenv("AUTOPSIE_HOME", "/nonexistent")
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)
    with Lab(tools="sample_tools:tool", cached=False) as lab:
        taken = []
        for _ in range(3):  # the best of them: the machine may be busy with something else
            start = time.monotonic()
            with pytest.raises(MissingAsset) as missing:
                lab.run(asked())
            taken.append(time.monotonic() - start)
        assert min(taken) < 0.5
        assert "autopsie subjects fetch twitter-crop" in missing.value.sentence("en")
        assert lab.availability("twitter-crop").available is False
        lab.warm("twitter-crop")  # says nothing, starts nothing
        assert lab.worker_pid is None


def test_the_key_is_the_questions(lab_here: Lab, asked: Asked) -> None:
    key = lab_here.key(asked())
    assert key == lab_here.key(asked().model_copy(update={"params": {}}))  # a default said aloud
    assert key == lab_here.key(asked(amount=1))
    assert key == lab_here.key(asked().model_copy(update={"subject": "twitter_crop"}))
    others = [
        asked(amount=1.5),
        asked(seed=1),
        asked(case="coffee"),
        asked("slow"),
        asked(case="upload:" + "0" * 64),
    ]
    assert len({key, *map(lab_here.key, others)}) == 6


def test_the_key_changes_with_the_tool_and_with_the_code(
    lab_here: Lab, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sample_tools  # type: ignore[import-not-found]

    key = lab_here.key(asked())
    with monkeypatch.context() as patch:
        patch.setattr(sample_tools.Sample, "version", "2")
        assert lab_here.key(asked()) != key
    monkeypatch.setattr("tools.lab.code_version", lambda: "other sources")
    assert lab_here.key(asked()) != key


@given(
    parts=st.dictionaries(
        st.text(), st.one_of(st.integers(), st.text(), st.floats(allow_nan=False, allow_infinity=False))
    )
)
def test_a_key_does_not_depend_on_order(parts: dict[str, object]) -> None:
    assert key_of(parts) == key_of(dict(reversed(parts.items())))


def test_here_a_call_can_be_cancelled_and_is_timed(lab_here: Lab, asked: Asked) -> None:
    with pytest.raises(ToolFailed) as late:
        lab_here.run(asked("slow", seconds=20.0, steps=2000), timeout=0.1)
    assert late.value.code == "X801"
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(Cancelled):
        lab_here.run(asked("slow", seconds=20.0, steps=2000), cancel=cancel)
    assert list(home.findings_cache().rglob("*.json")) == []  # nothing partial is kept


def test_here_equal_calls_share_one_computation(lab_here: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    call = asked("slow", trace=str(trace), seconds=0.3)
    threads = [threading.Thread(target=lab_here.run, args=(call,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(trace.read_text().splitlines()) == 1


def test_a_damaged_entry_is_computed_again(lab_here: Lab, asked: Asked, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    first = lab_here.run(asked(trace=str(trace)))
    (entry,) = home.findings_cache().glob("??/*.json")
    assert entry.stem == lab_here.key(asked(trace=str(trace)))
    entry.write_bytes(entry.read_bytes().replace(b'"n":1', b'"n":9'))
    assert lab_here.run(asked(trace=str(trace))) == first
    assert len(trace.read_text().splitlines()) == 2


def _upload(play: str) -> str:
    import numpy as np

    return accept(png(np.full((9, 7, 3), 128, np.uint8)), play).sha256


@pytest.mark.parametrize("where", ["lab", "lab_here"])
def test_a_readers_picture_is_measured_and_leaves_no_trace(
    where: str, request: pytest.FixtureRequest, asked: Asked
) -> None:
    lab: Lab = request.getfixturevalue(where)
    sha256 = _upload("play")
    finding = lab.run(asked(case=f"upload:{sha256}"))
    assert finding.result["mean"] == pytest.approx(128 / 255)
    assert finding == lab.run(asked(case=f"upload:{sha256}"), uploads=folder_of("play"))
    assert not home.findings_cache().exists()
    erase("play")
    with pytest.raises(StimulusRefused) as gone:
        lab.run(asked(case=f"upload:{sha256}"))
    assert gone.value.code == "upload_gone"


def test_uploads_of_hostile_names_are_unknown_cases(lab_here: Lab, asked: Asked) -> None:
    for case in ("upload:../../x", "upload:", "upload:*", "upload:" + "A" * 64):
        with pytest.raises(CallRefused):
            lab_here.run(asked(case=case))


def test_the_laboratory_imports_nothing_slow() -> None:
    code = (
        "import sys; from tools.lab import Lab; lab = Lab(); lab.availability('twitter-crop'); lab.close(); "
        "print([name for name in ('torch', 'numpy', 'PIL', 'scipy', 'skimage') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
