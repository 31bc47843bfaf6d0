"""Free questions to the first investigation, answered by the real encoder."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.guide.retrieval.answer import Answer, Answering
from engine.guide.retrieval.embeddings import Vectors
from engine.guide.retrieval.passage import Passage, cut, plain
from engine.guide.retrieval.passages import passages_of
from engine.guide.retrieval.quoting import GAP
from engine.guide.retrieval.reached import Reached, reached_in
from engine.language.dossier import Dossier
from engine.language.reader import find_scenario
from engine.language.schema import EndingNode, Scenario
from engine.play.events import Event
from engine.play.playthrough import fold, open_play
from tools.errors import AutopsieError
from tools.wording import LANGUAGES, Language, both

CORPUS = Path(__file__).parents[3] / "corpus" / "guide"
ATTEMPTS = yaml.safe_load((CORPUS / "attempts.yaml").read_text(encoding="utf-8"))
MOMENTS = ("temps", "pari_controle", "courbe", "pari_peau")
PlayedUntil = Callable[..., list[Event]]


def test_a_name_is_found(answering: Answering, recadrage: Scenario) -> None:
    answer = answering.answer(recadrage, "Qui est Colin Madland ?", "fr")
    assert answer.in_scope
    assert {"dossier:timeline.2", "node:une_image"} & {each.id for each in answer.passages}
    assert all("Madland" in each.text for each in answer.passages[:1])
    assert [each.score for each in answer.passages] == sorted(
        (e.score for e in answer.passages), reverse=True
    )


@pytest.mark.parametrize("asked", ["Qui est Colin Madland ?", "qui est Madland ?", "Madland"])
def test_who_a_name_is_can_be_asked_from_the_first_step(
    answering: Answering, recadrage: Scenario, asked: str
) -> None:
    begun = open_play(recadrage, play="p", seed=1, audience="pupil", language="fr").events
    answer = answering.answer(recadrage, asked, "fr", events=begun)
    assert answer.in_scope
    assert "Madland" in answer.passages[0].text


def test_common_words_that_the_file_happens_to_have_make_no_question_its_own(
    answering: Answering, recadrage: Scenario
) -> None:
    assert not answering.answer(recadrage, "what time is it?", "en").in_scope
    assert not answering.answer(recadrage, "who runs the world", "en").in_scope
    assert not answering.answer(recadrage, "Combien coûte une action de Twitter ?", "fr").in_scope
    assert not answering.answer(recadrage, "Qui est Zidane ?", "fr").in_scope


def test_a_misspelt_name_is_found(answering: Answering, recadrage: Scenario) -> None:
    answer = answering.answer(recadrage, "who is kulynich", "en")
    assert "Kulynych" in answer.shown[0].text


def test_what_the_file_does_not_say_is_refused(answering: Answering, recadrage: Scenario) -> None:
    answer = answering.answer(recadrage, "quel temps fera-t-il demain à Lille ?", "fr")
    assert (answer.in_scope, answer.passages, answer.instrument) == (False, (), None)
    assert 1 <= len(answer.nearest) <= 2


def test_a_long_question_is_cut_and_told_so(answering: Answering, recadrage: Scenario) -> None:
    began = time.perf_counter()
    answer = answering.answer(recadrage, "le contraste " * 4000, "fr")
    assert answer.says is not None
    assert "500" in answer.says.fr
    assert "500" in answer.says.en
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("typed", ["", "   ", "???", "\u202e\u0000", "🙂🙂"])
def test_what_holds_no_word_is_told_so(answering: Answering, recadrage: Scenario, typed: str) -> None:
    answer = answering.answer(recadrage, typed, "en")
    assert not answer.in_scope
    assert not answer.shown
    assert answer.says is not None


def test_quotations_are_in_the_language_asked_for(answering: Answering, recadrage: Scenario) -> None:
    french = answering.answer(recadrage, "is it the wall behind them?", "fr")
    assert any("mur" in each.text for each in french.passages)
    assert not any("the wall" in each.text for each in french.passages)


def test_a_measure_is_offered_with_the_storys_settings(answering: Answering, recadrage: Scenario) -> None:
    answer = answering.answer(recadrage, "does shrinking one of the two pictures make it lose?", "en")
    offered = answer.instrument
    assert offered is not None
    assert offered.node == "taille"
    assert offered.awaits is None
    assert offered.call.params["factor"] == "size"
    assert offered.call.seed == 7
    assert offered.seconds == recadrage.fixtures["taille"].seconds
    assert offered.asks == recadrage.fixtures["taille"].question


def test_a_measure_too_heavy_here_is_offered_as_it_can_be_borne(
    answering: Answering, recadrage: Scenario
) -> None:
    offered = answering.answer(recadrage, "et si on met une bande blanche entre les deux ?", "fr").instrument
    assert offered is not None
    assert offered.node == "separateur"
    assert offered.call.params["n"] == 20
    assert offered.seconds is None


def test_an_instrument_that_the_story_does_not_use_is_offered(
    answering: Answering, recadrage: Scenario
) -> None:
    offered = answering.answer(recadrage, "et si on ajoute un flou de 3 pixels à l'image ?", "fr").instrument
    assert offered is not None
    assert offered.node is None
    assert (offered.call.verb, offered.call.method, offered.call.params["levels"]) == (
        "perturb",
        "blur",
        [3.0],
    )
    scarf = answering.answer(recadrage, "est-ce que porter un foulard change le résultat ?", "fr").instrument
    assert scarf is not None
    assert scarf.call.params["item"] == "headscarf"


def test_a_measure_waits_for_the_bet_on_it(
    answering: Answering, recadrage: Scenario, played_until: PlayedUntil
) -> None:
    asked = "out of 100, how often does the lighter skin keep the frame?"

    def awaited(at: str) -> tuple[str | None, str | None]:
        offered = answering.answer(recadrage, asked, "en", events=played_until(at)).instrument
        assert offered is not None
        return offered.node, offered.awaits

    node, awaits = awaited("pari_peau")
    assert node in ("peau", "inconnus", "tenir")
    assert awaits == "pari_peau"
    assert awaited("visages")[1] is None


def _encoder_gone(texts: Sequence[str]) -> Any:
    raise AutopsieError("X", both("gone"))


def test_without_an_encoder_words_alone_answer(
    recadrage: Scenario, dossier: Dossier, vectors: Vectors
) -> None:
    lost_on_the_way = Vectors(vectors.of_file, _encoder_gone)
    for each in (None, Vectors(_encoder_gone), lost_on_the_way):
        answering = Answering(each, lambda _: dossier)
        answer = answering.answer(recadrage, "Kulynych, le concours", "fr")
        assert answer.in_scope
        assert answer.instrument is None
        assert any("Kulynych" in each.text for each in answer.passages)
        assert not answering.answer(recadrage, "zzz qqq", "fr").in_scope


# Forty attempts


def _secrets(scenario: Scenario, reached: Reached | None) -> Iterator[str]:
    """Every sentence, in both languages, that may not come back at that moment."""
    raw = yaml.safe_load(find_scenario("recadrage").read_text(encoding="utf-8"))
    workshop = find_scenario("recadrage").with_name("workshop.yaml").read_text(encoding="utf-8")
    for text in (*_facilitator(raw), *_strings(yaml.safe_load(workshop))):
        yield from _sentences(text)
    for name, node in scenario.nodes.items():
        met = reached is not None and name in reached.told
        if met or (reached is None and not isinstance(node, EndingNode)):
            continue
        for key in ("text", "text_for", "remember", "next_steps", "reopens"):
            for text in _strings(raw["nodes"][name].get(key)):
                yield from _sentences(text)
    if reached is not None:
        for name, finding in scenario.fixtures.items():
            if name not in reached.findings:
                for language in LANGUAGES:
                    yield from _sentences(finding.conclusion.in_(language))
        for name in scenario.exhibits.keys() - reached.exhibits.keys():
            for text in _strings(raw["exhibits"][name]):
                yield from _sentences(text)


def _facilitator(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _strings(value) if key == "facilitator" else _facilitator(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _facilitator(value)


def _strings(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from _strings(value)


def _sentences(text: str) -> Iterator[str]:
    """Sentences long enough to be nobody else's, without their figures."""
    for sentence in cut(" ".join(text.split())):
        for piece in re.split(r"\{[^{}]*\}|\d+[\d.,\u202f\u00a0 ]*%?", plain(sentence)):
            if len(piece.strip()) >= 28:
                yield _letters(piece)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold().replace("’", "'")).strip()


@pytest.fixture(scope="module")
def moments(
    recadrage: Scenario, dossier: Dossier, played_until: PlayedUntil
) -> list[tuple[list[Event] | None, Reached | None]]:
    """Outside of any play, then at each of :data:`MOMENTS`."""
    logs = [None, *(played_until(node) for node in MOMENTS)]
    return [(log, None if log is None else reached_in(recadrage, log)) for log in logs]


def test_there_are_forty_attempts() -> None:
    assert {language: len(set(texts)) for language, texts in ATTEMPTS.items()} == {"fr": 20, "en": 20}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_attempt_makes_it_say_more(
    answering: Answering,
    recadrage: Scenario,
    dossier: Dossier,
    moments: list[tuple[list[Event] | None, Reached | None]],
    language: Language,
) -> None:
    for events, reached in moments:
        passages = passages_of(recadrage, language, "curious", reached=reached, dossier=dossier)
        known = {each.id: each for each in passages}
        open_ = " ".join(_letters(plain(each.text)) for each in passages)
        secrets = {each for each in _secrets(recadrage, reached) if each not in open_}
        assert len(secrets) > 100
        for typed in ATTEMPTS[language]:
            answer = answering.answer(recadrage, typed, language, audience="curious", events=events)
            _all_quoted(answer, known)
            said = _letters(" ".join(_shown(answer)))
            leaked = [each for each in secrets if each in said]
            assert not leaked, (typed, leaked)
            if events is not None:
                _no_bet_is_spoilt(answer, recadrage, events)


def _all_quoted(answer: Answer, known: dict[str, Passage]) -> None:
    """Nothing is left of a quotation when the sentences of its own passage are taken out of it."""
    for quoted in answer.shown:
        passage, rest = known[quoted.id], quoted.text
        for sentence in sorted((*passage.sentences, *passage.offered), key=len, reverse=True):
            rest = rest.replace(sentence, "")
        assert not rest.replace(GAP.strip(), "").strip(), (quoted.id, rest)


def _shown(answer: Answer) -> Iterator[str]:
    yield from (plain(each.text) for each in answer.shown)
    if answer.says is not None:
        yield from (answer.says.fr, answer.says.en)
    if answer.instrument is not None:
        yield json.dumps(answer.instrument.model_dump(mode="json"), ensure_ascii=False)


def _no_bet_is_spoilt(answer: Answer, scenario: Scenario, events: list[Event]) -> None:
    """What a bet is open on is neither quoted nor offered."""
    state = fold(scenario, events)
    sealed = {
        node.seals: node.id
        for node in scenario.nodes.values()
        if node.kind == "ask" and node.seals is not None and node.seals not in state.results
    }
    rests_on = {each.name for quoted in answer.shown for each in quoted.rests_on if each.kind == "finding"}
    assert not rests_on & sealed.keys()
    offered = answer.instrument
    if offered is not None and offered.node in sealed:
        assert offered.awaits == sealed[offered.node]


def test_an_attempt_changes_nothing_for_the_next_question(answering: Answering, recadrage: Scenario) -> None:
    before = answering.answer(recadrage, "what is a placebo here?", "en")
    for typed in ATTEMPTS["en"]:
        answering.answer(recadrage, typed, "en")
    assert answering.answer(recadrage, "what is a placebo here?", "en") == before


# Anything that can be typed


@settings(max_examples=150, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=800), language=st.sampled_from(LANGUAGES))
@example(typed="\ud800 lone", language="fr")
@example(typed="а" * 600, language="en")
@example(typed="۱۲۳ ٤٥٦ １２３ ²³", language="fr")
@example(typed="x" * 50_000, language="en")
def test_anything_typed_has_an_answer(
    answering: Answering, recadrage: Scenario, typed: str, language: Language
) -> None:
    answer = answering.answer(recadrage, typed, language)
    assert len(answer.shown) <= 3
    assert bool(answer.passages) == answer.in_scope
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
