"""Models of one's own answer by kind, in the pixels of the picture, whatever runs them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from tools.catalogue import called, subject_card
from tools.subjects.external.brought import by_blocks
from tools.subjects.external.description import Input
from tools.subjects.external.feeding import batch_of, frame_of, prepare, unframed
from tools.subjects.external.reference import parse

SALIENCY = "kind: saliency\ninput: {size: [64, 64]}\noutput: map\n"
LIMITS = "limits: {seconds: 8, start_seconds: 60, memory_mb: 1024}\n"
BRIGHT = "def answer(batch):\n    return batch.mean(axis=1)\n"


class Mean(torch.nn.Module):
    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        return picture.mean(1)

    @torch.jit.export
    def both(self, picture: torch.Tensor) -> dict[str, torch.Tensor]:
        return {"other": picture, "map": picture.mean(1)}


def test_the_same_map_through_four_runtimes(
    onnx_model: Any, tmp_path: Path, load: Any, python_model: Any, picture: Path, server: Any
) -> None:
    torch.jit.script(Mean()).save(str(tmp_path / "mean.pt"))
    pixels = prepare(np.asarray(Image.open(picture)), Input(size=(64, 64)))
    server.says(200, {"map": (pixels.mean(axis=2) / 255).tolist()})
    found = [
        load(onnx_model(tmp_path / "mean.onnx")),
        load(f"torchscript:{tmp_path / 'mean.pt'}"),
        load(
            f"torchscript:{tmp_path / 'mean.pt'}", SALIENCY.replace("map", "{name: map}") + "method: both\n"
        ),
        load(python_model(BRIGHT)),
        load(server.address, SALIENCY.replace("map", "{name: map}")),
    ]
    for subject in found:
        answer = subject.examine(picture)
        assert answer.result.grid == (64, 64)
        assert answer.result.score == pytest.approx(230 / 255, abs=1e-4)
        x, y = answer.result.point
        assert 66 <= x < 78
        assert 6 <= y < 18
        assert answer.sha256 == hashlib.sha256(picture.read_bytes()).hexdigest()
        assert subject.card.badge == "external"
        assert subject.card.answers == "map"
    assert server.heard[-1][0] == "image/png"
    assert server.heard[-1][1].startswith(b"\x89PNG")


def test_what_names_the_model(onnx_model: Any, tmp_path: Path, python_model: Any, server: Any) -> None:
    description = tmp_path / "d.yaml"
    description.write_text(SALIENCY)
    model = tmp_path / "mean.onnx"
    card = subject_card(parse(onnx_model(model), description).spelling, external=True)
    assert card.sha256 == hashlib.sha256(model.read_bytes()).hexdigest()
    assert card.described == hashlib.sha256(description.read_bytes()).hexdigest()
    assert card.name == card.slug == card.source == "onnx:mean.onnx"  # no folder of this machine
    source = Path(python_model(BRIGHT).split(":")[1])
    card = subject_card(parse(python_model(BRIGHT), description).spelling, external=True)
    assert card.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    first = subject_card(parse(server.address, description).spelling, external=True)
    assert "may change" in first.about.en
    description.write_text(SALIENCY + "batch: 2\n")
    assert subject_card(parse(server.address, description).spelling, external=True).sha256 != first.sha256


def test_weights_beside_an_onnx_file_are_part_of_its_hash(onnx_model: Any, tmp_path: Path) -> None:
    import onnx

    onnx_model(tmp_path / "mean.onnx")
    model = onnx.load(str(tmp_path / "mean.onnx"))
    weight = onnx.numpy_helper.from_array(np.ones((300,), np.float32), "w")
    model.graph.initializer.append(weight)
    path = tmp_path / "big.onnx"
    onnx.save(model, str(path), save_as_external_data=True, location="big.bin", size_threshold=0)
    before = parse(f"onnx:{path}").sha256()
    assert before != hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "big.bin").write_bytes(np.zeros(300, np.float32).tobytes())
    assert parse(f"onnx:{path}").sha256() != before


def test_a_module_is_found_without_being_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Any, picture: Path
) -> None:
    package = tmp_path / "tools"  # as ours is called
    package.mkdir()
    (package / "__init__.py").write_text("print('imported')\n")
    (package / "models.py").write_text(
        "from tools.other import GAIN\n\n\nclass One:\n    @staticmethod\n"
        "    def look(batch):\n        return batch.mean(axis=1) * GAIN\n"
    )
    (package / "other.py").write_text("GAIN = 2.0\n")
    monkeypatch.chdir(tmp_path)
    assert parse("python:tools.models:One.look").source == package / "models.py"
    answer = load("python:tools.models:One.look").examine(picture)
    assert answer.result.score == pytest.approx(2 * 230 / 255, abs=1e-4)


def test_a_fine_map_is_read_by_blocks_at_their_best() -> None:
    grid = np.zeros((320, 160), dtype=np.float32)
    grid[37, 91] = 3.0
    blocks = by_blocks(grid, (320, 160))
    assert blocks.shape == (20, 10)
    assert blocks[2, 5] == 3.0
    assert blocks.sum() == 3.0
    assert by_blocks(grid[:7, :5], (320, 160)).shape == (7, 5)  # coarser than blocks: as it is


def test_feeding_does_what_is_written_in_its_order() -> None:
    pixels = np.zeros((2, 4, 3), dtype=np.uint8)
    pixels[..., 0], pixels[..., 2] = 255, 51
    how = Input(
        channels="bgr", range=(-1, 1), mean=[0.5, 0, 0], std=[2, 1, 1], size=(4, 4), keep_aspect=True, pad=0
    )
    fed = batch_of([prepare(pixels, how)], how)
    assert fed.shape == (1, 3, 4, 4)
    assert fed.dtype == np.float32
    np.testing.assert_allclose(fed[0, :, 1, 0], [(-0.6 - 0.5) / 2, -1, 1], atol=1e-6)
    np.testing.assert_allclose(fed[0, :, 0, 0], [-0.75, -1, -1], atol=1e-6)  # the padding
    grey = batch_of([pixels], Input(channels="grey", range=(0, 255), dtype="uint8", layout="nhwc"))
    assert grey.shape == (1, 2, 4, 1)
    assert set(grey.ravel().tolist()) == {82}  # 0.299 · 255 + 0.114 · 51
    inside = unframed(np.arange(16.0).reshape(4, 4), frame_of(prepare(pixels, how), how))
    assert inside.tolist() == [[4, 5, 6, 7], [8, 9, 10, 11]]


def test_a_mask_comes_back_to_the_size_of_the_picture(load: Any, python_model: Any, picture: Path) -> None:
    reference = python_model(
        "def answer(batch):\n    return 20 * (batch.mean(axis=1, keepdims=True) - 0.5)\n"
    )
    how = "kind: mask\ninput: {size: [96, 96], keep_aspect: true, pad: 0}\noutput: {activation: sigmoid}\n"
    subject = load(reference, how)
    (matte,) = subject.masks([np.asarray(Image.open(picture))])
    assert matte.shape == (48, 96)
    assert matte.dtype == np.float32
    answer = subject.examine(picture)
    assert answer.result.box == (66, 6, 12, 12)
    assert answer.result.share == pytest.approx(144 / (48 * 96))
    assert answer.pictures["mask"].shape == (48, 96)


def test_boxes_come_back_in_pixels_of_the_picture(load: Any, python_model: Any, picture: Path) -> None:
    rows = "[[0.25, 0.25, 0.5, 0.5, 0.9], [0, 0, 1, 1, 0.1], [0, 0, 0, 0, 0.99], [0, 0, 0.1, 0.1, 0.95]]"
    reference = python_model(f"def answer(batch):\n    return np.array([{rows}] * len(batch))\n")
    how = "kind: box\ninput: {size: [48, 48], keep_aspect: true, pad: 0}\noutput: {coordinates: share}\n"
    first, second = load(reference, how).examine(picture).result.boxes
    # 96 × 48 fits as 48 × 24, twelve rows below the top.
    assert (second.left, second.top, second.width, second.height) == (24, 0, 24, 24)
    assert (first.score, second.score) == (0.95, 0.9)


@pytest.mark.parametrize(
    ("answers", "output", "expected"),
    [
        ("[[0.0, np.log(3)]]", "{labels: ['no', 'yes'], activation: softmax}", {"no": 0.25, "yes": 0.75}),
        ("[1]", "{labels: ['no', 'yes']}", {"no": 0, "yes": 1}),
        ("['no']", "{labels: ['no', 'yes']}", {"no": 1, "yes": 0}),
    ],
)
def test_a_label_by_scores_by_place_or_by_name(
    load: Any, python_model: Any, picture: Path, answers: str, output: str, expected: dict[str, float]
) -> None:
    reference = python_model(f"def answer(batch):\n    return np.array({answers})\n")
    result = load(reference, f"kind: label\noutput: {output}\n").examine(picture).result
    assert result.scores == pytest.approx(expected)


def test_texts_go_in_batches_and_scores_come_back_by_label(load: Any, python_model: Any) -> None:
    source = (
        "def answer(texts):\n    assert len(texts) < 3\n    return np.array([[len(t), 0] for t in texts])\n"
    )
    how = "kind: score\ninput: text\noutput: {labels: [length, none]}\nbatch: 2\n"
    subject = load(python_model(source), how)
    assert subject.scores(["a", "bcd", "é"]).tolist() == [[1, 0], [3, 0], [1, 0]]
    assert subject.card.modality == "text"
    answer = subject.examine("bcd")
    assert answer.result.scores == {"length": 3, "none": 0}
    assert answer.sha256 == hashlib.sha256(b"bcd").hexdigest()


def test_texts_through_onnx_strings_torchscript_and_an_address(
    tmp_path: Path, load: Any, server: Any
) -> None:
    class Length(torch.nn.Module):
        def forward(self, texts: list[str]) -> torch.Tensor:
            return torch.tensor([float(len(text)) for text in texts])

    import onnx
    from onnx import TensorProto, helper

    texts = helper.make_tensor_value_info("texts", TensorProto.STRING, ["n", 1])
    known = helper.make_tensor_value_info("known", TensorProto.FLOAT, ["n", 1])
    words = helper.make_node("LabelEncoder", ["texts"], ["known"], domain="ai.onnx.ml", keys_strings=["abc"],
                             values_floats=[2.5], default_float=0.0)  # fmt: skip
    graph = helper.make_graph([words], "words", [texts], [known])
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 2)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(tmp_path / "words.onnx"))
    how = "kind: score\ninput: text\noutput: score\nbatch: 4\n"
    assert load(f"onnx:{tmp_path / 'words.onnx'}", how).scores(["abc", "x"]).tolist() == [[2.5], [0]]
    torch.jit.script(Length()).save(str(tmp_path / "length.pt"))
    how = "kind: score\ninput: text\noutput: score\n"
    assert load(f"torchscript:{tmp_path / 'length.pt'}", how).scores(["abc"]).tolist() == [[3]]
    server.says(200, {"score": 0.25})
    how = "kind: score\ninput: text\noutput: {name: score}\n"
    assert load(server.address, how).examine("ça va").result.scores == {"score": 0.25}
    assert json.loads(server.heard[-1][1]) == {"text": "ça va"}


def test_instances_in_json(load: Any, server: Any, picture: Path) -> None:
    server.says(200, {"predictions": [[0.1, 0.9]]})
    how = "kind: label\ninput: {size: [4, 2]}\nsend: instances\noutput: {name: predictions, labels: [a, b]}\n"
    answer = load(server.address, how).examine(picture)
    assert answer.result.scores == pytest.approx({"a": 0.1, "b": 0.9})
    sent = json.loads(server.heard[-1][1])["instances"]
    assert np.shape(sent) == (1, 3, 2, 4)
    assert any("may change" in note.en for note in answer.notes)


def test_the_reference_in_full_survives_a_second_reading(
    onnx_model: Any, tmp_path: Path, picture: Path
) -> None:
    description = tmp_path / "a b#c.yaml"
    description.write_text(SALIENCY + LIMITS)
    reference = parse(onnx_model(tmp_path / "m é.onnx"), description)
    assert parse(reference.spelling) == reference
    assert called(reference.spelling) == reference.spelling
    described = parse(f"onnx:{tmp_path / 'm é.onnx'}#describe={tmp_path / 'none.yaml'}", description)
    assert described.describe == str(description)  # the command line's comes first
