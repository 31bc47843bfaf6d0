"""What comes out of published packages: real pip, real wheels, an index on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.assets import store, wheel
from tools.assets.fetch import check_given, fetch, fetchable
from tools.assets.manifest import manifest
from tools.errors import AssetRefused, AutopsieError, MissingAsset
from tools.home import assets_cache

ONE, TWO = os.urandom(300_000), os.urandom(2_000)
MEMBERS = {"luggage/one.bin": ONE, "luggage/two.bin": TWO, "luggage/__init__.py": b"raise SystemExit('ran')"}

# A process of its own that fetches from the manifests of a test.
APART = """
import sys
from pathlib import Path
from tools.assets import manifest
manifest._FOLDER = Path(sys.argv[1])
from tools.assets.fetch import fetch
from tools.errors import AutopsieError
{before}
try:
    print(fetch(sys.argv[2], given=[Path(file) for file in sys.argv[3:]]))
except AutopsieError as error:
    print(error.code)
"""


@pytest.fixture
def luggage(shelf: Any, index: Any) -> Any:
    """Two assets of one wheel that the index offers."""
    index.offer(MEMBERS)
    shelf.pin_package("one", ONE, "luggage/one.bin")
    shelf.pin_package("two", TWO, "luggage/two.bin")
    return shelf


def left_behind() -> list[str]:
    """What a fetch left in the cache, but for locks."""
    found = [path.relative_to(assets_cache()).as_posix() for path in assets_cache().rglob("*")]
    return sorted(path for path in found if not path.endswith(".lock") and path != "wheels")


def failed(name: str, **how: Any) -> AutopsieError:
    with pytest.raises(AutopsieError) as caught:
        fetch(name, **how)
    for language in ("fr", "en"):
        assert caught.value.sentence(language)
        assert str(assets_cache()) not in caught.value.sentence(language)
    assert caught.value.cure is not None
    return caught.value


@pytest.mark.usefixtures("luggage")
def test_the_member_lies_in_the_cache_and_nothing_of_the_package_was_run() -> None:
    assert fetch("one").read_bytes() == ONE
    assert store.locate("one").where == "cache"


def test_one_wheel_brings_every_asset_that_it_holds(luggage: Any, index: Any) -> None:
    fetch("one")
    assert left_behind() == ["one.bin", "two.bin"]
    fetch("two")
    fetch("one")
    assert index.downloads() == 1


def test_a_sibling_that_is_not_as_pinned_does_not_fail_the_one_asked_for(luggage: Any) -> None:
    luggage.pin_package("two", b"something else", "luggage/two.bin")
    assert fetch("one").read_bytes() == ONE
    assert left_behind() == ["one.bin"]


@pytest.mark.usefixtures("luggage")
def test_progress_tells_asking_then_bytes(index: Any) -> None:
    index.stall = threading.Event()
    seen: list[tuple[int, int]] = []
    failed("one", progress=lambda *told: seen.append(told), within=12)
    assert seen[0] == (0, 0)
    assert any(done > 0 and total > 250_000 for done, total in seen)
    assert all(done <= total for done, total in seen if total)


@pytest.mark.usefixtures("luggage")
def test_a_stalled_index_is_given_up_in_time_and_pip_is_ended(index: Any) -> None:
    index.stall = threading.Event()
    start = time.monotonic()
    assert failed("one", within=2).code == "fetch_too_slow"
    assert time.monotonic() - start < 5
    assert left_behind() == []  # pip was ended, and its half-received file went with it


def test_the_users_own_find_links_is_honoured(
    luggage: Any, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_INDEX_URL")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index.folder))
    assert fetch("one").read_bytes() == ONE
    assert index.asked == []


def test_a_wheel_for_another_machine_and_python_is_only_data(shelf: Any, index: Any) -> None:
    index.offer(MEMBERS, tag="cp39-cp39-win_amd64")
    shelf.pin_package("one", ONE, "luggage/one.bin", platform="win_amd64", python="3.9")
    assert fetch("one").read_bytes() == ONE


def test_a_bundle_depends_on_its_members_bytes_only(shelf: Any, index: Any) -> None:
    index.offer(MEMBERS)
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as archive:
        for name in ("luggage/one.bin", "luggage/two.bin"):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, MEMBERS[name])
    shelf.pin_package("both", expected.getvalue(), "luggage/*.bin", making="bundle")
    assert fetch("both").read_bytes() == expected.getvalue()


def test_a_converter_gets_the_pinned_bytes_only(
    shelf: Any, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.assets.conversions import keras_tokenizer

    index.offer(MEMBERS)
    pinned = {"making": "keras-tokenizer", "member_sha256": hashlib.sha256(TWO).hexdigest()}
    shelf.pin_package("words", TWO[::-1], "luggage/two.bin", **pinned)
    monkeypatch.setattr(keras_tokenizer, "convert", lambda members: members["luggage/two.bin"][::-1])
    assert fetch("words").read_bytes() == TWO[::-1]

    called: list[Any] = []
    monkeypatch.setattr(keras_tokenizer, "convert", called.append)
    index.offer(MEMBERS | {"luggage/two.bin": b"a pickle of somebody else's"})
    (assets_cache() / "words.bin").unlink()
    assert failed("words").code == "member_changed"
    assert called == []


def test_a_manifest_that_converts_without_pinning_is_no_manifest(shelf: Any) -> None:
    shelf.pin_package("words", TWO, "luggage/two.bin", making="keras-tokenizer")
    with pytest.raises(ValueError, match="member_sha256"):
        manifest("words")


def test_a_changed_member_is_refused_with_both_hashes(luggage: Any, index: Any) -> None:
    index.offer(MEMBERS | {"luggage/one.bin": b"changed"})
    refused = failed("one")
    assert isinstance(refused, AssetRefused)
    assert refused.code == "member_changed"
    assert hashlib.sha256(ONE).hexdigest() in refused.sentence("fr")
    assert hashlib.sha256(b"changed").hexdigest() in refused.sentence("fr")
    assert left_behind() == []


def test_a_missing_member_is_named(luggage: Any, index: Any) -> None:
    index.offer({"luggage/other.bin": ONE})
    refused = failed("one")
    assert refused.code == "member_missing"
    assert "luggage/one.bin" in refused.sentence("en")


@pytest.mark.parametrize("with_hashes", [True, False])
def test_half_a_download_is_told_and_the_next_call_asks_again(
    luggage: Any, index: Any, with_hashes: bool
) -> None:
    index.cut_after, index.with_hashes = 100_000, with_hashes
    assert failed("one").code in ("wheel_broken", "fetch_failed")
    assert left_behind() == []
    index.cut_after = None
    assert fetch("one").read_bytes() == ONE


def test_a_truncated_wheel_on_the_index_is_told(luggage: Any, index: Any) -> None:
    offered = index.offer(MEMBERS)
    offered.write_bytes(offered.read_bytes()[:-5000])
    assert failed("one").code == "wheel_broken"


def test_a_wheel_of_an_earlier_try_is_not_asked_for_again(luggage: Any, index: Any) -> None:
    folder = assets_cache() / "wheels" / "luggage_1.0"
    folder.mkdir(parents=True)
    whole = index.offer(MEMBERS).read_bytes()
    (folder / "luggage-1.0-py3-none-any.whl").write_bytes(whole)
    assert fetch("one", offline=True).read_bytes() == ONE
    assert index.asked == []
    assert not folder.exists()

    (assets_cache() / "one.bin").unlink()
    folder.mkdir()
    (folder / "luggage-1.0-py3-none-any.whl").write_bytes(whole[:1000])  # not complete after all
    assert fetch("one").read_bytes() == ONE
    assert index.downloads() == 1


def test_a_complete_wheel_is_kept_when_the_asset_cannot_be_written(luggage: Any, index: Any) -> None:
    (assets_cache() / "one.bin").mkdir(parents=True)  # a folder where the file should go
    assert failed("one").code == "cache_closed"
    assert "wheels/luggage_1.0/luggage-1.0-py3-none-any.whl" in left_behind()
    (assets_cache() / "one.bin").rmdir()
    assert fetch("one").read_bytes() == ONE
    assert index.downloads() == 1


def test_an_index_without_the_version_is_told_with_the_way_round(luggage: Any, index: Any) -> None:
    index.offer(MEMBERS).rename(index.folder / "luggage-0.9-py3-none-any.whl")
    missing = failed("one")
    assert isinstance(missing, MissingAsset)
    assert missing.code == "wheel_missing"
    assert "luggage==1.0" in missing.sentence("fr")
    assert "--wheel" in missing.sentence("fr")


@pytest.mark.usefixtures("luggage")
def test_no_network_is_not_taken_for_a_missing_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    assert failed("one").code == "fetch_failed"


@pytest.mark.usefixtures("luggage")
def test_the_users_constraints_are_honoured_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "constraints.txt").write_text("luggage==0.9\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONSTRAINT", str(tmp_path / "constraints.txt"))
    assert failed("one").code == "wheel_constrained"


@pytest.mark.usefixtures("luggage")
def test_a_python_without_pip_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    monkeypatch.setattr(wheel.sys, "executable", str(tmp_path / "bare" / "bin" / "python"))
    missing = failed("one")
    assert missing.code == "pip_absent"
    assert "ensurepip" in missing.sentence("en")


@pytest.mark.usefixtures("luggage")
def test_a_wheel_that_is_listed_and_not_served_is_told_with_its_status(index: Any) -> None:
    index.lost = True
    told = failed("one")
    assert told.code == "fetch_refused"
    assert "404" in told.sentence("fr")


@pytest.mark.usefixtures("luggage")
def test_any_other_refusal_is_told_in_the_words_of_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_REQUIRE_HASHES", "1")
    told = failed("one")
    assert told.code == "pip_failed"
    assert "hash" in told.sentence("fr").lower()


@pytest.mark.usefixtures("luggage")
def test_the_words_of_pip_carry_no_password() -> None:
    said = "ERROR: nothing at https://anna:secret@packages.invalid/simple/luggage/"
    told = wheel._explained(manifest("one"), said).sentence("en")
    assert "packages.invalid" in told
    assert "anna" not in told
    assert "secret" not in told


@pytest.mark.usefixtures("luggage")
@pytest.mark.parametrize("asked_by", ["argument", "environment"])
def test_offline_asks_nothing_and_says_what_is_missing(
    index: Any, monkeypatch: pytest.MonkeyPatch, asked_by: str
) -> None:
    if asked_by == "environment":
        monkeypatch.setenv("AUTOPSIE_OFFLINE", "1")
    missing = failed("one", offline=asked_by == "argument")
    assert missing.code == "offline"
    assert "one.bin" in missing.sentence("fr")
    assert index.asked == []
    assert not assets_cache().exists()


@pytest.mark.usefixtures("luggage")
def test_offline_is_content_with_what_is_here(index: Any) -> None:
    fetch("one")
    index.asked.clear()
    assert fetch("one", offline=True).read_bytes() == ONE
    assert index.asked == []


def test_a_wheel_or_a_file_that_one_brings_is_taken(luggage: Any, index: Any, tmp_path: Path) -> None:
    brought = index.offer(MEMBERS).rename(tmp_path / "renamed.whl")
    assert fetch("one", given=[brought], offline=True).read_bytes() == ONE
    file = tmp_path / "any name"
    file.write_bytes(TWO)
    assert fetch("two", given=[brought.with_name("absent"), file], offline=True).read_bytes() == TWO
    assert index.asked == []
    assert brought.is_file()


def test_a_brought_file_of_no_use_is_refused_before_anything_is_asked(
    luggage: Any, index: Any, tmp_path: Path
) -> None:
    wanted = fetchable()
    whole = index.offer(MEMBERS).read_bytes()
    other, torn = tmp_path / "other.txt", tmp_path / "torn.whl"
    other.write_text("hello", encoding="utf-8")
    torn.write_bytes(whole[: len(whole) // 2])
    for file, code in ((other, "wheel_unfit"), (torn, "wheel_broken"), (tmp_path / "no", "wheel_unfit")):
        with pytest.raises(AutopsieError) as refused:
            check_given([file], wanted)
        assert refused.value.code == code
        assert file.name in refused.value.sentence("fr")
    assert index.asked == []


def test_a_wrong_file_in_ones_own_folder_is_not_hidden_by_fetching(
    luggage: Any, index: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.bin").write_bytes(b"wrong")
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path / "mine"))
    assert failed("one").code == "asset_wrong_hash"
    assert index.asked == []


def test_a_wrong_file_in_the_cache_is_replaced(luggage: Any) -> None:
    assets_cache().mkdir(parents=True)
    (assets_cache() / "one.bin").write_bytes(b"wrong")
    assert failed("one", offline=True).code == "asset_wrong_hash"
    assert fetch("one").read_bytes() == ONE


def test_what_an_installed_package_holds_is_not_asked_for(
    luggage: Any, index: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(index.offer(MEMBERS)) as installed:
        installed.extractall(site)
    monkeypatch.syspath_prepend(str(site))
    assert fetch("one").read_bytes() == ONE
    assert store.locate("one").where == "package"
    assert index.asked == []
    (site / "luggage" / "one.bin").write_bytes(b"of another version")
    with pytest.raises(MissingAsset):
        store.locate("one")


@pytest.mark.usefixtures("index")
def test_our_own_weights_are_found_in_the_repository_and_never_fetched(
    shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "ROOT", tmp_path)
    shelf.pin("own", ONE, kind="committed", path="weights/own.safetensors", script="training/own.py", seed=1)
    assert failed("own").code == "asset_missing"
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "own.safetensors").write_bytes(ONE)
    assert fetch("own").read_bytes() == ONE
    assert store.locate("own").where == "repository"
    (tmp_path / "weights" / "own.safetensors").write_bytes(TWO)
    assert failed("own").code == "asset_wrong_hash"
    assert fetchable() == []


def test_three_processes_at_once_download_once_and_each_finds_it(luggage: Any, index: Any) -> None:
    code = APART.format(before="")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(luggage.folder), name], stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "two", "one")
    ]
    told = [process.communicate(timeout=60)[0].strip() for process in running]
    assert [Path(path).read_bytes() for path in told] == [ONE, TWO, ONE]
    assert index.downloads() == 1
    assert left_behind() == ["one.bin", "two.bin"]


def test_a_process_killed_half_way_leaves_no_half_file_and_no_lock_that_holds(
    luggage: Any, index: Any
) -> None:
    index.stall = threading.Event()
    running = subprocess.Popen([sys.executable, "-c", APART.format(before=""), str(luggage.folder), "one"])
    deadline = time.monotonic() + 20
    while not index.downloads() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.kill()
    running.wait(10)
    index.stall.set()
    index.stall = None
    assert not (assets_cache() / "one.bin").exists()
    assert fetch("one").read_bytes() == ONE


@pytest.mark.parametrize("who_writes", ["pip", "we"])
def test_a_disk_without_room_is_told_and_keeps_the_cache_clean(
    luggage: Any, index: Any, who_writes: str
) -> None:
    before = (
        f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (200_000, {resource.RLIM_INFINITY}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", APART.format(before=before), str(luggage.folder), "one",
         *([str(index.offer(MEMBERS))] if who_writes == "we" else [])],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "disk_full", done.stderr
    assert left_behind() == []


def test_a_cache_that_may_not_be_written_still_serves_what_it_has(luggage: Any) -> None:
    fetch("one")
    (assets_cache() / "two.bin").unlink()
    folders = [assets_cache(), *(path for path in assets_cache().rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    # Root writes anywhere, unless it gives that up.
    alone = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    code = APART.format(before="")
    try:
        told = [
            subprocess.run([*alone, sys.executable, "-c", code, str(luggage.folder), name],
                           capture_output=True, text=True, timeout=60, check=False).stdout.strip()
            for name in ("one", "two")
        ]  # fmt: skip
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert told == [str(assets_cache() / "one.bin"), "cache_closed"]


def test_fetching_and_asking_start_no_heavy_library(luggage: Any) -> None:
    code = APART.format(before="") + (
        "print(sorted({'torch', 'numpy', 'scipy', 'PIL', 'cv2', 'h5py', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(luggage.folder), "one"],
                          capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    assert json.loads(done.stdout.splitlines()[-1].replace("'", '"')) == []
