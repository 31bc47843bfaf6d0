"""Train the stand-in of Twitter's cropping network: ``python -m training.twitter_crop_imitation COMMAND``.

A student of another architecture, from random numbers, learns the original's maps (``fastgaze.vxm``, found
through ``AUTOPSIE_ASSETS``). Why: a reader who brings a picture to a computer without the original gets an
answer that says what it is, rather than none. Its agreement is measured on what it never learned from.

Commands, in this order; ``WORK`` is a folder for what is recorded (some 6 GB) and for the checkpoint:

- ``record WORK PICTURES…``: maps of the original on fresh views of free pictures (15 minutes);
- ``busts WORK PICTURES…``: the same on computed portraits, identities 1000 and above (4 minutes);
- ``train WORK``: the student, on one thread, from a checkpoint where there is one (50 minutes);
- ``pairs WORK PICTURES…``: more busts, most of them two by two (3 minutes);
- ``finish WORK``: once more from the best so far, at half the rate, with the pairs (13 minutes);
- ``keep WORK PICTURES…``: write the weights in half precision, and measure them (4 minutes).

Pictures: the files of these packages of Debian 12, all of its free component ``main``, unpacked with
``apt-get download`` and ``dpkg -x`` into a folder each (licences as their ``copyright`` files sum them up):
colobot-common-textures (GPL-3+), desktop-base (GPL-2+, CC-BY-SA-3.0), digikam-data (GPL-2),
extremetuxracer-data (GPL-2+), flare-game (CC-BY-SA-3.0+), flightgear-data-ai (GPL-2+), freedroidrpg-data
(GPL-2+), gcompris-qt-data (CC-BY, CC-BY-SA, public domain, GPL-3+; the WebP pictures inside its ``.rcc``
archives), gimp-help-en (as gimp-help: GFDL), gnome-backgrounds (CC-BY-SA-3.0),
golang-github-disintegration-imaging-dev (Expat), gthumb-data (GPL-2+, CC-BY-SA-3.0), hugin-data (GPL-2+,
GFDL), imagemagick-6-doc (as imagemagick), jigzo-data (GPL-2+; its one puzzle that is not free is in
another format, and was not read), khangman (GPL-2+), kphotoalbum (GPL-2+), kstars-data (GPL-2+),
lomiri-wallpapers-16.04 and -20.04 (CC-BY, CC-BY-SA), marble-data (LGPL-2.1+, CC-BY-3.0), mate-backgrounds
(GPL-2+, CC-BY-SA-4.0), megaglest-data (CC-BY-SA-3.0), opencv-doc (Apache-2.0, BSD), palapeli-data (GPL-2+,
GFDL), photofilmstrip (GPL-3+), pinball-data (GPL-2), plasma-desktop-data (GPL-2+, LGPL), plasma-workspace-
wallpapers (GPL-2+), pybik (GPL-3+), python-kivy-examples (Expat), stellarium-data (GPL-2+), supertuxkart-data
(CC-BY-SA, CC-BY, CC0), sway-backgrounds (Expat), tetzle (GPL-3+), texlive-latex-extra-doc (file by file),
torcs-data (GPL-2+, Free Art), trigger-rally-data (GPL-2+, CC-BY, CC0), tuxpaint-stamps-default (GPL-2),
ukui-wallpapers (CC-BY-SA-3.0), warzone2100-data (GPL-2+, CC0), wesnoth-1.16-data (GPL-2+), xplanet-images
(GPL-2+, NASA's).
Only their maps and views were learned from; no picture is in the repository. 10,144 files were read; 4,071
kept (all 1,513 photographs and paintings; of each package's drawings and textures, 60 to 250), less 43
photographs set aside before anything was trained, with their near-copies. These and six photographs of
scikit-image are the unseen ones: ``cropping_imitation/unseen.json``.

The weights that are kept: 18,432 and then 1,680 maps of photographs' views, 1,296 of busts, 8,016 of pairs;
77,820 pictures learned in the first 50 minutes and 43,368 in the last 13, on a third of a core. The studio's
look was still changing while busts were recorded.

Found on the way: more *different* pictures help most, so that views are drawn fresh, never a file twice;
poolings between the layers halve the passes that strided convolutions need.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save

from tools.assets.store import ROOT
from tools.sheet import TABLES
from tools.subjects.cropping_imitation.agreement import MEASURED, Agreement
from tools.subjects.cropping_imitation.student import Student
from tools.subjects.twitter_crop import TwitterCrop
from training.cropping_imitation import measuring
from training.cropping_imitation.busts import busts
from training.cropping_imitation.learning import PEAK_RATE, Learner, recordings
from training.cropping_imitation.pictures import Source, gather
from training.cropping_imitation.recording import drawer, record
from training.cropping_imitation.split import split, unseen_files
from training.cropping_imitation.tabling import NAME, table_of
from training.cropping_imitation.views import SHARES

SEED = 2021
WEIGHTS = ROOT / "tools" / "subjects" / "weights" / "twitter_crop_imitation.safetensors"
RECORDING_SECONDS = 900
BUSTS, BUST_SECONDS, PAIR_SECONDS = 400, 240, 150
PAIR_SHARES = (0, 0, 0, 0, 0, 0, 0, 0.7, 0.3)  # of the shapes: side by side, one above the other
TRAINING_SECONDS = 3_000
FROM_BUSTS = 0.25  # of the batches
FINISHING_SECONDS, FINISHING_RATE = 780, 8e-4
FROM_PAIRS = 0.15  # of the last batches
PHOTOGRAPHS_AMONG_BUSTS = 0.15
DRAWINGS_EACH = 120  # of one folder of pictures, so that no game's textures outweigh the rest


def main() -> None:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("command", choices=("record", "busts", "train", "pairs", "finish", "keep"))
    parser.add_argument("work", type=Path)
    parser.add_argument("pictures", type=Path, nargs="*", help="one folder a package")
    parser.add_argument("--seconds", type=float, help="instead of the time that the command usually takes")
    given = parser.parse_args()
    torch.set_num_threads(1)
    given.work.mkdir(parents=True, exist_ok=True)
    if given.command == "record":
        taught, _ = split(_kept(given.pictures))
        seconds = given.seconds or RECORDING_SECONDS
        record(TwitterCrop.load(), drawer(taught), given.work / "views", seconds=seconds, seed=SEED, say=_say)
    elif given.command == "busts":
        _record_busts(given.work / "busts", given.pictures, given.seconds or BUST_SECONDS, SEED)
    elif given.command == "pairs":
        seconds = given.seconds or PAIR_SECONDS
        _record_busts(given.work / "pairs", given.pictures, seconds, SEED + 1, PAIR_SHARES)
    elif given.command == "train":
        _train(given.work, given.seconds or TRAINING_SECONDS)
    elif given.command == "finish":
        _train(given.work, given.seconds or FINISHING_SECONDS, again=True)
    else:
        _keep(given.work, given.pictures)


def _kept(folders: Sequence[Path]) -> list[Source]:
    """All photographs of the folders, and the first few drawings of each."""
    kept, drawings = [], dict.fromkeys(folders, 0)
    for source in gather(folders):
        folder = next(each for each in folders if source.path.is_relative_to(each))
        drawings[folder] += not source.photograph
        if source.photograph or drawings[folder] <= DRAWINGS_EACH:
            kept.append(source)
    return kept


def _record_busts(
    into: Path, folders: Sequence[Path], seconds: float, seed: int, shares: Sequence[float] = SHARES
) -> None:
    taught, _ = split(_kept(folders))
    photographs, pool = drawer(taught), list(busts(BUSTS, seed))

    def source(draw: np.random.Generator) -> NDArray[np.uint8]:
        alone = draw.random() >= PHOTOGRAPHS_AMONG_BUSTS
        return pool[int(draw.integers(len(pool)))] if alone else photographs(draw)

    record(TwitterCrop.load(), source, into, seconds=seconds, seed=seed, say=_say, shares=shares)


def _train(work: Path, seconds: float, *, again: bool = False) -> None:
    kinds = [(1.0 - FROM_BUSTS, recordings(work / "views"))]
    for name, part in (("busts", FROM_BUSTS), ("pairs", FROM_PAIRS if again else 0.0)):
        if part and (found := recordings(work / name)):
            kinds.append((part, found))
    checkpoint = work / "checkpoint.pt"
    learner = Learner(SEED, FINISHING_RATE if again else PEAK_RATE)
    if checkpoint.exists():
        learner.restore(checkpoint)
    if again:
        learner.seconds = 0.0
        checkpoint = work / "finished.pt"

    def report(now: Learner, error: float) -> None:
        _say(f"{now.seconds:.0f} s, {now.pictures} pictures, loss {error:.3f}")

    learner.learn(kinds, seconds=seconds, checkpoint=checkpoint, report=report)


def _keep(work: Path, folders: Sequence[Path]) -> None:
    """Write the weights, then what is measured of them: what is kept is what is measured."""
    learner = Learner(SEED)
    finished = work / "finished.pt"
    learner.restore(finished if finished.exists() else work / "checkpoint.pt")
    # safetensors refuses what is not laid out row by row, and our weights are channels-last.
    half = {name: value.half().contiguous() for name, value in learner.taught().state_dict().items()}
    content = save(half)
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(content)
    student = Student({name: value.float().numpy() for name, value in half.items()})
    original = TwitterCrop.load()
    photographs = measuring.unseen_photographs(unseen_files(folders))
    portraits = measuring.unseen_busts(SEED)
    found = Agreement(
        weights_sha256=hashlib.sha256(content).hexdigest(),
        made=datetime.now(UTC).date().isoformat(),
        command="python -m training.twitter_crop_imitation keep",
        photographs=measuring.places(original, student, photographs),
        portraits=measuring.places(original, student, portraits),
        photograph_pairs=measuring.winners(original, student, photographs),
        portrait_pairs=measuring.winners(original, student, portraits),
        preferences=measuring.preferences(original, student),
    )
    MEASURED.write_text(
        json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (TABLES / f"{NAME}.json").write_text(table_of(found).model_dump_json(indent=1) + "\n", encoding="utf-8")
    _say(f"{len(content)} bytes, sha256 {found.weights_sha256}\n{found.model_dump_json(indent=1)}")


def _say(line: str) -> None:
    print(time.strftime("%H:%M:%S"), line, flush=True)


if __name__ == "__main__":
    main()
