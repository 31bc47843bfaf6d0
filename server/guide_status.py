"""Whether each backend of the guide, and the encoder of questions, would work here; starts and asks nothing.

For ``autopsie guide status`` and ``autopsie doctor``.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from engine.guide.backend import Degree, backend_named, backend_names
from engine.guide.settings import GuideSettings
from tools.errors import AutopsieError
from tools.wording import Language, Words, typeset


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideBackendStatus(_Shape):
    """One backend. ``says`` is what it is or why it would not work, ``cure`` what to do about it."""

    name: str
    chosen: bool  # by AUTOPSIE_GUIDE
    ready: bool
    says: str
    cure: str | None
    model: str
    languages: list[Language]  # those that it may write
    degrees: list[Degree]


class GuideEncoderStatus(_Shape):
    """What compares a reader's question with the file."""

    name: str
    ready: bool
    cure: str | None


class GuideStatus(_Shape):
    """``guide status``. ``well``: what was chosen would work. ``key``: whether one is set, never which."""

    well: bool
    chosen: str
    key: bool
    backends: list[GuideBackendStatus]
    encoder: GuideEncoderStatus
    faults: list[str]


def guide_status(settings: GuideSettings, language: Language) -> GuideStatus:
    """The state of the guide as ``settings`` have it, in the words of ``language``."""
    from engine.guide.completions.address import KEY_VARIABLE, key

    faults: list[str] = []
    chosen = settings.backend.replace("-", "_")
    names = backend_names()
    if chosen not in names:
        known = ", ".join(name.replace("_", "-") for name in names)
        faults.append(
            _told(
                Words(
                    fr=f"AUTOPSIE_GUIDE={settings.backend} : ce guide n’existe pas. Ceux d’ici : {known}.",
                    en=f"AUTOPSIE_GUIDE={settings.backend}: there is no such guide. Those here: {known}.",
                ),
                language,
            )
        )
    backends = [_backend(name, chosen, settings, language) for name in names]
    faults += [
        " ".join(filter(None, (each.says, each.cure))) for each in backends if each.chosen and not each.ready
    ]
    encoder = _encoder(settings, language)
    if not encoder.ready:
        faults.append(" ".join(filter(None, (encoder.name, encoder.cure))))
    try:
        has_key = bool(key())
    except AutopsieError as wrong:
        has_key = True
        faults.append(f"{KEY_VARIABLE}: {_told(wrong.says, language)}")
    return GuideStatus(
        well=not faults,
        chosen=chosen.replace("_", "-"),
        key=has_key,
        backends=backends,
        encoder=encoder,
        faults=faults,
    )


def _backend(name: str, chosen: str, settings: GuideSettings, language: Language) -> GuideBackendStatus:
    # The model that is named is the chosen backend's: another would take a file for an id, or the reverse.
    own = settings if name == chosen else GuideSettings(backend=name)
    ready = backend_named(name, own).readiness()
    return GuideBackendStatus(
        name=name.replace("_", "-"),
        chosen=name == chosen,
        ready=ready.ready,
        says=_told(ready.says, language),
        cure=_told(ready.cure, language) if ready.cure else None,
        model=ready.model,
        languages=list(ready.languages),
        degrees=list(ready.degrees),
    )


def _encoder(settings: GuideSettings, language: Language) -> GuideEncoderStatus:
    from tools.encoders.reference import encoder_named

    try:
        return GuideEncoderStatus(name=encoder_named(settings.encoder).name, ready=True, cure=None)
    except AutopsieError as missing:
        cure = _told(missing.cure, language) if missing.cure else None
        return GuideEncoderStatus(name=_told(missing.says, language), ready=False, cure=cure)


def _told(words: Words, language: Language) -> str:
    return typeset(words.in_(language), language)
