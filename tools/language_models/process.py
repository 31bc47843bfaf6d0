"""A language model in a process of its own: messages in, pieces of text out, bounded and cancellable."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TypedDict

from tools.hosted.hosted import START_SECONDS, Header, Hosted
from tools.hosted.troubles import MODEL
from tools.language_models.reference import model_named

CONTEXT = 4096
"""Pieces of text that are read and written at once, at most."""
MOST_THREADS = 8
# Nothing is ever asked of a network for a model: these say so to the libraries.
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
            "TOKENIZERS_PARALLELISM": "false"}  # fmt: skip


class Message(TypedDict):
    """One turn of a conversation; ``role`` is system, user or assistant."""

    role: str
    content: str


class LanguageModelProcess:
    """The model that ``reference`` names (:func:`model_named`). Thread-safe; one request at a time."""

    def __init__(
        self,
        reference: str = "",
        *,
        threads: int | None = None,
        context: int = CONTEXT,
        idle_seconds: float = 600.0,
        start_seconds: float = START_SECONDS,
    ) -> None:
        """Starts nothing. Raises as :func:`model_named`."""
        from tools.worker import cores

        self.named = model_named(reference)
        # One core is left to whoever asks: threads that wait for a taken one are slower than fewer.
        count = threads or max(1, min(cores() - 1, MOST_THREADS))
        job: Header = {
            "runtime": self.named.runtime,
            "path": str(self.named.path.resolve()),
            "threads": count,
            "context": context,
        }
        settings = {**_OFFLINE, "OMP_NUM_THREADS": str(count)}
        self._hosted = Hosted(
            MODEL,
            "tools.language_models.host",
            job,
            idle_seconds=idle_seconds,
            start_seconds=start_seconds,
            settings=settings,
        )

    def complete(
        self,
        messages: Sequence[Message],
        *,
        most_tokens: int = 400,
        temperature: float = 0.0,
        seed: int = 0,
        one_of: Sequence[str] = (),
        seconds: float = 60.0,
    ) -> Generator[str, None, None]:
        """Pieces of the model's answer as they come; closing the iterator cancels.

        ``one_of`` holds the answer to exactly one of these words. ``seconds`` bounds all of it: waiting for
        one's turn, loading, writing. At temperature 0 the answer depends on nothing but what is asked.
        Raises :class:`~tools.hosted.troubles.HostedFailed`.
        """
        request: Header = {
            "do": "complete",
            "messages": [dict(message) for message in messages],
            "most_tokens": most_tokens,
            "temperature": temperature,
            "seed": seed,
            "one_of": list(one_of),
        }
        with closing(self._hosted.ask(request, until=time.monotonic() + seconds)) as answers:
            for header, _ in answers:
                if text := str(header.get("text", "")):
                    yield text

    @property
    def spent(self) -> int:
        """Pieces of text read and written since the start, all answers together; it only ever rises."""
        return self._hosted.spent

    @property
    def pid(self) -> int | None:
        """The process's number, while the model is loaded."""
        return self._hosted.pid

    def resident_bytes(self) -> int | None:
        """Memory that the process holds now; ``None`` where it is not loaded, or the system does not say."""
        return self._hosted.resident_bytes()

    def close(self) -> None:
        """Unload; the next request loads again."""
        self._hosted.close()
