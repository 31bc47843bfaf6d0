"""The backend that speaks to a server: a genuine llama.cpp, then one that does all that servers do wrong."""

from __future__ import annotations

import logging
import socket
import threading
import time
import traceback
from contextlib import closing
from typing import Any

import pytest

from engine.guide.backend import BackendFailed, Prompt, backend_named
from engine.guide.backends.openai_compatible import CHARACTERS_A_TOKEN, Backend
from engine.guide.settings import GuideSettings
from engine.guide.troubles import CODES
from tests.engine.guide.backends.misbehaving_server import (
    DONE,
    KEY,
    Behave,
    Misbehaving,
    head,
    nap,
    said,
)
from tools.wording import Language


def backend(url: str, **settings: Any) -> Backend:
    named = {"model": "smollm2", "whole_seconds": 20.0} | settings
    made = backend_named("openai-compatible", GuideSettings(backend="openai_compatible", url=url, **named))
    assert isinstance(made, Backend)
    return made


def failure(asked: Backend, prompt: Prompt) -> BackendFailed:
    """How writing fails; within a time that no test should see."""
    before = time.monotonic()
    with pytest.raises(BackendFailed) as failed:
        list(asked.write(prompt))
    assert time.monotonic() - before < 60
    assert failed.value.code in CODES
    assert failed.value.detail
    assert all(failed.value.sentence(language) for language in ("fr", "en"))
    return failed.value


def heard_until_failure(asked: Backend, prompt: Prompt) -> tuple[list[str], BackendFailed]:
    heard: list[str] = []
    pieces = asked.write(prompt)
    try:
        for piece in pieces:
            heard.append(piece)
    except BackendFailed as failed:
        return heard, failed
    pytest.fail("it did not fail")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.guide.completions.asking.BACKOFF", 0.05)
    monkeypatch.delenv("AUTOPSIE_GUIDE_KEY", raising=False)


# The genuine server


def test_a_genuine_server_writes_and_counts(
    genuine_server: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", KEY)
    asked = backend(genuine_server, whole_seconds=100.0)
    pieces = list(asked.write(prompt))
    assert len(pieces) > 20
    assert "network" in "".join(pieces)
    assert 50 < asked.spent < 100  # as the server counts: the question, and thirty
    assert "".join(asked.write(prompt)) == "".join(pieces)


def test_a_genuine_server_chooses_under_its_schema(
    genuine_server: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", KEY)
    options = ["s1", "the-second-option-with-a-long-name", "c"]
    for temperature in (0.0, 1.5):
        wild = prompt.model_copy(update={"temperature": temperature, "most_tokens": 1})
        assert backend(genuine_server, whole_seconds=100.0).choose(wild, options) in options


def test_a_genuine_server_refuses_another_key(
    genuine_server: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failure(backend(genuine_server, whole_seconds=100.0), prompt).code == "guide_key_refused"
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", "sk-wrong")
    asked = backend(genuine_server, whole_seconds=100.0)
    assert failure(asked, prompt).code == "guide_key_refused"
    assert asked.spent == 0


def test_a_genuine_server_is_asked_too_much(
    genuine_server: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", KEY)
    long = prompt.model_copy(update={"user": "word " * 3000})
    assert failure(backend(genuine_server, whole_seconds=100.0), long).code == "guide_too_much"


def test_a_genuine_server_is_stopped_by_closing(
    genuine_server: str, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", KEY)
    asked = backend(genuine_server, whole_seconds=100.0)
    answer = asked.write(prompt.model_copy(update={"most_tokens": 800, "user": "Tell a very long story."}))
    next(answer)
    before = time.monotonic()
    answer.close()
    assert time.monotonic() - before < 0.5
    assert asked.spent > 0
    assert list(asked.write(prompt))  # its only place is free again


def test_the_key_is_in_the_header_and_nowhere_else(
    misbehaving: Misbehaving,
    prompt: Prompt,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("", "httpx", "httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", KEY)
    asked = backend(misbehaving.url)
    echo = f'{{"error": {{"message": "Incorrect key {KEY}"}}}}'.encode()
    answers = {
        "401 Unauthorized": "guide_key_refused",
        "400 Bad Request": "guide_server_error",
        "500 Oops": "guide_server_error",
        "302 Found": "guide_server_error",
    }
    for status, code in answers.items():
        misbehaving.behave = lambda write, number, status=status: write(  # type: ignore[misc]
            head(status, "application/json", "Location: http://127.0.0.1:9/\r\n") + echo
        )
        failed = failure(asked, prompt)
        assert failed.code == code
        told = "".join(traceback.format_exception(failed)) + failed.detail + failed.sentence("fr")
        assert KEY not in told
    misbehaving.behave = lambda write, number: write(head() + b"data: " + echo + b"\n\n")
    assert KEY not in failure(asked, prompt).detail
    assert f"Authorization: Bearer {KEY}" in misbehaving.headers[0].replace("authorization", "Authorization")
    assert caplog.records, "nothing was logged: this test proves nothing"
    assert KEY not in caplog.text
    assert KEY not in repr(asked.__dict__)
    assert KEY not in "".join(asked.readiness().says.model_dump().values())
    out = capfd.readouterr()
    assert KEY not in out.out + out.err


def test_a_key_that_no_header_takes_is_refused_here(
    misbehaving: Misbehaving, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOPSIE_GUIDE_KEY", "sk-é\nX-Other: yes")
    assert failure(backend(misbehaving.url), prompt).code == "guide_key_refused"
    assert misbehaving.asked == []


# What servers do wrong


def forever(write: Any, number: int) -> None:
    write(head())
    while True:
        write(said("and so "))


def trickle(write: Any, number: int) -> None:
    write(head())
    while True:
        write(b": still here\n")
        nap(0.05)


def slow_head(write: Any, number: int) -> None:
    for letter in head().decode():
        write(letter.encode())
        nap(0.2)


def huge_line(write: Any, number: int) -> None:
    write(head() + b"data: ")
    while True:
        write(b"x" * 65_536)


def hang_up(write: Any, number: int) -> None:
    """Not a word."""


def sends(data: bytes) -> Behave:
    return lambda write, number: write(data)


def hangs(before: bytes = b"") -> Behave:
    def behave(write: Any, number: int) -> None:
        write(before)
        nap(30)

    return behave


def endless_refusal(write: Any, number: int) -> None:
    write(head("400 No", "text/plain"))
    while True:
        write(b"no " * 9999)


NOTHING = "guide_answered_nothing"
WRONG: dict[str, tuple[Behave, str]] = {
    "answers nothing": (hang_up, "guide_unreachable"),
    "never answers": (hangs(), "guide_slow"),
    "slow headers": (slow_head, "guide_slow"),
    "headers and no more": (hangs(head()), "guide_slow"),
    "a trickle of comments": (trickle, "guide_slow"),
    "an empty stream": (sends(head()), NOTHING),
    "done at once": (sends(head() + DONE), NOTHING),
    "blanks only": (sends(head() + said(" \n") + DONE), NOTHING),
    "garbage": (sends(head() + b"data: {not json\n\n"), "guide_garbled"),
    "a list": (sends(head() + b"data: [1, 2]\n\n"), "guide_garbled"),
    "nested too deep": (sends(head() + b"data: " + b"[" * 100_000 + b"\n\n"), "guide_garbled"),
    "odd choices": (sends(head() + b'data: {"choices": [7]}\n\n'), "guide_garbled"),
    "odd text": (sends(head() + b'data: {"choices": [{"delta": {"content": 3}}]}\n' + DONE), NOTHING),
    "not http": (sends(b"220 welcome to FTP\r\n"), "guide_unreachable"),
    "a page": (sends(head(kind="text/html") + b"<html>Sign in</html>"), "guide_garbled"),
    "no type": (sends(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"), "guide_garbled"),
    "a huge line": (huge_line, "guide_garbled"),
    "garbled json": (sends(head(kind="application/json") + b"{"), "guide_garbled"),
    "an error in the stream": (sends(head() + b'data: {"error": "full"}\n\n'), "guide_server_error"),
    "500": (sends(head("500 Oops", "text/plain") + b"oops"), "guide_server_error"),
    "503": (sends(head("503 Later", "text/plain")), "guide_server_error"),
    "404": (sends(head("404 None", "text/plain")), "guide_model_missing"),
    "413": (sends(head("413 Large", "text/plain")), "guide_too_much"),
    "429": (sends(head("429 Wait", "text/plain", "Retry-After: 0\r\n")), "guide_busy"),
    "an endless refusal": (endless_refusal, "guide_server_error"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_is_named_and_bounded(name: str, misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave, code = WRONG[name]
    before = time.monotonic()
    assert failure(backend(misbehaving.url, whole_seconds=1.0), prompt).code == code
    assert time.monotonic() - before < 2.5


@pytest.mark.parametrize("chunked", [False, True])
def test_a_stream_cut_in_the_middle_keeps_what_was_said(
    chunked: bool, misbehaving: Misbehaving, prompt: Prompt
) -> None:
    words = said("The crop ") + said("prefers")
    if chunked:  # then the cut is seen by HTTP already
        words = b"%x\r\n" % len(words) + words + b"\r\n5\r\nda"
    misbehaving.behave = sends(head(more="Transfer-Encoding: chunked\r\n" if chunked else "") + words)
    heard, failed = heard_until_failure(backend(misbehaving.url), prompt)
    assert failed.code == "guide_cut"
    assert heard == ["The crop ", "prefers"]
    assert len(misbehaving.asked) == 1  # what was read is not asked for again


def test_a_line_is_bounded_whatever_the_answer_may_weigh(misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave = huge_line
    failed = failure(backend(misbehaving.url), prompt.model_copy(update={"most_tokens": 4000}))
    assert failed.code == "guide_garbled"
    assert "line" in failed.detail


def test_one_that_never_ends_is_cut_by_length(misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave = forever
    asked = backend(misbehaving.url)
    text = "".join(asked.write(prompt))
    assert len(text) == prompt.most_tokens * CHARACTERS_A_TOKEN
    assert asked.spent > len(text) // 4


def test_one_that_says_a_little_for_ever_is_cut_by_time(misbehaving: Misbehaving, prompt: Prompt) -> None:
    def behave(write: Any, number: int) -> None:
        write(head())
        while True:
            write(said("x"))
            nap(0.1)

    misbehaving.behave = behave
    before = time.monotonic()
    heard, failed = heard_until_failure(backend(misbehaving.url, whole_seconds=1.0), prompt)
    assert failed.code == "guide_slow"
    assert 5 < len(heard) < 15
    assert time.monotonic() - before < 2.0


@pytest.mark.parametrize(
    "first",
    [head("429 Wait", "text/plain", "Retry-After: 0\r\n"), head("503 Later", "text/plain"), b"", head()],
)
def test_what_passes_is_tried_twice_more(first: bytes, misbehaving: Misbehaving, prompt: Prompt) -> None:
    good = head() + said("Fine.", "stop") + DONE
    misbehaving.behave = lambda write, number: write(good if number == 2 else first)
    assert list(backend(misbehaving.url).write(prompt)) == ["Fine."]
    assert len(misbehaving.asked) == 3
    misbehaving.behave = lambda write, number: write(good if number == 6 else first)
    failure(backend(misbehaving.url), prompt)
    assert len(misbehaving.asked) == 6  # and no more


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "400 No", "413 No"])
def test_what_does_not_pass_is_not_tried_again(status: str, misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave = sends(head(status, "text/plain"))
    failure(backend(misbehaving.url), prompt)
    assert len(misbehaving.asked) == 1


def test_a_server_that_asks_to_wait_long_is_not_waited_for(misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave = sends(head("429 Wait", "text/plain", "Retry-After: 3600\r\n"))
    before = time.monotonic()
    assert failure(backend(misbehaving.url, whole_seconds=10_000.0), prompt).code == "guide_busy"
    assert time.monotonic() - before < 3.0
    assert len(misbehaving.asked) == 1


def test_nobody_at_the_address(prompt: Prompt) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = backend(f"http://127.0.0.1:{port}/v1")
    assert failure(asked, prompt).code == "guide_unreachable"
    assert asked.spent == 0


def test_a_server_that_does_not_stream_is_read_all_the_same(misbehaving: Misbehaving, prompt: Prompt) -> None:
    body = b'{"choices": [{"message": {"content": "Whole."}}], "usage": {"total_tokens": 41}}'
    misbehaving.behave = sends(head(kind="application/json; charset=utf-8") + body)
    asked = backend(misbehaving.url)
    assert list(asked.write(prompt)) == ["Whole."]
    assert asked.spent == 41


def test_done_is_the_end_though_the_line_stays_open(misbehaving: Misbehaving, prompt: Prompt) -> None:
    misbehaving.behave = hangs(head() + said("Fine.", "stop") + DONE)
    assert list(backend(misbehaving.url, whole_seconds=5.0).write(prompt)) == ["Fine."]


def test_a_piece_cut_between_two_packets_is_whole_again(misbehaving: Misbehaving, prompt: Prompt) -> None:
    def behave(write: Any, number: int) -> None:
        write(head())
        for byte in said("é – «") + b"\r\n: a comment\r\n" + said("", "stop"):
            write(bytes([byte]))

    misbehaving.behave = behave
    assert list(backend(misbehaving.url).write(prompt)) == ["é – «"]


def test_what_a_server_does_not_know_is_left_out(misbehaving: Misbehaving, prompt: Prompt) -> None:
    def behave(write: Any, number: int) -> None:
        asked = misbehaving.asked[-1]
        for name in ("response_format", "stream_options", "seed", "max_tokens"):
            if name in asked:
                known = "json_schema" if name == "response_format" else name
                write(head("400 No", "application/json") + f'{{"error": "unknown: {known}"}}'.encode())
                return
        write(head() + said(" “s2” ".replace("“", '"').replace("”", '"'), "stop") + DONE)

    misbehaving.behave = behave
    assert backend(misbehaving.url).choose(prompt, ["s1", "s2"]) == "s2"
    assert "max_completion_tokens" in misbehaving.asked[-1]


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ('{"choice": "s2"}', "s2"),
        ('```json\n{"choice": "s1"}\n```', "s1"),
        ("s2", "s2"),
        ('"s2".', "s2"),
        ("S2", None),
        ("I would take s2", None),
        ("s3", None),
        ('{"choice": "s3"}', None),
        ('{"other": "s1"}', None),
        ("[]", None),
    ],
)
def test_a_choice_is_an_option_to_the_letter(
    answer: str, chosen: str | None, misbehaving: Misbehaving, prompt: Prompt
) -> None:
    misbehaving.behave = sends(head() + said(answer, "stop") + DONE)
    asked = backend(misbehaving.url)
    if chosen is not None:
        assert asked.choose(prompt, ["s1", "s2"]) == chosen
        return
    with pytest.raises(BackendFailed) as garbled:
        asked.choose(prompt, ["s1", "s2"])
    assert garbled.value.code == "guide_garbled"


def test_closing_ends_the_connection(misbehaving: Misbehaving, prompt: Prompt) -> None:
    left = threading.Event()

    def behave(write: Any, number: int) -> None:
        write(head())
        try:
            while True:
                write(said("x"))
                nap(0.02)
        except OSError:
            left.set()

    misbehaving.behave = behave
    with closing(backend(misbehaving.url).write(prompt)) as answer:
        next(answer)
    assert left.wait(3)


def test_several_threads_at_once(misbehaving: Misbehaving, prompt: Prompt) -> None:
    usage = b'data: {"choices": [], "usage": {"total_tokens": 10}}\n\n'
    misbehaving.behave = sends(head() + said("Fine.", "stop") + usage + DONE)
    asked, heard = backend(misbehaving.url), []
    threads = [threading.Thread(target=lambda: heard.extend(asked.write(prompt))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert heard == ["Fine."] * 8
    assert asked.spent == 80


# Readiness


def test_it_is_ready_when_it_is_told_where_and_what() -> None:
    ready = backend("http://localhost:11434/v1", model="mistral").readiness()
    assert (ready.ready, ready.model, ready.languages) == (True, "mistral", ("fr", "en"))
    assert ready.degrees == ("select", "rephrase")
    assert "cette machine" in ready.says.fr
    far = backend("https://models.example/v1", model="large", languages="fr").readiness()
    assert far.languages == ("fr",)
    assert "models.example" in far.says.fr
    assert "partent" in far.says.fr


@pytest.mark.parametrize(
    "url", ["", "localhost:11434", "ftp://x/v1", "http://", "http://me:secret@x/v1", "http://secret@x/v1", "http://x/v1?key=secret",
            "http://[::1", "http://x:port/v1"]
)  # fmt: skip
def test_an_address_that_is_none_or_carries_a_key_is_refused(url: str, prompt: Prompt) -> None:
    asked = backend(url)
    assert not asked.readiness().ready
    failed = failure(asked, prompt)
    assert failed.code == "guide_unset"
    assert "secret" not in failed.detail + failed.sentence("fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_model_it_says_what_to_set(language: Language, prompt: Prompt) -> None:
    asked = backend("http://localhost/v1", model="")
    assert failure(asked, prompt).code == "guide_unset"
    cure = asked.readiness().cure
    assert cure is not None
    assert "AUTOPSIE_GUIDE_MODEL" in cure.in_(language)


def test_the_address_may_be_written_in_several_ways() -> None:
    from engine.guide.completions.address import address_of

    for url in ("http://[::1]:8080/v1", "http://[::1]:8080/v1/", "http://[::1]:8080/v1/chat/completions"):
        assert address_of(url).url == "http://[::1]:8080/v1/chat/completions"
        assert address_of(url).here
    assert not address_of("https://127.0.0.1.example.org/v1").here
