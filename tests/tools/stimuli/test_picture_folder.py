"""A user's own folder of pictures: what is read, what is left out, what stays the same."""

from __future__ import annotations

import shutil

import pyarrow
import pytest
from PIL import Image
from pyarrow import parquet

from tools.errors import MissingAsset, StimulusRefused
from tools.home import kept_files
from tools.stimuli.cases import case_named
from tools.stimuli.picture_folder import keep_folder
from tools.stimuli.render import render


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mine"
    made.mkdir()
    for rank in range(300):
        Image.new("RGB", (8, 6), (rank % 256, rank // 256, 0)).save(made / f"{rank:03}.png")
    for rank in (7, 100, 299):
        (made / f"{rank:03}.png").write_bytes(b"not a picture")
    (made / "notes.txt").write_text("not counted")
    return made


def test_three_broken_pictures_among_three_hundred_are_left_out_and_counted(folder):
    told = []
    name, left_out = keep_folder(folder, lambda done, total: told.append((done, total)))
    assert [each.name for each in left_out] == ["007.png", "100.png", "299.png"]
    assert all(each.reason.fr and each.reason.en for each in left_out)
    assert told[-1] == (300, 300)
    case = case_named(name)
    assert case.n == len(case.pictures) == 297
    assert any("3 fichiers" in note.fr for note in case.notes)
    assert case.person == "unknown"
    assert render(case.pictures[0].recipe).shape == (6, 8, 3)


def test_the_same_folder_is_the_same_case_and_another_picture_makes_another(folder):
    first, _ = keep_folder(folder)
    assert keep_folder(folder)[0] == first
    Image.new("RGB", (8, 6), (1, 2, 3)).save(folder / "007.png")
    assert keep_folder(folder)[0] != first


def test_a_folder_that_is_not_kept_any_more_is_said(folder):
    name, _ = keep_folder(folder)
    shutil.rmtree(kept_files())
    with pytest.raises(MissingAsset) as missing:
        case_named(name)
    assert missing.value.code == "folder_not_kept"


@pytest.mark.parametrize(("files", "code"), [([], "folder_empty"), (["a.png"], "folder_unreadable")])
def test_a_folder_without_one_picture_is_refused(tmp_path, files, code):
    for name in files:
        (tmp_path / name).write_text("no")
    with pytest.raises(StimulusRefused) as refused:
        keep_folder(tmp_path)
    assert refused.value.code == code


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StimulusRefused) as refused:
        keep_folder(tmp_path / "none")
    assert refused.value.code == "folder_missing"


def test_the_mattes_beside_portraits_are_no_pictures(folder):
    shutil.copy(folder / "000.png", folder / "000.matte.png")
    name, _ = keep_folder(folder)
    assert case_named(name).n == 297


@pytest.mark.parametrize(("identities", "refused"), [(300, False), (7, True)])
def test_several_pictures_of_one_identity_are_no_units(folder, identities, refused):
    index = pyarrow.table({"identity": [rank % identities for rank in range(300)]})
    parquet.write_table(index, folder / "portraits.parquet")
    if not refused:
        keep_folder(folder)
        return
    with pytest.raises(StimulusRefused, match="7 identities in 300") as said:
        keep_folder(folder)
    assert said.value.code == "identities_repeated"
