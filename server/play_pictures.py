"""The pictures of a play: which its findings show, and which of them are the reader's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.play.asides import Measured
from engine.play.events import Event, ToolFinished
from tools.stimulus import Picture


def pictures_of_log(events: Sequence[Event]) -> Iterator[Picture]:
    """The pictures that the findings of a log show."""
    from tools.figures import pictures_of  # slow import

    for event in events:
        if isinstance(event, ToolFinished | Measured) and event.finding is not None:
            for figure in event.finding.figures:
                yield from pictures_of(figure)


def is_readers_own(picture: Picture) -> bool:
    """Whether it is, or was made from, a picture that the reader brought: it is for nobody else."""
    from tools.stimuli.render import holds_upload  # slow import

    return holds_upload(picture.recipe)
