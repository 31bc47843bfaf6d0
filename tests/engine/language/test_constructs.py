"""Every construct is read as it was written, and each mistake in it has its own code at its own place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from engine.language.answers import fields_in, fields_of
from engine.language.diagnostics import Diagnostic
from engine.language.reader import read_scenario, read_source
from engine.language.schema import ActivityNode, AskNode, EndingNode, Scenario, ToolNode

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs/authors/example.yaml"
DRAFT = {"P610", "F902", "F903", "F904", "F906", "F907", "F909", "F910", "F911", "R351", "L701", "G504"}

STORY = (Path(__file__).parent / "constructs.yaml").read_text(encoding="utf-8")


def read(source: str, folder: Path | None = None) -> tuple[Scenario | None, list[Diagnostic]]:
    return read_source(source.encode(), "essai.yaml", folder)


def sound(source: str = STORY, folder: Path | None = None) -> Scenario:
    scenario, found = read(source, folder)
    assert {each.code for each in found} <= DRAFT, [each.message.en for each in found]
    assert scenario is not None
    return scenario


def faults(old: str, new: str, source: str = STORY, folder: Path | None = None) -> list[Diagnostic]:
    """The faults that replacing ``old`` brings, those of a draft apart."""
    assert source.count(old) >= 1, old
    found = read(source.replace(old, new, 1), folder)[1]
    return [each for each in found if each.code not in DRAFT]


def asked(scenario: Scenario, name: str) -> AskNode:
    node = scenario.nodes[name]
    assert isinstance(node, AskNode)
    return node


# -- read as written --------------------------------------------------------------------------------------


def test_the_questions_to_one_reader() -> None:
    story = sound()
    tri = asked(story, "tri")
    assert [item.id for item in tri.items] == ["a", "b", "c"]
    assert tri.items[2].text is not None
    assert tri.items[2].text.in_("fr")[0] == "Le troisième"
    assert [pile.id for pile in tri.piles] == ["oui", "doute"]
    slider = asked(story, "reglage")
    assert (slider.low, slider.high, slider.step, slider.save) == (0, 1, 0.05, "pari")
    curve = asked(story, "courbe")
    assert (curve.points, curve.seals, curve.of) == (["0.4", "moitié", "1.4"], "mesure", "deltas")
    budget = asked(story, "bourse")
    assert [(item.id, item.cost, item.most) for item in budget.items] == [("a", 1, 1), ("b", 2, 3)]
    assert budget.total == 6
    assert asked(story, "signature").items[1].rests_on == ["ecart"]
    assert [item.text is not None for item in asked(story, "rang").items] == [True, True]


def test_an_activity_with_its_phases_roles_and_way_for_one_reader() -> None:
    node = sound().nodes["salle"]
    assert isinstance(node, ActivityNode)
    assert [phase.do for phase in node.phases] == ["read", "write", "share", "vote", "rank", "hypothesis"]
    write, vote, last = node.phases[1], node.phases[3], node.phases[5]
    assert (write.minutes, write.per, write.anonymous) == (1.5, "table", False)
    assert (vote.about, vote.method, vote.tie) == ("titre", "dots", "first")
    assert (last.most, last.per) == (2, "table")
    assert node.phases[2].anonymous  # what is not said is anonymous
    assert list(node.roles) == ["procureur", "avocat"]
    assert (node.solo, node.to) == ("hub", "hub")


def test_what_facilitators_and_the_guide_are_told_is_kept() -> None:
    story = sound()
    assert story.facilitator is not None
    assert story.facilitator.in_("fr")[0] == "Prévoir une heure."
    assert story.nodes["salle"].facilitator is not None
    hub = story.nodes["hub"]
    assert hub.kind == "choice"
    assert hub.options[0].facilitator is not None
    assert story.voice is not None
    assert [each.in_("fr")[0] for each in story.must_not_say] == ["prouvé"]


def test_target_verdicts_and_changes() -> None:
    story = sound()
    tool, ending = story.nodes["mesure"], story.nodes["fin"]
    assert isinstance(tool, ToolNode)
    assert tool.target == "etude.ecart"
    assert isinstance(ending, EndingNode)
    assert ending.rests_on == ["ecart"]
    assert sorted(story.changes) == [2, 3]
    assert story.changes[2].renamed == {"debut": "tri", "avant": "entre"}
    assert story.changes[2].removed == {"sondage": "hub"}
    assert story.changes[2].vars == {"vieux": None, "ancien": "milieu"}
    assert story.changes[3].hypotheses == {"clarte": "lumiere"}


def test_plays_keep_answers_of_every_kind() -> None:
    play = sound().plays["tout"]
    assert play.answers["tri"] == {"a": "oui", "b": "doute", "c": "oui"}
    assert play.answers["courbe"] == [-1, 0, 2]
    assert play.results == {"mesure": {"n": 40, "flips": 0.5}}
    assert play.fails == {"mesure": "error"}
    assert sound().plays["salle"].group


def test_the_example_survives_a_round_trip() -> None:
    scenario, _ = read_scenario(EXAMPLE)
    assert scenario is not None
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


# -- mistakes ---------------------------------------------------------------------------------------------

MISTAKES = [
    # questions: their own fields
    ("ask: sort", "ask: sorted", "S203", "sorted"),
    ("    into: {oui: Oui, doute: Peut-être}\n", "", "S201", "ask"),
    ("into: {oui: Oui, doute: Peut-être}", "into: {oui: Oui}", "S225", "into"),
    ("items: {a: Le premier, b: Le second, c: {text: Le troisième}}", "items: {a: Seul}", "S225", "items"),
    ("items: {a: Le premier, b: Le second, c: {text: Le troisième}}", "items: [a, b]", "S203", "["),
    ("c: {text: Le troisième}", "c: {text: Le troisième, cost: 2}", "S202", "cost"),
    ("into: {oui: Oui, doute: Peut-être}", "into: {oui: Oui, doute: D}\n    range: 0..1", "S202", "range"),
    ("into: {oui: Oui, doute: Peut-être}", "into: {oui: Oui, a: A}", "S212", "a"),
    ("a: Le premier", "count: Le premier", "S211", "count"),
    ("    range: 0..1\n", "", "S201", "ask"),
    ("step: 0.05", "step: 0.3", "S203", "0.3"),
    ("step: 0.05", "step: 0.0001", "S203", "0.0001"),
    ("step: 0.05", "step: -1", "S203", "-1"),
    ("step: 0.05", "shows: mesure", "S203", "mesure"),
    ("step: 0.05", "shows: mesur.deltas", "R301", "mesur.deltas"),
    ("step: 0.05", "shows: hub.deltas", "R302", "hub.deltas"),
    ("step: 0.05", "shows: mesure.delta", "R303", "mesure.delta"),
    ("step: 0.05", "shows: mesure.flips", "S203", "mesure.flips"),
    ("save: pari", "save: note", "T426", "note"),
    ("save: pari", "save: parri", "R301", "parri"),
    ("points: [0.4, moitié, 1.4]", "points: [0.4, 1.4]", "S225", "points"),
    ("points: [0.4, moitié, 1.4]", "points: [0.4, 0.4, 1.4]", "S203", "0.4"),
    ("    of: deltas\n", "", "S201", "ask"),
    ("    seals: mesure\n", "", "S201", "ask"),
    ("of: deltas", "of: delta", "R303", "delta"),
    ("of: deltas", "of: flips", "S203", "flips"),
    ("seals: mesure", "seals: mesur", "R320", "mesur"),
    ("seals: mesure", "seals: hub", "R302", "hub"),
    ("    total: 6\n", "", "S201", "ask"),
    ("total: 6", "total: 0", "S203", "0"),
    ("cost: 2, most: 3", "cost: 7", "S203", "7"),
    ("cost: 2, most: 3", "cost: 2, mos: 3", "S202", "mos"),
    ("rests_on: [ecart]}", "rests_on: [ecar]}", "R340", "ecar"),
    ("items: {x: Une phrase, y: Une autre}", "items: {x: Une phrase}", "S225", "items"),
    ("items: {x: Une phrase, y: Une autre}", "items: {first: Une phrase, y: Une autre}", "S212", "first"),
    # activities
    ("do: read", "do: rea", "S203", "rea"),
    ("{do: share}", "{text: Montrez.}", "S201", "{"),
    ("{do: share}", "{do: share, per: table}", "S202", "per"),
    ("about: titre, ", "", "S224", "do"),
    ("{do: rank, about: hypotheses}", "{do: rank}", "S224", "do"),
    ("about: titre", "about: tite", "R301", "tite"),
    ("about: titre", "about: pari", "T426", "pari"),
    ("method: dots", "method: dot", "S203", "dot"),
    ("max: 2", "max: 5", "S203", "5"),
    ("time: 2 min", "time: 2", "S203", "2"),
    ("solo: hub", "solo: hubb", "R320", "hubb"),
    ("roles: {procureur: Accusez., avocat: Défendez.}", "rôles: {a: A}", "S202", "rôles"),
    ("    activity:", "    options: {a: A}\n    activity:", "S220", "activity"),
    # tools, endings, exhibits
    ("evidence: {place: for", "facilitator: Notez., evidence: {place: for", "S202", "facilitator"),
    ("target: etude.ecart", "target: etude.ecar", "R301", "etude.ecar"),
    ("rests_on: [ecart]\nfac", "rests_on: [ecarts]\nfac", "R340", "ecarts"),
    ("tool: perturb", "tool: pertub", "R310", "pertub"),
    ("with: {change: contrast}", "with: {change: contraste}", "T420", "contraste"),
    # conditions on answers
    ("signature.x and", "signature.z and", "R303", "signature.z"),
    ("courbe.rise > 0.5", "courbe.rise > 9", "T415", "9"),
    ("rang.first == 'x'", "rang.first == 'z'", "T413", "'z'"),
    ("tri.b != 'doute'", "tri.b != 'doutes'", "T413", "'doutes'"),
    ("{tri.a:words}", "{tri.a:percent}", "T425", "{tri.a:percent}"),
    ("{bourse.left:int}", "{bourse.lef:int}", "R303", "{bourse.lef:int}"),
    ("    total: 6\n", "    total: 6\n    optional: true\n", "G530", "{bourse.left:int}"),
    # names
    ("vars: {pari: 50", "vars: {tri: 2, pari: 50", "S212", "tri"),
    ("drapeau: false", "etude: false", "S212", "etude"),
    # plays
    ("tri: {a: oui, b: doute, c: oui}", "tri: {a: oui, b: dout, c: oui}", "P620", "{"),
    ("tri: {a: oui, b: doute, c: oui}", "tri: {a: oui, b: doute}", "P620", "{"),
    ("reglage: 0.3", "reglage: 3", "P620", "3"),
    ("reglage: 0.3", "reglage: peu", "P620", "peu"),
    ("reglage: 0.3", "reglage: skip", "P620", "skip"),
    ("courbe: [-1, 0, 2]", "courbe: [-1, 0]", "P620", "["),
    ("courbe: [-1, 0, 2]", "courbe: [-1, 0, 3]", "P620", "["),
    ("bourse: {a: 1, b: 2}", "bourse: {a: 1, b: 3}", "P620", "{"),
    ("bourse: {a: 1, b: 2}", "bourse: {a: 2}", "P620", "{"),
    ("signature: [x]", "signature: [z]", "P620", "["),
    ("rang: [y, x]", "rang: [y]", "P620", "["),
    ("rang: [y, x]", "rang: [y, y]", "P620", "["),
    ("rang: [y, x]", "lecture: oui", "P620", "oui"),
    ("hub: [refaire, clore]", "hub: [refair, clore]", "R321", "refair"),
    ("results: {mesure: {n: 40", "results: {mesur: {n: 40", "R320", "mesur"),
    ("results: {mesure: {n: 40", "results: {hub: {n: 40", "R302", "hub"),
    ("flips: 0.5}", "flip: 0.5}", "R303", "flip"),
    ("flips: 0.5}", "flips: 1.5}", "T427", "1.5"),
    ("flips: 0.5}", "flips: beaucoup}", "T427", "beaucoup"),
    ("fails: {mesure: error}", "fails: {hub: error}", "R302", "hub"),
    ("fails: {mesure: error}", "fails: {mesure: panne}", "S203", "panne"),
    ("ending: fin,", "ending: hub,", "P620", "hub"),
    ('"bourse.left == 1"', '"bourse.left == 9"', "T415", "9"),
    # versions
    ("version: 3", "version: 1", "S203", "2"),
    ("  3: {renamed", "  9: {renamed", "S203", "9"),
    ("  3: {renamed", "  trois: {renamed", "S203", "trois"),
    ("{renamed: {debut: tri,", "{rename: {debut: tri,", "S202", "rename"),
    ("{hub.stop: clore}", "{hub.stop: clor}", "R321", "clor"),
    ("{hub.stop: clore}", "{stop: clore}", "S203", "stop"),
    ("vars: {vieux: null,", "vars: {vieux: parii,", "R301", "parii"),
    ("exhibits: {vieille: ecart}", "exhibits: {vieille: ecar}", "R340", "ecar"),
    ("hypotheses: {clarte: lumiere}", "hypotheses: {clarte: lumieres}", "R341", "lumieres"),
    ("renamed: {debut: tri,", "renamed: {debut: trii,", "R320", "trii"),
    ("removed: {sondage: hub}", "removed: hub", "S203", "hub"),
]


@pytest.mark.parametrize(("old", "new", "code", "under"), MISTAKES, ids=lambda value: str(value)[:32])
def test_each_mistake_has_its_code_under_its_caret(old: str, new: str, code: str, under: str) -> None:
    found = faults(old, new)
    assert code in {each.code for each in found}, [(each.code, each.message.en) for each in found]
    said = next(each for each in found if each.code == code)
    lines = STORY.replace(old, new, 1).split("\n")
    marked = lines[said.line - 1][said.column - 1 : said.end - 1]
    assert marked.startswith(under) or under in marked, (marked, said.message.en)
    assert said.message.fr != said.message.en


@pytest.mark.parametrize(
    ("old", "new", "near"),
    [
        ("about: titre", "about: tite", "titre"),
        ("of: deltas", "of: delta", "deltas"),
        ("target: etude.ecart", "target: etude.ecar", "etude.ecart"),
        ("signature.x and", "signature.xx and", "x"),
        ("save: pari", "save: parri", "pari"),
        ("solo: hub", "solo: hubb", "hub"),
        ("{hub.stop: clore}", "{hub.stop: clor}", "clore"),
        ("flips: 0.5}", "flip: 0.5}", "flips"),
        ("ask: sort", "ask: sor", "sort"),
        ("signature: [x]", "signature: [xx]", "x"),
    ],
)
def test_the_name_that_was_meant_is_suggested(old: str, new: str, near: str) -> None:
    fixes = [each.fix for each in faults(old, new) if each.fix]
    assert any(near in fix.en and near in fix.fr for fix in fixes), fixes


def test_a_question_may_be_named_like_the_var_that_keeps_its_answer() -> None:
    named = STORY.replace("reglage", "pari")
    sound(named)
    assert "S212" in {each.code for each in faults("save: pari", "unit: mètres", named)}


# -- limits -----------------------------------------------------------------------------------------------


def many(count: int, entry: str) -> str:
    return ", ".join(entry.format(n=n) for n in range(count))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("vars: {", f"vars: {{{many(61, 'v{n}: 1')}, ", "S225"),
        ("exhibits:\n", "exhibits:\n" + "".join(f"  e{n}: {{text: Vu.}}\n" for n in range(40)), "S225"),
        ("hypotheses:\n", "hypotheses:\n" + "".join(f"  h{n}: Peut-être.\n" for n in range(6)), "S225"),
        ("      clore:", "".join(f"      o{n}: Oui\n" for n in range(8)) + "      clore:", "S222"),
        ("items: {a: Le premier,", f"items: {{{many(22, 'i{n}: Un')}, a: Le premier,", "S225"),
        ("into: {", f"into: {{{many(4, 'p{n}: Un')}, ", "S225"),
        ("points: [", f"points: [{many(10, 'p{n}')}, ", "S225"),
        ("      - {do: share}\n", "      - {do: share}\n" * 8, "S225"),
        ("roles: {", f"roles: {{{many(7, 'r{n}: Un')}, ", "S225"),
        ("title: Essai\n", f"title: Essai\nuses: [{many(17, 'l{n}')}]\n", "S225"),
        ("vars: {pari: 50", "vars: {pari: 5000000000000", "Y112"),
        ("text: Triez.", f"text: {'a' * 20_001}", "Y111"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_each_limit_has_its_code(old: str, new: str, code: str) -> None:
    assert code in {each.code for each in faults(old, new)}


def test_what_just_fits_is_no_fault() -> None:
    sound(STORY.replace("vars: {", f"vars: {{{many(60, 'v{n}: 1')}, ", 1))
    sound(STORY.replace("into: {", f"into: {{{many(3, 'p{n}: Un')}, ", 1))


# -- properties -------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    piles=some.lists(some.sampled_from(["p", "q", "r"]), min_size=3, max_size=3),
    drawn=some.lists(some.floats(-2, 2), min_size=3, max_size=3),
    spent=some.tuples(some.integers(0, 1), some.integers(0, 2)),
    signed=some.lists(some.sampled_from(["x", "y"]), unique=True),
)
def test_what_an_answer_gives_is_what_was_declared_and_within_its_bounds(
    piles: list[str], drawn: list[float], spent: tuple[int, int], signed: list[str]
) -> None:
    story = sound(
        STORY.replace("into: {oui: Oui, doute: Peut-être}", "into: {p: P, q: Q, r: R}")
        .replace("      tri: {a: oui, b: doute, c: oui}\n", "")
        .replace("tri.oui == 3 and tri.b != 'doute' and ", "")
    )
    answers: dict[str, dict[str, Any]] = {
        "tri": {"sorted": dict(zip("abc", piles, strict=True))},
        "courbe": {"curve": drawn},
        "bourse": {"spent": {"a": spent[0], "b": spent[1]}},
        "signature": {"signed": signed},
        "rang": {"ranking": ["y", "x"]},
        "reglage": {"number": 0.5},
    }
    for name, answer in answers.items():
        node = asked(story, name)
        declared, given_ = fields_of(node), fields_in(node, answer)
        assert declared.keys() == given_.keys()
        for field, value in given_.items():
            known = declared[field]
            if known.kind == "one-of":
                assert value in known.choices
            elif known.kind == "flag":
                assert isinstance(value, bool)
            else:
                assert isinstance(value, int | float)
                assert known.low is None or known.low <= value
                assert known.high is None or value <= known.high
        assert fields_in(node, {"skipped": True}) == {}


WORDS = some.text(some.characters(codec="utf-8"), max_size=12)
FIELDS = some.sampled_from(
    ["ask", "items", "into", "points", "total", "step", "shows", "of", "seals", "activity", "roles", "solo",
     "do", "about", "changes", "fixtures", "uses", "target", "rests_on", "renamed", "options"]
)  # fmt: skip
VALUES = some.one_of(
    WORDS,
    some.sampled_from(
        ["[]", "{}", "[a, b]", "{a: b}", "null", "-1", "1e400", "[[a]]", "{a: {b: [c]}}", "0..1", "*a"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(field=FIELDS, value=VALUES, at=some.integers(0, STORY.count("\n") - 1))
def test_nothing_that_is_written_raises(field: str, value: str, at: int) -> None:
    lines = STORY.split("\n")
    indent = len(lines[at]) - len(lines[at].lstrip())
    lines.insert(at, " " * indent + f"{field}: {value}")
    for each in read("\n".join(lines))[1]:
        assert each.message.fr
        assert each.line >= 1
