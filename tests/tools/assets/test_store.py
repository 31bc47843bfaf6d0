"""Where weights are looked for, and what happens to those that are not the pinned ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.assets import store
from tools.assets.manifest import Published, manifest, manifests
from tools.errors import AssetRefused, MissingAsset
from tools.home import assets_cache

NAME = "twitter_crop"
FILE = "fastgaze.vxm"


@pytest.fixture(autouse=True)
def _no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOPSIE_ASSETS", raising=False)


def test_the_manifest_pins_the_published_file() -> None:
    pinned = manifest("twitter-crop")
    assert pinned.sha256 == "b76cefc218ec8969cc62b26ad0f41111800421287e7f2725d808da1d90afbdf7"
    assert pinned.bytes == 489_616
    assert isinstance(pinned.origin, Published)
    assert pinned.origin.commit in pinned.origin.url


def test_no_two_assets_share_a_file_and_every_manifest_bears_its_own_name() -> None:
    known = manifests()
    assert len({pinned.file for pinned in known.values()}) == len(known)
    assert all(pinned.name == name for name, pinned in known.items())


def test_nothing_here_names_the_command_that_fetches() -> None:
    with pytest.raises(MissingAsset) as missing:
        store.locate(NAME)
    assert "autopsie subjects fetch twitter-crop" in missing.value.sentence("fr")
    here = store.availability(NAME)
    assert not here.available
    assert here.reason is not None


@pytest.mark.weights
def test_option_comes_first_then_the_named_folder_then_the_cache(
    weights_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = (weights_folder / FILE).read_bytes()
    assets_cache().mkdir(parents=True)
    (assets_cache() / FILE).write_bytes(genuine)
    assert store.locate(NAME).where == "cache"
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(weights_folder))
    assert store.locate(NAME).where == "AUTOPSIE_ASSETS"
    assert store.locate(NAME, weights_folder).where == "option"
    assert store.locate(NAME, weights_folder / FILE).where == "option"
    monkeypatch.setenv("AUTOPSIE_ASSETS", os.pathsep.join([str(tmp_path), "", str(weights_folder)]))
    assert store.locate(NAME) == store.Located(weights_folder / FILE, "AUTOPSIE_ASSETS")
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))  # empty folder: the cache still serves
    assert store.locate(NAME).where == "cache"
    assert store.read(NAME) == genuine


def test_an_option_that_leads_nowhere_is_not_replaced_by_something_else(tmp_path: Path) -> None:
    with pytest.raises(MissingAsset) as missing:
        store.locate(NAME, tmp_path / "elsewhere.vxm")
    assert "elsewhere.vxm" in missing.value.sentence("en")


def test_of_a_subject_with_two_files_one_may_be_given(shelf: Any, tmp_path: Path) -> None:
    published = {"kind": "published", "commit": "x", "url": "https://example.invalid/x"}
    shelf.pin("net", b"net", **published)
    shelf.pin("words", b"words", **published)
    assets_cache().mkdir(parents=True)
    (assets_cache() / "words.bin").write_bytes(b"words")
    given = tmp_path / "net.bin"
    given.write_bytes(b"net")
    assert store.locate("net", given).where == "option"
    assert store.locate("words", given).where == "cache"
    renamed = given.rename(tmp_path / "mine")
    with pytest.raises(AssetRefused):  # a name of nobody's: it is given for what is asked
        store.locate("words", renamed)


def test_what_came_with_autopsie_need_not_lie_in_a_folder_that_is_given(
    shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.bin").write_bytes(b"own")
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(store, "ROOT", tmp_path)
    shelf.pin("own", b"own", kind="committed", path="own.bin", script="own.py", seed=1)
    assert store.locate("own", tmp_path / "folder").where == "repository"
    (tmp_path / "folder" / "own.bin").write_bytes(b"other")
    with pytest.raises(AssetRefused):
        store.locate("own", tmp_path / "folder")


@pytest.mark.weights
@pytest.mark.parametrize("damage", ["truncated", "one bit", "empty", "another file"])
def test_a_wrong_file_is_refused_with_expected_and_found_hash(
    weights_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    genuine = (weights_folder / FILE).read_bytes()
    wrong = {
        "truncated": genuine[:-1000],
        "one bit": genuine[:-1] + bytes([genuine[-1] ^ 1]),
        "empty": b"",
        "another file": b"hello",
    }[damage]
    (tmp_path / FILE).write_bytes(wrong)
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    with pytest.raises(AssetRefused) as refused:
        store.read(NAME)
    said = refused.value.sentence("fr")
    assert manifest(NAME).sha256 in said
    assert store.sha256_of(tmp_path / FILE) in said
    assert not store.availability(NAME).available


@pytest.mark.weights
def test_a_file_exchanged_after_it_was_checked_is_noticed(weights_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / FILE
    genuine = (weights_folder / FILE).read_bytes()
    path.write_bytes(genuine)
    stat = path.stat()
    store.locate(NAME, path)
    path.write_bytes(genuine[:-1] + b"\0" if genuine[-1] else genuine[:-1] + b"\1")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # same size, same time: the memory is fooled
    with pytest.raises(AssetRefused):
        store.read(NAME, path)


def test_asking_for_availability_imports_no_torch_and_no_network_library() -> None:
    code = (
        "import sys\n"
        "from tools.assets.store import availability\n"
        "from tools.assets import fetch\n"
        "from tools.catalogue import subjects\n"
        "import tools.bench\n"
        "availability('twitter-crop'); subjects()\n"
        "print([m for m in ('torch', 'httpx', 'skimage', 'scipy', 'PIL', 'numpy') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
