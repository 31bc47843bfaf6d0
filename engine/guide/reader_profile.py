"""How this reader is spoken to: in which language, and by which profile."""

from __future__ import annotations

from collections.abc import Sequence

from engine.guide.audience import Profile, profile_of
from engine.play.asides import Profiled
from engine.play.events import Event, Migrated, Opened, SettingsChanged
from tools.wording import Language


def profile_in(events: Sequence[Event]) -> Profile:
    """The profile that a play stands at: what its reader described in a form, else their audience's.

    One of the reader's own holds until they choose another audience.
    """
    audience, own = "", None
    for event in events:
        if isinstance(event, Opened | SettingsChanged):
            audience = event.audience
        elif isinstance(event, Migrated):
            audience = event.state.get("audience", audience)
        elif isinstance(event, Profiled):
            own = event.profile
    if own is not None and own.told_as == audience:
        return own
    return profile_of(audience)


def language_in(events: Sequence[Event]) -> Language:
    """The language that a play stands at; French for a log without a beginning."""
    spoken: Language = "fr"
    for event in events:
        if isinstance(event, Opened | SettingsChanged):
            spoken = event.language
        elif isinstance(event, Migrated):
            spoken = event.state.get("language", spoken)
    return spoken
