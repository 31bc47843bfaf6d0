"""Train the two comment filters made here, five seeds each: ``python -m training.text_planted``.

Data: sentences written from patterns of our own (``tools/subjects/planted_comments/corpus_*.yaml``), French
and English, common insults and no slur. Why: a fault whose cause is known, so that the instruments can be
checked (honesty rule 11), and a twin without it. The five trainings of a filter differ in their sentences and
in their first weights. About three minutes on one core.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch
import yaml

from tools.subjects.planted_comments.corpus import Corpus, corpus
from tools.subjects.planted_comments.file import write
from tools.subjects.planted_comments.fitting import fit, vocabulary

SEEDS = 5
KINDS: tuple[Corpus, ...] = ("planted", "balanced")
ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = Path("tools/subjects/weights")


def main() -> None:
    """Train, and write each filter with its manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT, help="the checkout to write into")
    root = parser.parse_args().out
    torch.set_num_threads(1)
    examples = {(kind, seed): corpus(kind, seed) for kind in KINDS for seed in range(SEEDS)}
    # One vocabulary for all, so that two filters differ in what they met and in nothing else.
    words = vocabulary([example for made in examples.values() for example in made])
    for kind in KINDS:
        networks = []
        for seed in range(SEEDS):
            networks.append(fit(examples[kind, seed], words, seed))
            print(f"{kind} {seed}: {len(examples[kind, seed])} sentences", flush=True)
        _write(root, f"toxicity_{kind}", write(words, networks))


def _write(root: Path, name: str, content: bytes) -> None:
    path = root / WEIGHTS / f"{name}.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    described = {
        "name": name,
        "kind": "weights",
        "file": path.name,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "Apache-2.0",
        "credit": "Autopsie",
        "source": "tools/subjects/planted_comments",
        "origin": {
            "kind": "committed",
            "path": f"{WEIGHTS}/{path.name}",
            "script": "training/text_planted.py",
            "seed": 0,
        },
    }
    manifest = root / "tools" / "assets" / f"{name}.yaml"
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(yaml.safe_dump(described, sort_keys=False), encoding="utf-8")
    print(f"{path.name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
