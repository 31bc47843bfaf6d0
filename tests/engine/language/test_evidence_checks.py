"""Checks of the proof: what paths lack, what claims rest on, what no outcome does; faults kept apart."""

from __future__ import annotations

import pytest

from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_source

STORY = """\
format: incident/1
id: essai
title: Essai
hypotheses:
  place: La place décide.
  lumiere: La lumière décide.
  hasard: {text: Le hasard suffit., boring: true}
exhibits:
  nette:
    text: "La part vaut {mesure.rate:percent}."
    evidence: {place: for, hasard: against}
  nulle:
    text: "La part ne vaut que {mesure.rate:percent}."
    evidence: {place: against}
nodes:
  debut:
    text: "Que faire ?"
    options:
      refaire: {text: Refaire, to: mesure}
      clore: {text: En rester là, to: abandon}
  mesure:
    tool: reproduce
    text: "La part vaut {mesure.rate:percent}."
  lecture:
    branch:
      - {when: mesure.rate > 0.5, to: suite}
      - {to: nul}
  suite:
    text: "Voyons la suite."
    found: [nette]
    to: fin
  nul:
    text: "Rien de net."
    found: [nulle]
    to: ouvert
  fin:
    ending: established
    text: "Établi."
    rests_on: [nette]
  ouvert:
    ending: undecided
    text: "Ouvert."
  abandon:
    ending: abandoned
    text: "Dossier refermé."
"""


def faults(source: str, code: str = "") -> list[Diagnostic]:
    return [each for each in read_source(source.encode(), "e.yaml")[1] if not code or each.code == code]


def changed(*pairs: tuple[str, str], source: str = STORY) -> str:
    for old, new in pairs:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def guilty(source: str, fault: Diagnostic) -> str:
    return source.split("\n")[fault.line - 1][fault.column - 1 : fault.end - 1]


def test_the_story_only_lacks_its_record() -> None:
    assert [each.code for each in faults(STORY)] == ["P610"]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("      - {to: nul}", "      - {to: fin}")], True),
        ([("      clore: {text: En rester là, to: abandon}", "      clore: {text: Là, to: fin}")], True),
        ([("    found: [nette]\n", ""), ("text: Refaire, to", "text: R, found: nette, to")], False),
        ([("      - {to: nul}", "      - {when: found.nette, to: fin}\n      - {to: nul}")], False),
        ([("- {to: nul}", "- {when: found.nette or mesure.n > 40, to: fin}\n      - {to: nul}")], True),
        # On a tool node an exhibit is gained only where what is expected holds.
        ([("    found: [nette]\n", ""), ("tool: reproduce", "tool: reproduce\n    found: nette")], False),
        (
            [
                ("    found: [nette]\n", ""),
                ("tool: reproduce", "tool: reproduce\n    found: nette\n    expect: {rate: 0.4..0.9}"),
            ],
            True,
        ),
        (
            [
                ("    found: [nette]\n", ""),
                (
                    "tool: reproduce",
                    "tool: reproduce\n    found: nette\n    expect: {rate: 0.4..0.9}\n    else: ouvert",
                ),
            ],
            False,
        ),
        ([("    found: [nette]\n", ""), ('text: "Établi."', 'text: "Établi."\n    found: nette')], False),
    ],
)  # fmt: skip
def test_a_verdict_has_its_exhibits_on_every_path(pairs: list[tuple[str, str]], told: bool) -> None:
    source = changed(*pairs)
    found = faults(source, "F909")
    assert bool(found) == told, found
    if told:
        assert guilty(source, found[0]) == "nette"
        assert "debut →" in found[0].message.en


def test_a_sentence_to_sign_has_its_exhibits_too() -> None:
    ask = "    ask: sign\n    items: {a: {text: La place décide., rests_on: [nette]}, b: Rien n'est sûr.}\n"
    source = changed(('    text: "Rien de net."\n', f'    text: "Que signez-vous ?"\n{ask}'))
    (found,) = faults(source, "F909")
    assert "“nul” rests on the exhibit “nette”" in found.message.en
    assert guilty(source, found) == "nette"
    # One path with the exhibit is enough: readers are told which of a sentence's exhibits they lack.
    both = changed(
        ("- {to: nul}", "- {to: suite}"), ("    to: fin\n  nul", "    to: nul\n  nul"), source=source
    )
    assert not faults(
        both.replace("clore: {text: En rester là, to: abandon}", "clore: {text: Là, to: nul}"), "F909"
    )


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([], False),
        ([("clore: {text: En rester là, to: abandon}", "clore: {text: Là, to: fin}")], True),
        ([("tool: reproduce", "tool: reproduce\n    if_fails: suite")], True),
        # A scenario without verdict owes a placebo to one ending at least.
        ([("ending: established", "ending: undecided"), ("En rester là, to: abandon", "Là, to: fin")], False),
        # The network's own map is no placebo.
        (
            [
                ("tool: reproduce", "tool: attribute"), ("mesure.rate > 0.5", "mesure.top_share > 0.5"),
                ("rests_on: [nette]", "rests_on: [nette]\n    remember: [Rien.]"),
            ],
            True,
        ),
    ],
)  # fmt: skip
def test_a_placebo_is_met_on_the_way_to_every_verdict(pairs: list[tuple[str, str]], told: bool) -> None:
    source = (
        changed(*pairs).replace("{mesure.rate:percent}", "ceci")
        if "attribute" in str(pairs)
        else changed(*pairs)
    )
    found = faults(source, "F911")
    assert bool(found) == told, faults(source)
    if told:
        assert guilty(source, found[0]) == "established"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Une étude a trouvé le même écart ailleurs.", "Une étude"),
        ("En 2021, l'entreprise a retiré ce recadrage.", "2021"),
        ("Selon les auteurs, le contraste n'y est pour rien.", "Selon les"),
        ("Une étude l'a-t-elle vraiment montré ?", ""),
        ("En 2020.", ""),
        ("En 2021, l'entreprise a retiré ce recadrage [@yee].", ""),
        ("En 2021, la part valait {mesure.rate:percent}.", ""),
        ("Le visage clair reste dans le cadre.", ""),
    ],
)
def test_a_paragraph_that_reports_a_fact_says_where_it_comes_from(sentence: str, told: str) -> None:
    source = changed(
        ("Voyons la suite.", sentence), ("nodes:", "sources: {yee: {title: T, year: 2021}}\nnodes:")
    )
    found = faults(source, "F906")
    assert [guilty(source, each) for each in found] == ([told] if told else [])


def test_an_exhibit_rests_on_a_finding_or_a_source() -> None:
    plain = changed(('La part vaut {mesure.rate:percent}."\n    evidence', 'La place décide."\n    evidence'))
    assert not faults(plain, "F906")  # found where only a measure leads
    elsewhere = changed(
        ("    found: [nette]\n", ""), ('"Que faire ?"', '"Que faire ?"\n    found: [nette]'), source=plain
    )
    assert len(faults(elsewhere, "F906")) == 1
    cited = changed(
        ("place: for,", "place: for,"), ("hasard: against}", "hasard: against}\n    cites: [yee]"),
        ("nodes:", "sources: {yee: {title: T, year: 2021}}\nnodes:"), source=elsewhere,
    )  # fmt: skip
    assert not faults(cited, "F906")


@pytest.mark.parametrize(
    ("board", "evidence", "told"),
    [
        ("rivals", "{place: against}", []),
        ("rivals", "{place: for}", ["place"]),
        ("rivals", "{lumiere: strongly for}", []),  # a rival that rises more pushes it down
        ("separate", "{lumiere: strongly for}", ["place", "lumiere"]),
        ("separate", "{place: against, lumiere: against}", []),
    ],
)
def test_every_hypothesis_can_fall(board: str, evidence: str, told: list[str]) -> None:
    source = changed(
        ("evidence: {place: against}", f"evidence: {evidence}"), ("nodes:", f"board: {board}\nnodes:")
    )
    assert [guilty(source, each) for each in faults(source, "F907")] == told


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("mesure.rate > 1", True),
        ("mesure.rate >= 1", False),
        ("mesure.rate > 0.8 and mesure.rate < 0.2", True),
        ("mesure.rate > 0.8 and not mesure.rate > 0.5", True),
        ("mesure.rate > 0.8 or mesure.rate < 0.2", False),
        ("0.2 < mesure.rate < 0.1", True),
        ('mesure.verdict == "effect" and mesure.verdict == "none_shown"', True),
        ('mesure.verdict != "effect" and mesure.n > 3', False),
        ("1 < mesure.rate", True),
    ],
)
def test_an_outcome_that_the_tool_never_gives(condition: str, told: bool) -> None:
    source = changed(("when: mesure.rate > 0.5", f"when: '{condition}'"))
    assert bool(faults(source, "F908")) == told, faults(source)


# -- one pass, and none hides another ---------------------------------------------------------------------


def test_independent_faults_are_all_told_in_one_pass_and_provoked_ones_are_not() -> None:
    source = changed(
        ("mesure.rate > 0.5, to: suite}", "mesure.rate > 0.5, to: suit}"),  # R320, and no G501 of its own
        ("Dossier refermé.", "La part valait {mesure.rate:percent}."),  # G530
        ("Rien de net.", "58 essais sur cent."),  # P601
        ("place: La place décide.", "place: {text: La place décide., prior: 2}"),  # S203
    ) + '  oubli:\n    text: "Personne ne vient."\n    to: fin\n'  # G501  # fmt: skip
    codes = [each.code for each in faults(source)]
    for code in ("R320", "G530", "P601", "S203", "G501"):
        assert codes.count(code) == 1, (code, codes)
    assert "“oubli”" in faults(source, "G501")[0].message.en


def test_a_name_without_a_near_one_may_have_meant_any_node() -> None:
    source = changed(("to: suite}", "to: zzzzzz}"))
    assert [each.code for each in faults(source) if each.code[0] in "RG"] == ["R320"]


@pytest.mark.parametrize(
    "broken",
    [
        ("when: mesure.rate > 0.5", "when: mesure.rat > 0.5"),
        ("when: mesure.rate > 0.5", "when: mesure.rate >"),
        ("tool: reproduce", "tool: reproduire"),
        ('    text: "Voyons la suite."\n', ""),
        ("text: Refaire, to: mesure", "txt: Refaire, to: mesure"),
    ],
)
def test_a_node_at_fault_provokes_nothing_elsewhere(broken: tuple[str, str]) -> None:
    codes = {each.code for each in faults(changed(broken)) if each.severity != "info"}
    assert not codes & {"G501", "G502", "G503", "G530", "F909", "F911"}, codes


def test_a_broken_guard_does_not_accuse_what_it_guards() -> None:
    guarded = 'text: "Refermé."\n    also: [{when: seen.mesur, text: "La part : {mesure.rate:percent}."}]'
    codes = [each.code for each in faults(changed(('text: "Dossier refermé."', guarded)))]
    assert "R301" in codes
    assert "G530" not in codes


def test_a_silent_loop_does_not_hide_another_place_without_an_end() -> None:
    source = changed(("    to: ouvert\n", "    to: lecture\n")) + (
        '  rond:\n    text: "Encore ?"\n    options: {oui: {text: Oui, to: rond}}\n'
    )
    source = changed(("to: abandon}", "to: rond}"), source=source)
    codes = [each.code for each in faults(source)]
    assert "G503" in codes
    assert "G502" in codes


def test_answers_are_there_after_a_question_that_must_be_answered_and_not_after_one_that_may_be_skipped() -> (
    None
):
    ask = '  avis:\n    text: "Combien ?"\n    ask: scale\n    to: abandon\n'
    source = (
        changed(("to: abandon}", "to: avis}"), ("Dossier refermé.", "Vous disiez {avis.value:int}.")) + ask
    )
    assert not faults(source, "G530")
    assert faults(source.replace("ask: scale", "ask: scale\n    optional: true"), "G530")
