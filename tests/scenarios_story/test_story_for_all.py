"""What a story owes its readers: easier words for pupils, its announced time, endings that people reach."""

from __future__ import annotations

import pytest

from engine.author.announced_time import walked
from engine.author.explore import RARE, Exploration, explore
from engine.author.readability import ease_by_profile, read, told_to
from engine.author.rehearse import finding_for
from engine.language.schema import BranchNode, EndingNode, Scenario, ToolNode
from engine.play.attend import attend
from engine.play.playthrough import ToolWait
from tools.finding import Finding
from tools.wording import LANGUAGES, Language

PLAYS = 4000  # half of them by chance alone: a share of 3 % is then known to about ± 0.8 point


@pytest.fixture(scope="module")
def explored(story: Scenario) -> Exploration:
    return explore(story, PLAYS, seed=7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pupils_read_nothing_harder_than_engineers(story: Scenario, language: Language) -> None:
    harder = {}
    for node in story.nodes.values():
        pupil, engineer = told_to(node, "pupil"), told_to(node, "engineer")
        if pupil is None or engineer is None or pupil == engineer:
            continue
        eases = [read([text.in_(language)[0]], language).ease or 0 for text in (pupil, engineer)]
        if eases[0] < eases[1]:
            harder[node.id] = [round(each, 1) for each in eases]
    assert harder == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_is_easier_for_a_pupil(story: Scenario, language: Language) -> None:
    ease = ease_by_profile(story, language)
    if not {"pupil", "engineer"} <= ease.keys():
        return
    assert ease["pupil"] > ease["engineer"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_announced_times_are_those_of_the_plays_that_walk_them(story: Scenario, language: Language) -> None:
    timed = [script for script in story.plays.values() if script.minutes is not None]
    off = [each for each in (walked(story, script, language) for script in timed) if not each.fits]
    assert off == []


def test_a_story_with_a_short_path_walks_both_that_it_announces(story: Scenario) -> None:
    if story.short_minutes is None:
        return
    walks = {script.minutes for script in story.plays.values()}
    assert {story.short_minutes, story.duration_minutes} <= walks


def test_no_ending_is_for_nearly_nobody(story: Scenario, explored: Exploration) -> None:
    assert explored.rare == [], (RARE, explored.shares)


def test_every_ending_is_played_in_both_languages(story: Scenario) -> None:
    endings = {name for name, node in story.nodes.items() if isinstance(node, EndingNode)}

    def run(wait: ToolWait) -> Finding:
        node = story.nodes[wait.node]
        assert isinstance(node, ToolNode)
        return finding_for(story, node, wait.call, {})

    for language in LANGUAGES:
        reached = set()
        for script in story.plays.values():
            done = attend(story, run, answers=script, language=language)
            assert [fault.en for fault in done.faults] == [], (script.id, language)
            reached.add(done.ending)
        assert endings <= reached, language


def test_every_case_of_a_branch_says_something(story: Scenario) -> None:
    """Each leads to a node that has a text, to another branch or to a tool."""
    silent = []
    for name, node in story.nodes.items():
        ways = [case.to for case in node.cases] if isinstance(node, BranchNode) else []
        for to in ways:
            target = story.nodes[to]
            told = target.text is not None or bool(target.text_for) or bool(target.also)
            if not told and not isinstance(target, BranchNode | ToolNode):
                silent.append((name, to))
    assert silent == []
