"""What two versions are compared by says each thing once."""

from __future__ import annotations

from pathlib import Path

from engine.author.respell import Names, respelled
from engine.language.reader import read_scenario
from engine.language.schema import Text

STORY = Path(__file__).parents[3] / "scenarios" / "recadrage" / "scenario.yaml"


def test_what_the_document_forbids_is_not_said_again_of_each_node() -> None:
    scenario, _ = read_scenario(STORY)
    assert scenario is not None
    assert scenario.must_not_say
    own = Text(by_language={"fr": "verdict", "en": "verdict"})
    name, node = next(iter(scenario.nodes.items()))
    guide = node.guide.model_copy(update={"must_not_say": [*node.guide.must_not_say, own]})
    nodes = {**scenario.nodes, name: node.model_copy(update={"guide": guide})}
    told = respelled(scenario.model_copy(update={"nodes": nodes}), Names())
    assert len(told["must_not_say"]) == len(scenario.must_not_say)
    assert told["nodes"][name]["guide"]["must_not_say"] == [own.by_language]
    assert not any(each["guide"]["must_not_say"] for other, each in told["nodes"].items() if other != name)
