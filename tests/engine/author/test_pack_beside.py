"""A pack carries the dossier, its measures and the workshop; a public one, no word for facilitators."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from engine.author.pack import Refused, pack, unpack
from engine.language.reader import dossier_of, read_scenario, workshop_of
from engine.language.schema import Text

STORY = Path(__file__).parents[3] / "scenarios" / "recadrage" / "scenario.yaml"
DOSSIER = """\
runs:
  - id: ordres
    tool: reproduce
    with: {experiment: paired_preference, case: pairs, factor: place, n: 4}
    about: {fr: "La place décide-t-elle ?", en: "Does place decide?"}
limits:
  - {fr: Rien sur les intentions., en: Nothing about intentions.}
"""
WORKSHOP = """\
# Pour qui anime : un secret
minutes: 60
phases:
  - minutes: 60
    title: {fr: Tout, en: All}
    node: accroche
    text: {fr: Lisez ensemble., en: Read together.}
    facilitator:
      fr: >
        Ne montrez pas l'enveloppe rouge
        avant la fin.
      en: "Do not show the red envelope before the end."
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    copy = tmp_path / "recadrage"
    shutil.copytree(STORY.parent, copy, ignore=shutil.ignore_patterns("dossier", "dossier.yaml"))
    (copy / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    (copy / "workshop.yaml").write_text(WORKSHOP, encoding="utf-8")
    (copy / "dossier").mkdir()
    for file in ("ordres.json", "ordres.fr.svg", "ordres-2.en.svg", "oubliee.json", "ordres.txt"):
        (copy / "dossier" / file).write_text(file, encoding="utf-8")
    return copy / "scenario.yaml"


def held(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_dossier_its_measures_and_the_workshop_travel(story: Path, tmp_path: Path) -> None:
    archive = pack(story, tmp_path / "whole.zip").path
    files = held(archive)
    beside = {name for name in files if name.startswith(("dossier", "workshop"))}
    assert beside == {
        "dossier.yaml", "workshop.yaml", "dossier/ordres.json", "dossier/ordres.fr.svg",
        "dossier/ordres-2.en.svg",
    }  # fmt: skip
    opened = unpack(archive, tmp_path / "out").path
    for name in beside:
        assert (opened / name).read_bytes() == (story.parent / name).read_bytes()
    assert dossier_of(opened / "scenario.yaml") == dossier_of(story)
    assert workshop_of(opened / "scenario.yaml") == workshop_of(story)


def test_a_public_pack_says_to_the_room_what_is_for_the_room(story: Path, tmp_path: Path) -> None:
    archive = pack(story, tmp_path / "public.zip", public=True).path
    said = held(archive)["workshop.yaml"].decode()
    assert "Lisez ensemble." in said
    assert not [part for part in ("enveloppe rouge", "red envelope", "facilitator", "secret") if part in said]
    opened = unpack(archive, tmp_path / "out").path
    plan, before = workshop_of(opened / "scenario.yaml"), workshop_of(story)
    assert plan is not None
    assert before is not None
    bare = [each.model_copy(update={"facilitator": None}) for each in before.phases]
    assert plan == before.model_copy(update={"phases": bare})


def test_a_story_with_a_faulty_workshop_is_not_packed(story: Path, tmp_path: Path) -> None:
    faulty = WORKSHOP.replace("minutes: 60\nphases", "minutes: 90\nphases")
    (story.parent / "workshop.yaml").write_text(faulty, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        pack(story, tmp_path / "out.zip")
    assert "S251" in refused.value.sentence("en")


def sentences_for_facilitators(path: Path) -> list[str]:
    """Every sentence that ``facilitator`` holds, in the story and in its workshop.

    Whole ones: a few words after a colon may well be said to everybody elsewhere.
    """
    scenario, _ = read_scenario(path)
    plan = workshop_of(path)
    assert scenario is not None
    notes: list[Text | None] = [scenario.facilitator, *(each.facilitator for each in scenario.nodes.values())]
    notes += [
        option.facilitator for each in scenario.nodes.values() for option in getattr(each, "options", [])
    ]
    notes += [phase.facilitator for phase in plan.phases] if plan else []
    texts = [said for note in notes if note for said in note.by_language.values()]
    return [letters(part) for text in texts for part in re.split(r"[.?!]\s+", text) if len(part) > 20]


def letters(text: str) -> str:
    """The words alone, however YAML folds and quotes them."""
    return " ".join(re.findall(r"\w+", text))


def test_what_we_publish_leaves_no_sentence_for_facilitators_in_its_bytes(tmp_path: Path) -> None:
    sentences = sentences_for_facilitators(STORY)
    assert sentences

    def packed(name: str, *, public: bool) -> str:
        raw = held(pack(STORY, tmp_path / name, public=public).path)
        return letters(b"\n".join(raw.values()).decode("utf-8", "replace"))

    whole, public = packed("whole.zip", public=False), packed("public.zip", public=True)
    assert any(sentence in whole for sentence in sentences)
    assert [sentence for sentence in sentences if sentence in public] == []
