"""Ask MediaPipe itself what it answers, and keep little of it: what our own reading is compared with.

Autopsie never imports MediaPipe. Run this in an environment to throw away::

    python -m venv /tmp/throwaway && /tmp/throwaway/bin/pip install mediapipe==0.10.21
    /tmp/throwaway/bin/python tests/goldens/mediapipe/make_goldens.py FOLDER

``FOLDER`` holds scikit-image's pictures (``skimage/data``). ``pictures.json`` beside this file names the
pictures: a file, a box of it (left, top, right, bottom), and copies pasted on a ground. Written beside it:
``mattes.npz`` (for each picture and each of the two models, every seventh pixel of every seventh row of the
matte at full size, float32, the means of 64 × 64 blocks, float16, and the share of person) and
``faces.json`` (boxes in pixels).
"""

import itertools
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent


def picture(told: dict, folder: Path) -> np.ndarray:
    """The pixels of one picture of ``pictures.json``."""
    image = Image.open(folder / told["file"]).convert("RGB")
    if box := told.get("box"):
        image = image.crop(box)
    if size := told.get("ground"):
        ground = Image.new("RGB", tuple(size), (128, 128, 128))
        for at in told["at"]:
            ground.paste(image, tuple(at))
        image = ground
    return np.asarray(image)


def blocks(matte: np.ndarray) -> np.ndarray:
    """Means of 64 × 64 blocks as equal as they can be."""
    rows, columns = (np.linspace(0, side, 65).astype(int) for side in matte.shape)
    return np.array(
        [
            [matte[top:bottom, left:right].mean() for left, right in itertools.pairwise(columns)]
            for top, bottom in itertools.pairwise(rows)
        ]
    )


def main(folder: Path) -> None:
    import mediapipe

    told = json.loads((HERE / "pictures.json").read_text())
    mattes, faces = {}, {}
    for name, recipe in told.items():
        pixels = picture(recipe, folder)
        for selection, model in enumerate(("square", "landscape")):
            with mediapipe.solutions.selfie_segmentation.SelfieSegmentation(selection) as segmentation:
                matte = segmentation.process(pixels).segmentation_mask
            assert (matte.shape, matte.dtype) == (pixels.shape[:2], np.float32)
            mattes[f"{name}.{model}.grid"] = matte[3::7, 3::7]
            mattes[f"{name}.{model}.blocks"] = blocks(matte).astype(np.float16)
            mattes[f"{name}.{model}.share"] = np.float32((matte >= 0.5).mean())
        height, width, _ = pixels.shape
        with mediapipe.solutions.face_detection.FaceDetection(0.5, 0) as detection:
            found = detection.process(pixels).detections or []
        faces[name] = [
            {
                "left": box.xmin * width,
                "top": box.ymin * height,
                "width": box.width * width,
                "height": box.height * height,
                "score": each.score[0],
            }
            for each in found
            for box in (each.location_data.relative_bounding_box,)
        ]
    np.savez_compressed(HERE / "mattes.npz", **mattes)
    (HERE / "faces.json").write_text(json.dumps(faces, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
