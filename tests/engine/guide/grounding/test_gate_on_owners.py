"""Whose a figure is: SmolLM2 gave Apple's to Google, and one group's to the other."""

from __future__ import annotations

from functools import cache

from engine.guide.audit.steps import evidence_at
from engine.guide.evidence import Evidence
from engine.guide.grounding.gate import judge
from server.app import read_scenarios


@cache
def step(node: str) -> Evidence:
    return evidence_at(read_scenarios()["recadrage"], node, "text", "en", "engineer")


def marked(node: str, start: str) -> str:
    """The figure of the author's own sentence that begins so."""
    own = next(each.draft for each in step(node).own if each.draft.startswith(start))
    return own[own.index("{") : own.index("}") + 1]


def refused(node: str, draft: str) -> list[str]:
    return [each.detail for each in judge(draft, step(node)).refusals if each.reason == "owner"]


def test_a_figure_of_one_firm_is_not_given_to_another() -> None:
    apples = marked("contre", "Apple's")
    said = "When it decides, {}'s labels the man labelled White in {} of cases."
    assert refused("contre", said.format("Google", apples)) == ["google / apple"]
    assert refused("contre", said.format("Apple", apples)) == []


def test_a_figure_of_one_group_is_not_given_to_the_other() -> None:
    gap, yours = marked("comptes_blancs", "The published gap"), marked("comptes_blancs", "You find")
    said = f"The sum is {gap} for those labelled White and {yours} for those labelled "
    assert any(each.startswith("black /") for each in refused("comptes_blancs", f"{said}Black."))
    assert refused("comptes_blancs", f"You find {yours} for those labelled White.") == []
