"""A pack carries an investigation whole, and nothing that the archive should not hold gets out of it."""

from __future__ import annotations

import json
import re
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.author import pack as packing
from engine.author.pack import MANIFEST, Refused, pack, unpack
from engine.language.reader import read_scenario
from engine.language.schema import ChoiceNode, Node

ROOT = Path(__file__).parents[3]
STORY = ROOT / "scenarios" / "recadrage" / "scenario.yaml"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(STORY, tmp_path_factory.mktemp("packed") / "recadrage.zip").path


def rewritten(archive: Path, into: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(archive) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    target = into / "changed.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, raw in files.items():
            written.writestr(name, raw)
    return target


def test_what_was_packed_comes_out_the_same(archive: Path, tmp_path: Path) -> None:
    made = unpack(archive, tmp_path)
    assert made.path == tmp_path / "recadrage"
    assert (made.path / "scenario.yaml").read_bytes() == STORY.read_bytes()
    before, _ = read_scenario(STORY)
    after, found = read_scenario(made.path / "scenario.yaml")
    assert before == after
    assert not [each for each in found if each.severity == "error"]


def test_two_packs_are_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    assert pack(STORY, tmp_path / "again.zip").path.read_bytes() == archive.read_bytes()


def test_hidden_files_stay_home(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "recadrage"
    shutil.copytree(STORY.parent, copy)
    (copy / ".history").mkdir(exist_ok=True)  # whoever works on the story has one
    (copy / ".history" / "draft").write_text("secret", encoding="utf-8")
    (copy / "notes.txt").write_text("secret", encoding="utf-8")
    (copy / "findings" / "elsewhere.json").write_text("{}", encoding="utf-8")
    packed = pack(copy / "scenario.yaml", tmp_path / "out.zip")
    assert packed.path.read_bytes() == archive.read_bytes()


def test_a_public_pack_has_no_note_for_facilitators(tmp_path: Path) -> None:
    copy = tmp_path / "recadrage"
    shutil.copytree(STORY.parent, copy)
    source = (copy / "scenario.yaml").read_text(encoding="utf-8")
    noted = source.replace(
        "\nfacilitator:\n  fr: |\n",
        "\n# a private remark\nfacilitator:\n  fr: |\n    Prévoir des îlots.\n\n",
        1,
    )
    assert noted != source
    (copy / "scenario.yaml").write_text(noted, encoding="utf-8")
    pack(copy / "scenario.yaml", tmp_path / "whole.zip")
    pack(copy / "scenario.yaml", tmp_path / "public.zip", public=True)
    with zipfile.ZipFile(tmp_path / "whole.zip") as whole, zipfile.ZipFile(tmp_path / "public.zip") as public:
        assert "îlots" in whole.read("scenario.yaml").decode()
        shared = public.read("scenario.yaml").decode()
        assert json.loads(public.read(MANIFEST))["public"] is True
    assert "îlots" not in shared
    assert "private remark" not in shared
    opened, _ = read_scenario(unpack(tmp_path / "public.zip", tmp_path / "out").path / "scenario.yaml")
    before, _ = read_scenario(copy / "scenario.yaml")
    assert opened is not None
    assert before is not None
    aside = {"facilitator", "sha", "nodes"}
    assert opened.facilitator is None
    assert opened.model_dump(exclude=aside) == before.model_dump(exclude=aside)
    lines = {"line"}
    assert [node.model_dump(exclude=lines) for node in opened.nodes.values()] == [
        _without_notes(node).model_dump(exclude=lines) for node in before.nodes.values()
    ]


def _without_notes(node: Node) -> Node:
    """A node, its facilitator's note and those of its options left out."""
    bare = node.model_copy(update={"facilitator": None})
    if isinstance(bare, ChoiceNode):
        options = [each.model_copy(update={"facilitator": None}) for each in bare.options]
        bare = bare.model_copy(update={"options": options})
    return bare


def test_an_unfit_scenario_is_not_packed(tmp_path: Path) -> None:
    copy = tmp_path / "recadrage"
    shutil.copytree(STORY.parent, copy)
    source = (copy / "scenario.yaml").read_text(encoding="utf-8")
    lost = re.sub(r"\nstart: \w+", "\nstart: nulle_part", source)
    assert lost != source
    (copy / "scenario.yaml").write_text(lost, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        pack(copy / "scenario.yaml", tmp_path / "out.zip")
    assert refused.value.code == "C921"
    assert "R320" in refused.value.sentence("fr")
    assert not (tmp_path / "out.zip").exists()


def test_a_node_that_readers_stand_on_is_not_lost(tmp_path: Path) -> None:
    copy = tmp_path / "recadrage"
    shutil.copytree(STORY.parent, copy)
    before = copy / "published.yaml"
    source = STORY.read_text(encoding="utf-8")
    added = source.replace("\nnodes:\n", "\nnodes:\n  disparu:\n    text: {fr: Ici., en: Here.}\n", 1)
    before.write_text(added, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        pack(STORY, tmp_path / "out.zip", published=before)
    assert "G541" in refused.value.sentence("en")
    assert pack(STORY, tmp_path / "out.zip", published=STORY).path.is_file()


def test_a_draft_on_invented_findings_is_not_packed(tmp_path: Path) -> None:
    from engine.author.new import start

    with pytest.raises(Refused) as refused:
        pack(start("Titre", "titre", ["fr"], "twitter-crop", tmp_path), tmp_path / "out.zip")
    assert "F902" in refused.value.sentence("en")


def test_nothing_is_unpacked_over_a_folder(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "recadrage").mkdir()
    with pytest.raises(Refused):
        unpack(archive, tmp_path)
    assert list((tmp_path / "recadrage").iterdir()) == []


HOSTILE = {
    "climbs": lambda files: files.update({"../outside.yaml": b"x"}),
    "absolute": lambda files: files.update({"/etc/outside": b"x"}),
    "windows": lambda files: files.update({"assets\\x.png": b"x"}),
    "python": lambda files: files.update({"assets/x.py": b"x"}),
    "hidden": lambda files: files.update({".git/config": b"x"}),
    "unstated": lambda files: files.update({"findings/another.json": b"{}"}),
    "changed": lambda files: files.update({"scenario.yaml": files["scenario.yaml"] + b"#"}),
    "missing": lambda files: files.pop("scenario.yaml"),
    "no manifest": lambda files: files.pop(MANIFEST),
    "odd manifest": lambda files: files.update({MANIFEST: b'{"format": "pack/2"}'}),
    "bomb": lambda files: files.update({"findings/bomb.json": b"\0" * (packing.MAX_FILE + 1)}),
    "crowd": lambda files: files.update({f"findings/n{at}.json": b"" for at in range(packing.MAX_FILES + 1)}),
    "another id": lambda files: files.update(
        {MANIFEST: files[MANIFEST].replace(b'"id": "recadrage"', b'"id": "autre"')}
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_leaves_nothing(name: str, archive: Path, tmp_path: Path) -> None:
    bad = rewritten(archive, tmp_path, HOSTILE[name])  # type: ignore[arg-type]
    into = tmp_path / "into"
    with pytest.raises(Refused) as refused:
        unpack(bad, into)
    assert refused.value.code == "C920"
    assert not into.exists() or list(into.iterdir()) == []


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "link.zip"
    with zipfile.ZipFile(bad, "w") as written:
        entry = zipfile.ZipInfo("scenario.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        written.writestr(entry, "/etc/passwd")
    with pytest.raises(Refused):
        unpack(bad, tmp_path / "into")


@pytest.mark.parametrize("raw", [b"", b"not a zip", b"PK\x03\x04"])
def test_what_is_no_archive_is_said(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(raw)
    with pytest.raises(Refused):
        unpack(tmp_path / "x.zip", tmp_path / "into")
