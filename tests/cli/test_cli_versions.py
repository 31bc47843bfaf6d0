"""``diff`` and ``migrate``: what a new version changes, for readers and for the plays they saved."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.language.reader import read_source
from engine.play.events import Migrated, parse_event
from engine.play.playthrough import AskWait
from engine.play.replay import catch_up
from server.cli import run
from server.cli.play_shapes import DiffReport, MigrateReport, ReplayReport
from server.cli.replay import read_log

CORPUS = Path(__file__).parents[1] / "corpus"
OLD = CORPUS / "recadrage-1"
Edit = tuple[str, str]


@pytest.fixture
def versions(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """The published scenario of the corpus, and the same after edits of its text."""

    def make(*edits: Edit, end: str = "") -> tuple[Path, Path]:
        old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
        shutil.copy(OLD / "scenario.yaml", old)
        source = old.read_text(encoding="utf-8")
        for before, after in edits:
            assert before in source, before
            source = source.replace(before, after)
        new.write_text(source + end, encoding="utf-8")
        return old, new

    return make


@pytest.fixture
def diff(
    versions: Callable[..., tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, DiffReport]]:
    def go(*edits: Edit, end: str = "", plays: Path | None = None) -> tuple[int, DiffReport]:
        old, new = versions(*edits, end=end)
        capsys.readouterr()
        more = ["--plays", str(plays)] if plays else []
        code = run(["diff", str(old), str(new), "--json", *more])
        return code, DiffReport.model_validate_json(capsys.readouterr().out)

    return go


def kinds(report: DiffReport) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in report.changes:
        found.setdefault(each.kind, []).append(each.where)
    return found


def test_the_same_file_is_the_same(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    code, report = diff(plays=OLD / "logs")
    assert (code, report.same, report.changes, report.undeclared, report.draft) == (0, True, [], [], "")
    assert {each.fate for each in report.saved} == {"over", "unchanged"}
    assert all(play.passes == play.passed_before and not play.board for play in report.plays)


def test_comments_and_layout_mean_nothing(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    assert diff(("format: incident/1", "# A comment.\n\nformat: incident/1"))[1].same


RENAMED = (("  soupcon:", "  premier_soupcon:"),)


def test_a_renaming_is_guessed_and_drafted(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    code, report = diff(*RENAMED, plays=OLD / "logs")
    (renamed,) = report.names["nodes"].renamed
    assert (renamed.before, renamed.now, renamed.probably) == ("soupcon", "premier_soupcon", True)
    assert renamed.likeness > 0.9
    assert report.names["nodes"].added == report.names["nodes"].removed == []
    assert [each for each in report.changes if each.kind != "play"] == [], "a name alone changes nothing"
    assert (code, report.undeclared) == (1, ["soupcon"])
    assert report.draft == "changes:\n  2:\n    renamed:\n      soupcon: premier_soupcon\n"
    (cut,) = [each for each in report.saved if each.file == "cut_after_an_answer.jsonl"]
    assert (cut.fate, cut.breaks) == ("displaced", True)


def test_the_draft_mends_what_it_was_drafted_for(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    _, report = diff(*RENAMED)
    code, declared = diff(*RENAMED, ("version: 1", "version: 2"), end=report.draft, plays=OLD / "logs")
    assert (code, declared.undeclared, declared.draft) == (0, [], "")
    assert [each.probably for each in declared.names["nodes"].renamed] == [False]
    (cut,) = [each for each in declared.saved if each.file == "cut_after_an_answer.jsonl"]
    assert (cut.fate, cut.reopened) == ("asked_again", "premier_soupcon")


def test_a_removed_node_gets_a_stand_in(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    source = (OLD / "scenario.yaml").read_text(encoding="utf-8")
    start, end = source.index("  limites:\n"), source.index("  soupcon:\n")
    _, report = diff((source[start:end], ""), ("to: limites", "to: soupcon"))
    assert report.names["nodes"].removed == ["limites"]
    assert "removed:\n      limites: soupcon" in report.draft


def test_what_changes_is_told_by_its_meaning(diff: Callable[..., tuple[int, DiffReport]]) -> None:
    source = (OLD / "scenario.yaml").read_text(encoding="utf-8")
    at = source.index("  place_pese:")
    exhibit = source[at : source.index("  contraste_pese:", at)]
    weaker = exhibit.replace("evidence: {", "evidence: {apprise: against, ", 1)
    assert weaker != exhibit
    code, report = diff(
        ("Le troisième expert", "Le quatrième expert"),
        ("place.verdict == 'none_shown'", "place.verdict != 'effect'"),
        (exhibit, weaker),
        ("pari: {start: 50, min: 0, max: 100}", "pari: {start: 40, min: 0, max: 100}"),
    )
    found = kinds(report)
    assert "title.fr" in found["text"]
    assert report.texts["fr"] >= 1
    assert report.texts["en"] == 0
    assert found["condition"] == ["nodes.place_lu.cases.1.when"]
    assert found["evidence"] == ["exhibits.place_pese.evidence.apprise"]
    assert found["variable"] == ["vars.pari.start"]
    assert code == 0


def test_a_node_that_was_moved_changes_where_another_falls(
    diff: Callable[..., tuple[int, DiffReport]],
) -> None:
    moved = "  detour:\n    text: {fr: Un détour., en: A detour.}\n"
    _, report = diff(("\n  soupcon:\n", f"\n{moved}  soupcon:\n"))
    targets = [each for each in report.changes if each.kind == "target"]
    assert [(each.now, each.by_moving) for each in targets] == [("detour", True)]


def test_other_evidence_moves_the_endings_boards(
    versions: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the records of today beside both: the same plays, another board at their end."""
    from engine.language.reader import find_scenario

    published = find_scenario("recadrage").parent
    for name in ("one", "two"):
        shutil.copytree(published, tmp_path / name)
    file = tmp_path / "two" / "scenario.yaml"
    source = file.read_text(encoding="utf-8")
    file.write_text(
        source.replace("for", "strongly for") if "evidence: {" not in source else _stronger(source)
    )
    capsys.readouterr()
    run(["diff", str(tmp_path / "one" / "scenario.yaml"), str(file), "--json"])
    report = DiffReport.model_validate_json(capsys.readouterr().out)
    shifts = [shift for play in report.plays for shift in play.board]
    assert shifts
    assert all(shift.p_before != shift.p_now for shift in shifts)
    assert {each.kind for each in report.changes} == {"evidence"}


def _stronger(source: str) -> str:
    return re.sub(r"(evidence: \{[^}]*?: )against\b", r"\1strongly against", source)


def test_logs_are_carried_over_beside_and_never_over(
    versions: Callable[..., tuple[Path, Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions(
        *RENAMED, ("version: 1", "version: 2"),
        end="changes:\n  2:\n    renamed: {soupcon: premier_soupcon}\n",
    )  # fmt: skip
    logs = tmp_path / "logs"
    shutil.copytree(OLD / "logs", logs)
    before = {file.name: file.read_bytes() for file in logs.iterdir()}
    for again in ("v2", "v2-2"):
        capsys.readouterr()
        assert run(["migrate", str(new), "--log", str(logs / "cut_after_an_answer.jsonl"), "--json"]) == 0
        report = MigrateReport.model_validate_json(capsys.readouterr().out)
        assert (report.format, report.upgraded) == ("incident/1", False)
        assert report.saved[0].written == f"cut_after_an_answer.{again}.jsonl"
    assert {name: (logs / name).read_bytes() for name in before} == before
    written = logs / "cut_after_an_answer.v2.jsonl"
    events = [parse_event(json.loads(line)) for line in written.read_text().splitlines()]
    assert any(isinstance(event, Migrated) for event in events)
    assert all(event.at for event in events)
    story, _ = read_source(new.read_bytes(), new.name)
    assert story is not None
    wait = catch_up(story, events).wait
    assert isinstance(wait, AskWait)
    assert wait.node == "premier_soupcon"
    capsys.readouterr()
    assert run(["replay", str(written), "--scenario", str(new), "--json"]) == 0
    replayed = ReplayReport.model_validate_json(capsys.readouterr().out)
    assert (replayed.same, replayed.carried) == (True, len(read_log(logs / "cut_after_an_answer.jsonl")))
    words = ["replay", str(written), "--scenario", str(new), "--earlier", str(old), "--json"]
    assert run(words) == 0
    assert ReplayReport.model_validate_json(capsys.readouterr().out).carried == 0


def test_only_one_format_exists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["migrate", "recadrage", "--lang", "fr"]) == 0
    assert "rien à convertir" in capsys.readouterr().out
    file = tmp_path / "scenario.yaml"
    file.write_text("format: incident/7\nid: x\n")
    assert run(["migrate", str(file)]) == 2
    assert "I only know incident/1" in capsys.readouterr().err


@pytest.mark.parametrize("version", [1, 2])
def test_the_story_of_today_says_all_that_became_of_an_earlier_one(
    version: int, capsys: pytest.CaptureFixture[str]
) -> None:
    from engine.language.reader import find_scenario

    then = CORPUS / f"recadrage-{version}"
    words = [str(then / "scenario.yaml"), str(find_scenario("recadrage")), "--plays", str(then / "logs")]
    assert run(["diff", *words, "--json"]) in (0, 1)  # 1: plays of then that come out otherwise today
    report = DiffReport.model_validate_json(capsys.readouterr().out)
    assert (report.undeclared, report.draft) == ([], "")
    assert [each.file for each in report.saved if each.breaks] == []
    assert {each.fate for each in report.saved} >= {"over", "moved", "asked_again"}


def test_told_in_both_languages(
    versions: Callable[..., tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = versions(*RENAMED, ("Le troisième expert", "Le quatrième expert"))
    assert run(["diff", str(old), str(new), "--plays", str(OLD / "logs"), "--lang", "fr"]) == 1
    said = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "~ soupcon → premier_soupcon (probablement renommé" in said
    assert "Textes changés : fr" in said
    assert "son nœud a disparu sans que « changes » le dise" in said
    assert "      soupcon: premier_soupcon" in said
    run(["diff", str(old), str(new)])
    assert "probably renamed" in capsys.readouterr().out


def test_the_block_to_paste_is_whole() -> None:
    from engine.author.diff import difference
    from engine.language.reader import read_source

    story = (
        "format: incident/1\nid: trois\ntitle: Trois\nversion: {version}\n{changes}"
        "nodes:\n  debut:\n    text: Début.\n{middle}  fin:\n    ending: undecided\n    text: Fin.\n"
    )
    declared = "changes:\n  2:\n    renamed: {ancien: debut}\n"
    middle = "  milieu:\n    text: Milieu.\n"
    old, _ = read_source(story.format(version=2, changes=declared, middle=middle).encode(), "a.yaml")
    bare = story.format(version=3, changes=declared, middle="")
    new, _ = read_source(bare.encode(), "b.yaml")
    assert old is not None
    assert new is not None
    draft = difference(old, new).draft
    pasted, found = read_source(bare.replace(declared, draft).encode(), "c.yaml")
    assert pasted is not None, found
    assert pasted.changes[2].renamed == {"ancien": "debut"}
    assert "milieu" in pasted.changes[3].removed
