"""Whatever a model of one's own does, one clear sentence comes out, and the next question finds a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import torch

from tools.errors import AssetRefused, AutopsieError, CallRefused, MissingAsset, ToolFailed
from tools.subjects.external.reference import parse

ROOT = Path(__file__).resolve().parents[3]
SALIENCY = "kind: saliency\ninput: {size: [64, 64]}\noutput: map\n"
LIMITS = "limits: {seconds: 8, start_seconds: 60, memory_mb: 1024}\n"
SHORT = SALIENCY + "limits: {seconds: 1, memory_mb: 512}\n"


def refusal(kind: type[AutopsieError], code: str, what: Any) -> AutopsieError:
    with pytest.raises(kind) as caught:
        what()
    error = caught.value
    assert error.code == code, error
    assert error.cure is not None
    for text in (error.says.fr, error.says.en, error.cure.fr, error.cure.en):
        assert "Traceback" not in text
        assert text.strip().endswith((".", "?", "'", ")")) or ": " in text
        assert len(text) < 700
    return error


# Files


@pytest.mark.parametrize("runtime", ["onnx", "torchscript"])
def test_a_text_file_is_no_model(tmp_path: Path, load: Any, runtime: str) -> None:
    path = tmp_path / "model.bin"
    path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:12\n")
    error = refusal(AssetRefused, "external_text_file", lambda: load(f"{runtime}:{path}"))
    assert "git-lfs" in error.says.en
    assert "git lfs pull" in error.cure.en  # type: ignore[union-attr]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_truncated_onnx_file(tmp_path: Path, load: Any, onnx_model: Any, share: float) -> None:
    path = tmp_path / "model.onnx"
    reference = onnx_model(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    refusal(AssetRefused, "external_not_a_model", lambda: load(reference))


@pytest.mark.parametrize("domain", ["", "com.example"])
def test_an_operator_that_nobody_knows(tmp_path: Path, load: Any, onnx_model: Any, domain: str) -> None:
    reference = onnx_model(tmp_path / "model.onnx", "Frobnicate", domain=domain)
    error = refusal(AssetRefused, "external_unknown_operator", lambda: load(reference))
    assert "Frobnicate" in error.says.fr


def test_an_onnx_file_too_new_or_without_its_weights(tmp_path: Path, load: Any, onnx_model: Any) -> None:
    import onnx

    reference = onnx_model(tmp_path / "model.onnx")
    model = onnx.load(str(tmp_path / "model.onnx"))
    model.ir_version = 99
    onnx.save(model, str(tmp_path / "model.onnx"))
    refusal(AssetRefused, "external_too_new", lambda: load(reference))
    model.ir_version = 8
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.ones(300, np.float32), "w"))
    model.graph.node.append(onnx.helper.make_node("Identity", ["w"], ["unused"]))
    onnx.save(
        model, str(tmp_path / "model.onnx"), save_as_external_data=True, location="w.bin", size_threshold=0
    )
    (tmp_path / "w.bin").unlink()
    error = refusal(AssetRefused, "external_missing_data", lambda: load(reference))
    assert "w.bin" in error.says.en


def test_what_an_onnx_graph_takes_and_what_it_is_given(
    tmp_path: Path, load: Any, onnx_model: Any, picture: Path
) -> None:
    reference = onnx_model(tmp_path / "model.onnx", fixed=True)
    subject = load(reference, "kind: saliency\ninput: {size: [32, 64]}\noutput: map\n")
    error = refusal(CallRefused, "external_wrong_input", lambda: subject.examine(picture))
    assert "1 × 3 × 64 × 64" in error.says.en
    assert "1 × 3 × 64 × 32" in error.says.en
    eight = "kind: saliency\ninput: {dtype: uint8, range: [0, 255]}\noutput: map\n"
    refusal(CallRefused, "external_wrong_type", lambda: load(reference, eight))
    named = "kind: saliency\ninput: {name: image}\noutput: map\n"
    assert "picture" in refusal(CallRefused, "external_no_input", lambda: load(reference, named)).says.en
    named = "kind: saliency\noutput: {name: heat}\n"
    assert "map" in refusal(CallRefused, "external_no_output", lambda: load(reference, named)).says.en


def test_torchscript_without_its_method_or_without_its_program(tmp_path: Path, load: Any) -> None:
    class Mean(torch.nn.Module):
        def forward(self, picture: torch.Tensor) -> torch.Tensor:
            return picture.mean(1)

    path = tmp_path / "mean.pt"
    torch.jit.script(Mean()).save(str(path))
    error = refusal(
        CallRefused, "external_no_method", lambda: load(f"torchscript:{path}", SALIENCY + "method: predict\n")
    )
    assert "forward" in error.says.en
    path.write_bytes(path.read_bytes()[:1000])
    refusal(AssetRefused, "external_not_a_model", lambda: load(f"torchscript:{path}"))
    torch.save(torch.nn.Linear(3, 3).state_dict(), path)
    error = refusal(AssetRefused, "external_not_torchscript", lambda: load(f"torchscript:{path}"))
    assert "torch.jit" in error.cure.fr  # type: ignore[union-attr]


def test_no_file_no_description_no_module(tmp_path: Path, load: Any, onnx_model: Any) -> None:
    refusal(CallRefused, "model_missing", lambda: load(f"onnx:{tmp_path / 'none.onnx'}"))
    assert "folder" in refusal(CallRefused, "model_missing", lambda: load(f"onnx:{tmp_path}")).says.en
    refusal(CallRefused, "model_missing", lambda: load("python:nowhere.at_all:answer"))
    reference = parse(onnx_model(tmp_path / "alone.onnx"))
    refusal(CallRefused, "description_needed", reference.described)
    (tmp_path / "alone.yaml").write_text(SALIENCY)
    assert reference.described().description.kind == "saliency"  # its neighbour of the same name


def test_without_the_runtime_the_command_that_installs_it(
    tmp_path: Path, load: Any, onnx_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process apart finds an onnxruntime that cannot be imported before the installed one."""
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    reference = onnx_model(tmp_path / "model.onnx")
    error = refusal(MissingAsset, "external_no_runtime", lambda: load(reference))
    assert "pip install 'autopsie[onnx]'" in error.cure.en  # type: ignore[union-attr]


# Python that misbehaves


@pytest.mark.parametrize(
    ("source", "code", "says"),
    [
        ("def answer(b):\n    raise ValueError('no such thing')\n", "raised", "mine.py, 3): ValueError: no"),
        ("def answer(b):\n    import sys; sys.exit(3)\n", "left", "code 3"),
        ("def answer(b):\n    import os; print('my last words'); os._exit(7)\n", "died", "code 7"),
        ("def answer(b):\n    import os; os.abort()\n", "died", "SIGABRT"),
        ("def answer(b):\n    return np.full((1, 8, 8), np.nan)\n", "not_finite", "64 values"),
        ("def answer(b):\n    return np.full((1, 8, 8), np.inf)\n", "not_finite", "64 values"),
        ("def answer(b):\n    return np.zeros((8, 8))\n", "wrong_shape", "(8, 8)"),
        ("def answer(b):\n    return np.zeros((1, 21, 8, 8))\n", "wrong_shape", "(1, 21, 8, 8)"),
        ("def answer(b):\n    return np.zeros((1, 0, 8))\n", "wrong_shape", "(1, 0, 8)"),
        ("def answer(b):\n    return np.zeros((1, 8, 8), complex)\n", "wrong_dtype", "complex128"),
        ("def answer(b):\n    return np.array([[object()]])\n", "wrong_dtype", "object"),
        ("def answer(b):\n    return 'a map'\n", "bad_output", "str"),
        ("def answer(b):\n    return None\n", "bad_output", "NoneType"),
        ("def answer(b):\n    return [[1], [1, 2]]\n", "bad_output", "different lengths"),
        ("def answer(b):\n    return ['cat']\n", "wrong_dtype", "text"),
        ("def answer(b):\n    return np.full((1, 8, 8), 70000.0)\n", "out_of_range", "7e+04"),
        ("def answer(b):\n    return np.zeros((1, 2**17, 10000))\n", "out_of_memory", "512 MB"),
        ("def answer(b):\n    return np.broadcast_to(0.0, (1, 36000, 36000))\n", "too_large_output", "MB"),
        ("def answer(b):\n    while True: pass\n", "hung", "within 1 s"),
        ("def answer(b):\n    import time; time.sleep(60)\n", "hung", "within 1 s"),
        ("def answer(b):\n    import os; os.write(int(__import__('sys').argv[1]), b'x' * 99); return b\n",
         "garbled", "garbled"),
    ],
)  # fmt: skip
def test_a_function_that_misbehaves(
    load: Any, python_model: Any, picture: Path, source: str, code: str, says: str
) -> None:
    subject = load(python_model(source), SHORT)
    started = time.monotonic()
    error = refusal(ToolFailed, f"external_{code}", lambda: subject.examine(picture))
    assert says in error.sentence("en")
    assert time.monotonic() - started < 15
    # Still there, and still the same answer: nothing of ours was harmed.
    refusal(ToolFailed, f"external_{code}", lambda: subject.examine(picture))


def test_last_words_are_told(load: Any, python_model: Any, picture: Path) -> None:
    source = "def answer(b):\n    import os; print('my last words'); os._exit(7)\n"
    error = refusal(ToolFailed, "external_died", lambda: load(python_model(source), SHORT).examine(picture))
    assert "my last words" in error.says.en


@pytest.mark.parametrize(
    ("source", "kind", "code"),
    [
        ("raise RuntimeError('at once')\n", ToolFailed, "raised"),
        ("def answer(b:\n", ToolFailed, "raised"),
        ("import sys; sys.exit(1)\n", ToolFailed, "left"),
        ("import nothing_like_this\n", ToolFailed, "raised"),
        ("def other(b): return b\n", CallRefused, "no_function"),
        ("answer = 3\n", CallRefused, "not_callable"),
        ("import time; time.sleep(60)\n", ToolFailed, "slow_start"),
        ("x = bytearray(2**30)\n", ToolFailed, "out_of_memory"),
    ],
)
def test_a_module_that_does_not_load(
    load: Any, python_model: Any, source: str, kind: type[AutopsieError], code: str
) -> None:
    short = SALIENCY + "limits: {start_seconds: 3, memory_mb: 512}\n"
    refusal(kind, f"external_{code}", lambda: load(python_model(source), short))


def test_megabytes_of_print_are_set_aside_and_said(load: Any, python_model: Any, picture: Path) -> None:
    source = "def answer(b):\n    print('x' * 30_000_000)\n    return b.mean(axis=1)\n"
    subject = load(python_model(source), SALIENCY + LIMITS)
    assert subject.examine(picture).result.score > 0.8
    subject.close()
    assert subject.apart.printed > 29_000_000
    assert any("printed" in note.en for note in subject.examine(picture).notes)


def test_a_leak_ends_with_a_sentence_and_a_new_process(load: Any, python_model: Any, picture: Path) -> None:
    source = "kept = []\ndef answer(b):\n    kept.append(bytearray(100_000_000))\n    return b.mean(axis=1)\n"
    subject = load(python_model(source), SHORT.replace("seconds: 1", "seconds: 8"))
    first = subject.apart.pid
    before = psutil.Process().memory_info().rss

    def again() -> None:
        for _ in range(20):
            subject.examine(picture)

    refusal(ToolFailed, "external_out_of_memory", again)
    assert subject.examine(picture).result.score > 0.8
    assert subject.apart.pid != first
    assert psutil.Process().memory_info().rss - before < 100_000_000


def written(path: Path) -> int:
    """The number that another process is about to write."""
    for _ in range(100):
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError("nothing was written")


def test_what_a_model_forks_neither_answers_nor_outlives_it(
    load: Any, python_model: Any, picture: Path, tmp_path: Path
) -> None:
    source = (
        "import os, time\ndef answer(b):\n    child = os.fork()\n"
        f"    if not child:\n        open({str(tmp_path / 'child')!r}, 'w').write(str(os.getpid()))\n"
        "        if b.max() > 0.95: time.sleep(60)\n    return b.mean(axis=1)\n"
    )
    subject = load(python_model(source), SALIENCY + LIMITS)
    for _ in range(3):  # each child comes back with an answer of its own, and none is taken for the next
        assert subject.examine(picture).result.score > 0.8
    (tmp_path / "child").unlink()
    source = source.replace("if b.max() > 0.95: ", "")
    subject = load(python_model(source), SALIENCY + LIMITS)
    assert subject.examine(picture).result.score > 0.8
    child = written(tmp_path / "child")
    assert psutil.pid_exists(child)
    subject.close()
    time.sleep(0.3)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_no_secret_of_ours_reaches_the_model(
    load: Any, python_model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTOPSIE_SECRET", "AUTOPSIE_HOME", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "do not tell")
    source = "import os\ndef answer(texts):\n    return [sum('not tell' in v for v in os.environ.values())]\n"
    subject = load(python_model(source), "kind: score\ninput: text\noutput: score\n")
    assert subject.scores(["a"]).tolist() == [[0]]


def test_a_model_changed_on_disk_is_loaded_again(load: Any, python_model: Any, picture: Path) -> None:
    """Same reference, same description file: the bench asks for the hash before it answers."""
    from tools.bench import Bench

    reference = python_model("def answer(b):\n    return b.mean(axis=1)\n")
    load(reference)
    description = next(Path(reference.split(":")[1]).parent.glob("description*.yaml"))
    name, bench = parse(reference, description).spelling, Bench()
    first = bench.subject(name)
    assert bench.subject(name) is first
    time.sleep(0.02)
    python_model("def answer(b):\n    return 1 + b.mean(axis=1)\n")
    second = bench.subject(name)
    assert second is not first
    assert second.card.sha256 != first.card.sha256
    assert second.examine(picture).result.score > 1.8
    second.close()


def test_the_process_ends_with_whoever_started_it(load: Any, python_model: Any) -> None:
    subject = load(python_model("def answer(b):\n    return b\n"))
    pid = subject.apart.pid
    os.kill(pid, 0)
    subject.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# Addresses


@pytest.mark.parametrize(
    ("says", "code", "told"),
    [
        ((500, b"oops"), "http_status", "500"),
        ((200, b"<!doctype html><html>hello"), "http_not_json", "HTML page"),
        ((200, b'{"map": [[1, 2'), "http_not_json", "than JSON"),
        ((200, b"\xff\xfe\x00"), "http_not_json", "than JSON"),
        ((200, {"heat": [[1, 2]], "time": 3}), "http_no_field", "heat, time"),
        ((200, {"map": "soon"}), "wrong_dtype", "text"),
        ((200, {"map": [[1, 2], [3]]}), "bad_output", "numbers"),
        ((200, {"map": {"a": 1}}), "bad_output", "numbers"),
        ((200, {"map": [1, 2, 3]}), "wrong_shape", "(1, 3)"),
        ((200, b'{"map": [[NaN, 1]]}'), "not_finite", "1 values"),
        ((307, b"", {"Location": "http://198.51.100.7/steal"}), "http_redirect", "198.51.100.7"),
        ((200, [b'{"map": [['] + [b" "] * 40, {}, 0.2), "http_slow", "within 1 s"),
        ((200, [b"[" * 2**20] * 70), "too_large_output", "limit"),
    ],
)
def test_a_server_that_misbehaves(
    load: Any, server: Any, picture: Path, says: tuple[Any, ...], code: str, told: str
) -> None:
    server.says(*says)
    limits = "limits: {seconds: 1}\n" if code == "http_slow" else LIMITS
    subject = load(server.address, SALIENCY.replace("map", "{name: map}") + limits)
    error = refusal(ToolFailed, f"external_{code}", lambda: subject.examine(picture))
    assert told in error.sentence("en")
    server.says(200, {"map": [[0.0, 1.0]]})
    assert subject.examine(picture).result.point[0] > 48  # it is asked again, and answers


def test_a_server_that_is_not_there(load: Any, server: Any, picture: Path) -> None:
    subject = load(server.address, SALIENCY + LIMITS)
    server.close()
    refusal(ToolFailed, "external_http_unreachable", lambda: subject.examine(picture))


@pytest.mark.parametrize(
    "address",
    [
        "http://198.51.100.7/predict",
        "https://example.org/predict",
        "http://localhost.example.org/",
        "http://10.0.0.1",
    ],
)
def test_another_machine_is_asked_only_where_that_was_allowed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = refusal(CallRefused, "remote_refused", lambda: parse(address))
    assert "--allow-remote" in error.cure.en  # type: ignore[union-attr]
    assert parse(address, remote=True).remote
    assert parse(parse(address, remote=True).spelling).remote  # the permission travels with the call
    monkeypatch.setenv("AUTOPSIE_ALLOW_REMOTE", "1")
    assert parse(address).remote


@pytest.mark.parametrize(
    "name",
    ["onnx:", "http://", "http://user:secret@127.0.0.1/", "python:model.py", "python::f", "http://[::1"],
)
def test_what_names_no_model(name: str) -> None:
    error = refusal(CallRefused, "bad_reference", lambda: parse(name))
    assert "secret" not in error.sentence("en")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/p", "http://127.8.9.1/", "http://[::1]:80/", "http://localhost/"]
)
def test_this_machine_by_any_of_its_names(address: str) -> None:
    assert parse(address).name == address.partition("?")[0]


def test_the_model_ends_with_a_parent_that_was_killed(python_model: Any, tmp_path: Path) -> None:
    (tmp_path / "how.yaml").write_text(SALIENCY)
    name = parse(python_model("def answer(b):\n    return b\n"), tmp_path / "how.yaml").spelling
    program = (
        "import sys, time\nfrom tools.bench import Bench\n"
        "subject = Bench().subject(sys.argv[1])\nprint(subject.apart.pid, flush=True)\ntime.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        parent.kill()
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    raise AssertionError("the model outlived its parent")
