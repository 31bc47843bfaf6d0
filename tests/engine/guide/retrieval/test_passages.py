"""What may be quoted: the file's passages, in a play and outside of any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from engine.guide.retrieval.borne_out import borne_out
from engine.guide.retrieval.passage import Passage, plain
from engine.guide.retrieval.passages import passages_of
from engine.guide.retrieval.reached import reached_in
from engine.language.dossier import Dossier
from engine.language.schema import EndingNode, Scenario
from engine.play.events import Event, Found, Migrated, Narrated, Renaming, ToolFinished
from tools.wording import Language

QUESTIONS = sorted((Path(__file__).parents[3] / "corpus" / "guide").glob("questions*.yaml"))
PlayedUntil = Callable[..., list[Event]]


@pytest.fixture(scope="module")
def public(recadrage: Scenario, dossier: Dossier) -> dict[str, Passage]:
    return {each.id: each for each in passages_of(recadrage, "fr", "curious", dossier=dossier)}


def test_every_labelled_answer_is_a_passage_but_for_endings(
    public: dict[str, Passage], recadrage: Scenario
) -> None:
    rows = [row for each in QUESTIONS for row in yaml.safe_load(each.read_text(encoding="utf-8"))]
    assert len({row["id"] for row in rows}) == len(rows) == 212
    labelled = {name for row in rows for name in row["answers"]}
    endings = {f"node:{name}" for name, node in recadrage.nodes.items() if isinstance(node, EndingNode)}
    assert labelled - endings <= public.keys()
    assert not endings & public.keys()


def test_ids_are_unique_and_texts_are_whole(recadrage: Scenario, dossier: Dossier) -> None:
    languages: tuple[Language, ...] = ("fr", "en")
    for language in languages:
        passages = passages_of(recadrage, language, "engineer", dossier=dossier)
        assert len({each.id for each in passages}) == len(passages)
        for each in passages:
            assert each.text, each.id
            assert each.views, each.id
            assert "{" not in each.text, each.id
            assert each.language == language


def test_sentences_are_those_of_the_text(public: dict[str, Passage]) -> None:
    for each in public.values():
        for sentence in each.sentences:
            assert sentence in each.text, (each.id, sentence)


def test_a_figure_is_filled_from_the_record(public: dict[str, Passage], recadrage: Scenario) -> None:
    rate = recadrage.fixtures["peau"].result["rate"]
    assert rate == pytest.approx(0.983, abs=0.0006)
    assert "98,3\u202f%" in public["node:peau"].text
    assert "84,7" in public["finding:separateur"].text


def test_what_the_record_refutes_is_no_passage(public: dict[str, Passage], recadrage: Scenario) -> None:
    refuted = ("place_pese", "contraste_perd", "taille_pese", "peau_perd", "bande_pese", "mur_tient")
    assert all(f"exhibit:{name}" not in public for name in refuted)
    assert "exhibit:place_nulle" in public
    assert "exhibit:mur_retourne" in public
    contrary = ("place_oui", "contraste_inverse", "peau_foncee", "balance_penche", "survit")
    assert [f"node:{name}" in public for name in contrary] == [False, False, False, False, True]
    assert borne_out(recadrage).exhibits == {name[8:] for name in public if name.startswith("exhibit:")}


def test_a_breakdown_that_did_not_happen_is_no_passage(public: dict[str, Passage]) -> None:
    assert not [name for name in public if name.startswith("node:panne")]
    assert "node:photo_manquante" in public  # nobody can have recorded a reader's own picture


def test_in_a_play_only_what_was_met(
    recadrage: Scenario, dossier: Dossier, played_until: PlayedUntil
) -> None:
    events = played_until("pari_peau")
    passages = passages_of(recadrage, "fr", "curious", reached=reached_in(recadrage, events), dossier=dossier)
    told = {each.node for each in events if isinstance(each, Narrated)}
    measured = {each.node for each in events if isinstance(each, ToolFinished)}
    found = {each.exhibit for each in events if isinstance(each, Found)}
    names = {
        kind: {each.name for each in passages if each.kind == kind} for kind in ("node", "finding", "exhibit")
    }
    assert names["node"] <= told
    assert "bustes" in names["node"]
    assert names["finding"] == measured
    assert "contraste" in measured
    assert "peau" not in measured
    assert names["exhibit"] == found
    assert found


def test_a_source_tells_no_figure_that_was_not_told(
    recadrage: Scenario, dossier: Dossier, played_until: PlayedUntil
) -> None:
    def line(node: str) -> str:
        reached = reached_in(recadrage, played_until(node))
        found = passages_of(recadrage, "fr", "curious", reached=reached, dossier=dossier)
        return next(each.text for each in found if each.id == "source:wacv2022")

    assert "90\u202f%" not in line("pari_peau")
    assert "90\u202f%" in line("audit")  # the step before told it


def test_a_source_is_quoted_in_sentences_never_by_its_authors_names(
    recadrage: Scenario, dossier: Dossier
) -> None:
    languages: tuple[Language, ...] = ("fr", "en")
    for language in languages:
        passages = passages_of(recadrage, language, "curious", dossier=dossier)
        told = {
            sentence for each in passages if each.kind != "source" for sentence in whole(each)
        }  # fmt: skip
        for each in passages:
            if each.kind == "source":
                facts = recadrage.sources[each.name].facts
                assert not [name for name in facts if f"{name.replace('_', ' ')} =" in each.text], each.text
                for claim in each.sentences[1:]:
                    assert any(claim in text for text in told), claim
    french = {each.id: each.text for each in passages_of(recadrage, "fr", "curious", dossier=dossier)}
    assert "perçu comme noir 52 fois" in french["source:prabhu2020"]


def whole(passage: Passage) -> list[str]:
    """All that a passage says, as it reads: claims are runs of its sentences."""
    return [plain(" ".join(passage.sentences))]


def test_options_that_were_not_shown_are_not_quoted(recadrage: Scenario, played_until: PlayedUntil) -> None:
    short = reached_in(recadrage, played_until("visages", play="essentiel"))
    shown = next(each for each in passages_of(recadrage, "fr", reached=short) if each.id == "node:visages")
    assert len(shown.offered) == 2
    whole = next(each for each in passages_of(recadrage, "fr") if each.id == "node:visages")
    assert len(whole.offered) == 6


def test_a_hypothesis_under_an_open_bet_is_no_answer(recadrage: Scenario, played_until: PlayedUntil) -> None:
    def hypotheses(node: str) -> set[str]:
        passages = passages_of(recadrage, "en", reached=reached_in(recadrage, played_until(node)))
        return {each.name for each in passages if each.kind == "hypothesis"}

    assert "controle" not in hypotheses("pari_controle")
    assert "controle" in hypotheses("ordre")
    assert "regle" not in hypotheses("pari_peau")
    assert hypotheses("phrases") == set(recadrage.hypotheses)


def test_an_ending_that_was_reached_may_be_quoted(recadrage: Scenario, played_until: PlayedUntil) -> None:
    passages = passages_of(recadrage, "fr", reached=reached_in(recadrage, played_until()))
    endings = [each.name for each in passages if isinstance(recadrage.nodes.get(each.name), EndingNode)]
    assert endings == ["fin_contraste"]


def test_what_a_new_version_took_away_is_not_quoted(recadrage: Scenario, played_until: PlayedUntil) -> None:
    events = played_until("pari_peau")
    names = Renaming(exhibits={"place_nulle": None}, nodes={"contraste": None})
    moved = Migrated(
        seq=len(events) + 1, from_version=2, version=3, sha=recadrage.sha, names=names, dropped=["place"]
    )
    reached = reached_in(recadrage, [*events, moved])
    assert "place_nulle" not in reached.exhibits
    assert "dose_suit" in reached.exhibits
    assert not {"contraste", "place"} & reached.findings.keys()
    assert "dose" in reached.findings
    assert not reached.told


def test_a_failing_control_goes_with_the_conclusion(public: dict[str, Passage], recadrage: Scenario) -> None:
    failing = [name for name, each in recadrage.fixtures.items() if any(c.fails for c in each.placebo)]
    assert "place" in failing
    for name in failing:
        passage = public.get(f"finding:{name}")
        if passage is not None:
            assert len(passage.bound) >= 2, name
            assert set(passage.bound) <= set(passage.sentences)
