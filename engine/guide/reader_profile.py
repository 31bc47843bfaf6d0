"""How this reader is spoken to: the profile that they described in a form, else that of their audience."""

from __future__ import annotations

from collections.abc import Sequence

from engine.guide.audience import Profile, profile_of
from engine.play.asides import Profiled
from engine.play.events import Event, Migrated, Opened, SettingsChanged


def profile_in(events: Sequence[Event]) -> Profile:
    """The profile that a play stands at. One of the reader's own holds until they choose another audience."""
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
