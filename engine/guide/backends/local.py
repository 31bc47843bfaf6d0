"""A language model on this machine, in a process of its own: nothing that is asked of it leaves."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import closing

from engine.guide.backend import BackendFailed, Prompt, Readiness
from engine.guide.settings import GuideSettings
from engine.guide.troubles import trouble
from tools.errors import AutopsieError
from tools.hosted.troubles import HostedFailed
from tools.language_models.process import LanguageModelProcess, Message
from tools.language_models.reference import model_named
from tools.wording import Language, Words

_CODES = {
    "busy": "guide_busy",
    "loading": "guide_slow",
    "slow_start": "guide_slow",
    "slow": "guide_slow",
    "garbled": "guide_garbled",
    "not_here": "guide_model_missing",
    "not_a_model": "guide_model_missing",
    "no_runtime": "guide_model_missing",
    "too_long": "guide_too_much",
}
# Measured: of 17 French texts by SmolLM2-135M, 17 had to be refused. In French it may choose, not write.
_OURS_WRITES: tuple[Language, ...] = ("en",)


class Backend:
    """A GGUF file, a folder as transformers saves one, or (no model named) SmolLM2-135M-Instruct."""

    name = "local"
    verbatim = False

    def __init__(self, settings: GuideSettings | None = None) -> None:
        """Starts nothing: the process is started at the first request."""
        self._settings = settings or GuideSettings()
        self._making = threading.Lock()
        self._process: LanguageModelProcess | None = None

    def readiness(self) -> Readiness:
        """Whether the model's file and what runs it are here; loads neither."""
        languages = self._settings.written(_OURS_WRITES if not self._settings.model else ("fr", "en"))
        try:
            named = model_named(self._settings.model)
        except AutopsieError as missing:
            return Readiness(False, missing.says, missing.cure, languages=languages, degrees=())
        return Readiness(
            ready=True,
            says=Words(
                fr=f"{named.name}, sur cette machine : rien n’en sort.",
                en=f"{named.name}, on this machine: nothing leaves it.",
            ),
            model=named.name,
            languages=languages,
            degrees=("select", "rephrase"),
        )

    def write(self, prompt: Prompt) -> Generator[str, None, None]:
        """Pieces as they come. Raises :class:`BackendFailed`."""
        said = False
        with closing(self._ask(prompt)) as pieces:
            for piece in pieces:
                said = said or not piece.isspace()
                yield piece
        if not said:
            raise trouble("guide_answered_nothing", f"local: {prompt.name}")

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        """One of ``options``: the model can write nothing else. Raises :class:`BackendFailed`."""
        with closing(self._ask(prompt, options)) as pieces:
            answer = "".join(pieces).strip()
        if answer not in options:
            raise trouble("guide_garbled" if answer else "guide_answered_nothing", f"local: {prompt.name}")
        return answer

    @property
    def spent(self) -> int:
        """Pieces of text asked and written since the start; it only ever rises."""
        return self._process.spent if self._process else 0

    def resident_bytes(self) -> int | None:
        """Memory that the model holds now; ``None`` while it is not loaded."""
        return self._process.resident_bytes() if self._process else None

    def close(self) -> None:
        """Unload the model."""
        if self._process:
            self._process.close()

    def _ask(self, prompt: Prompt, options: Sequence[str] = ()) -> Generator[str, None, None]:
        messages: list[Message] = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        try:
            yield from self._started().complete(
                messages,
                # An option is an id: it must fit, however little the prompt allows for writing.
                most_tokens=max(prompt.most_tokens, 64) if options else prompt.most_tokens,
                temperature=prompt.temperature,
                seed=prompt.seed,
                one_of=options,
                seconds=self._settings.whole_seconds,
            )
        except HostedFailed as failure:
            raise trouble(_CODES.get(failure.trouble, "guide_broke"), f"local: {failure.detail}") from None
        except BackendFailed:
            raise
        except AutopsieError as missing:  # the asset: not fetched, or not the pinned one
            raise trouble("guide_model_missing", f"local: {missing.code}") from None

    def _started(self) -> LanguageModelProcess:
        with self._making:
            if self._process is None:
                self._process = LanguageModelProcess(
                    self._settings.model, idle_seconds=self._settings.idle_seconds
                )
            return self._process
