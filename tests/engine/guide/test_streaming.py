"""A backend's pieces become whole sentences, within deadlines, whatever it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.guide.backend import BackendFailed, Prompt, Readiness
from engine.guide.sentences import sentences_of
from engine.guide.streaming import sentences_from
from tools.errors import CallRefused
from tools.wording import Words

PROMPT = Prompt(name="rephrase", version="0" * 12, system="", user="", language="fr")


class Scripted:
    """Writes what it is told to; a number is a pause in seconds, an exception is raised."""

    name = "scripted"
    verbatim = False

    def __init__(self, *pieces: str | float | Exception) -> None:
        self.pieces = pieces
        self.ended = threading.Event()

    def readiness(self) -> Readiness:
        return Readiness(True, Words(fr="x", en="x"), degrees=("rephrase",))

    def write(self, prompt: Prompt) -> Iterator[str]:
        try:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, float):
                    time.sleep(piece)
                else:
                    yield piece
        finally:
            self.ended.set()

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        return options[0]

    def close(self) -> None: ...


def read(backend: Scripted, *, first: float = 2.0, whole: float = 4.0) -> list[str]:
    return list(sentences_from(backend, PROMPT, first=first, whole=whole))


def test_pieces_become_sentences_as_soon_as_each_is_whole() -> None:
    seen: list[tuple[str, float]] = []
    began = time.monotonic()
    for sentence in sentences_from(
        Scripted("Une ph", "rase. Une au", "tre", 0.4, " ici.\n3. Et la fin"), PROMPT, first=2, whole=4
    ):
        seen.append((sentence, time.monotonic() - began))
    assert [sentence for sentence, _ in seen] == ["Une phrase.", "Une autre ici.", "Et la fin"]
    assert seen[0][1] < 0.35 < seen[1][1]


SENTENCES = ["Le réseau répond. ", "Rien ne change. ", "M. Martin dit oui. "]


@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.integers(1, 7))
def test_however_it_is_cut_it_reads_the_same(sentences: list[str], size: int) -> None:
    text = "".join(sentences)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert read(Scripted(*pieces)) == sentences_of(text)


def test_one_that_hangs_is_left_in_time() -> None:
    backend = Scripted(5.0, "Trop tard.")
    began = time.monotonic()
    with pytest.raises(BackendFailed) as failed:
        read(backend, first=0.3)
    assert failed.value.code == "guide_slow"
    assert time.monotonic() - began < 2.0


def test_one_that_never_ends_is_cut_and_told_to_stop() -> None:
    class Endless(Scripted):
        def write(self, prompt: Prompt) -> Iterator[str]:
            try:
                while True:
                    yield "mot "
                    time.sleep(0.001)
            finally:
                self.ended.set()

    backend = Endless()
    with pytest.raises(BackendFailed):
        read(backend, first=0.5, whole=0.5)
    assert backend.ended.wait(2.0)


def test_its_own_failure_is_told_as_it_is_and_any_other_as_ours() -> None:
    known = BackendFailed("guide_key_refused", Words(fr="x", en="x"), detail="401")
    with pytest.raises(BackendFailed, match="x") as failed:
        read(Scripted("Un début. Et ", known))
    assert failed.value.code == "guide_key_refused"
    with pytest.raises(BackendFailed) as broke:
        read(Scripted(ValueError("a secret")))
    assert broke.value.code == "guide_broke"
    assert "secret" not in broke.value.detail
    with pytest.raises(CallRefused):
        read(Scripted(CallRefused("unknown", Words(fr="x", en="x"))))


def test_a_reader_who_leaves_ends_it() -> None:
    stop = threading.Event()
    stop.set()
    backend = Scripted("Une. ", 3.0, "Deux.")
    assert list(sentences_from(backend, PROMPT, first=1, whole=2, stop=stop)) in ([], ["Une."])


def test_a_sentence_without_end_is_cut() -> None:
    found = read(Scripted("a" * 9000))
    assert sum(map(len, found)) <= 2000


def test_sentences_keep_what_belongs_to_them() -> None:
    text = (
        "Il dit « non. » Puis il part ! [@a] [@b, p. 4] M. Martin, p. 12, répond. 3,5 % restent."
        "\n\n- Un point.\n- Deux"
    )
    assert sentences_of(text) == [
        "Il dit « non. »", "Puis il part ! [@a] [@b, p. 4]", "M. Martin, p. 12, répond.", "3,5 % restent.",
        "- Un point.", "- Deux",
    ]  # fmt: skip
