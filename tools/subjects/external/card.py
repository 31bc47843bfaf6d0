"""The card of a model of one's own, and the model itself, from its reference."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import CallRefused
from tools.subject import SubjectCard
from tools.subjects.external.describing import Described
from tools.subjects.external.description import Description
from tools.subjects.external.faults import told
from tools.subjects.external.reference import Reference, Runtime, parse
from tools.wording import Words, both

if TYPE_CHECKING:
    from tools.subjects.external.brought import Brought

_FORMATS: dict[Runtime, str] = {"onnx": "ONNX", "torchscript": "TorchScript", "python": "Python"}
UNPINNED = Words(
    fr="Ce qui répond à cette adresse peut changer sans que rien ne le montre : l’empreinte est celle de"
    " l’adresse et de la description, pas celle du modèle.",
    en="What answers at this address may change without a sign: the hash is that of the address and of the"
    " description, not of the model.",
)
SOURCE_ONLY = Words(
    fr="L’empreinte est celle du fichier Python : ni les poids ni les modules qu’il charge n’en sont.",
    en="The hash is that of the Python file: the weights and modules that it loads are not part of it.",
)
NOT_OURS = Words(
    fr="Ce modèle a été apporté : rien ici ne dit sur quoi il a appris.",
    en="This model was brought: nothing here says what it learned from.",
)


def cautions(name: str) -> list[Words]:
    """What a finding on the model ``name`` (a reference) has to say besides."""
    runtime = parse(name).runtime
    if runtime == "http":
        return [NOT_OURS, UNPINNED]
    return [NOT_OURS, SOURCE_ONLY] if runtime == "python" else [NOT_OURS]


def card_of(name: str) -> SubjectCard:
    """The card of a reference; files are read and hashed, nothing is loaded.

    Raises :class:`~tools.errors.CallRefused`: ``bad_reference``, ``model_missing``, ``description_…``.
    """
    reference = parse(name)
    described = reference.described()
    return _card(reference, described)


def load(name: str) -> Brought:
    """The model, its process started and the model loaded in it.

    Raises as :func:`card_of`, :class:`~tools.errors.MissingAsset` where its runtime is not installed,
    :class:`~tools.errors.AssetRefused` for a file that is no such model, and
    :class:`~tools.errors.ToolFailed` for one that raises, hangs or dies.
    """
    from tools.subjects.external import brought
    from tools.subjects.external.apart import Apart

    reference = parse(name)
    described = reference.described()
    card, how = _card(reference, described), described.description
    if reference.runtime == "http" and how.send is None:
        how = how.model_copy(update={"send": "text" if how.input.of == "text" else "png"})
    elif reference.runtime != "http" and how.send is not None:
        raise CallRefused(
            "description_refused",
            Words(fr="« send » ne sert qu’aux modèles désignés par une adresse http.",
                  en="“send” is for models named by an http address only."),
            Words(fr="Retirez-le de la description.", en="Take it out of the description."),
        )  # fmt: skip
    _sniff(reference)
    kinds: dict[str, type[Brought]] = {
        "saliency": brought.BroughtMap,
        "mask": brought.BroughtMask,
        "box": brought.BroughtBoxes,
    }
    scores = brought.BroughtTextScores if how.input.of == "text" else brought.BroughtPictureScores
    apart = Apart(card.name, _job(reference, how))
    subject = kinds.get(how.kind, scores)(card, how, apart, reference.runtime == "http")
    try:
        apart.load()
        if reference.sha256() != card.sha256:
            raise told("changed", {}, card.name)
    except BaseException:
        subject.close()
        raise
    return subject


def _card(reference: Reference, described: Described) -> SubjectCard:
    how = described.description
    what = _FORMATS.get(reference.runtime, "HTTP")
    about = Words(
        fr=f"Un modèle {what} que vous apportez ; il tourne dans un processus à part.",
        en=f"A {what} model that you bring; it runs in a process apart.",
    )
    if reference.runtime == "http":
        about = Words(fr=f"{about.fr} {UNPINNED.fr}", en=f"{about.en} {UNPINNED.en}")
    elif reference.runtime == "python":
        about = Words(fr=f"{about.fr} {SOURCE_ONLY.fr}", en=f"{about.en} {SOURCE_ONLY.en}")
    return SubjectCard(
        name=reference.name,
        title=how.title or both(reference.name),
        about=about,
        badge="external",
        modality="text" if how.input.of == "text" else "image",
        sha256=reference.sha256(),
        licence=how.licence,
        credit=how.credit,
        source=reference.name,
        answers=how.answers,
        assets=(),
        described=described.sha256,
    )


def _job(reference: Reference, how: Description) -> dict[str, Any]:
    """What the process apart is told."""
    source = reference.source
    beside = [str(source.parent)] if source is not None and reference.target.endswith(".py") else []
    python_path = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    return {
        "runtime": reference.runtime,
        "target": reference.target,
        "member": reference.member,
        "method": how.method,
        "input": how.input.name,
        "output": how.output.name,
        "dtype": "text" if how.input.of == "text" else how.input.dtype,
        "send": how.send,
        "remote": reference.remote,
        "paths": [*beside, str(Path.cwd()), *python_path] if reference.runtime == "python" else [],
        "seconds": how.limits.seconds,
        "start_seconds": how.limits.start_seconds,
        "memory": how.limits.memory_mb * 2**20,
    }


def _sniff(reference: Reference) -> None:
    """Refuse a text file that stands for a model: a page, a Git LFS pointer, an export's log."""
    if reference.runtime not in ("onnx", "torchscript"):
        return
    source = reference.source
    assert source is not None
    with source.open("rb") as file:
        start = file.read(512)
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as cut:
        if cut.start < len(start) - 4:
            return
        text = start[: cut.start].decode("utf-8")
    if text and all(sign.isprintable() or sign in "\r\n\t" for sign in text):
        facts = {"start": " ".join(text.split())[:40], "format": _FORMATS[reference.runtime]}
        raise told("text_file", facts, reference.name)
