"""Failures that a person can act on: a stable code, a sentence in both languages, a cure."""

from __future__ import annotations

from tools.wording import Language, Words


class AutopsieError(Exception):
    """Base of every failure that is told to a person.

    ``code`` never changes (it stands in ``problem+json`` and in ``--json`` errors); ``says`` names what is
    wrong and where; ``cure`` says what to do. ``exit_code`` is the command line's: 1 found wanting,
    2 misuse, 3 could not tell. ``status`` is the HTTP status.
    """

    exit_code = 2
    status = 422

    def __init__(self, code: str, says: Words, cure: Words | None = None) -> None:
        self.code = code
        self.says = says
        self.cure = cure
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """What is wrong, then what to do."""
        said = self.says.in_(language)
        return f"{said} {self.cure.in_(language)}" if self.cure else said

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross the worker's pipe: rebuild from our own arguments, not from the message.
        return (type(self), (self.code, self.says, self.cure))


class MissingAsset(AutopsieError):
    """Weights or data that are not on this machine; the cure names the command that fetches them."""

    exit_code = 3
    status = 503


class AssetRefused(AutopsieError):
    """A file whose hash or structure is not the pinned one."""

    exit_code = 2
    status = 500


class StimulusRefused(AutopsieError):
    """A picture or a text that cannot be read, or is too large."""


class CallRefused(AutopsieError):
    """A tool asked for something that it, or the subject, cannot do."""


class ToolFailed(AutopsieError):
    """A measure that did not come to an end: time-out, crash of the worker, non-finite numbers."""

    exit_code = 3
    status = 503


class Busy(AutopsieError):
    """The queue for the models is full."""

    exit_code = 3
    status = 503
