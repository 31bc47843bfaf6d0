"""A model behind an address that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, a hosted one.

What the guide says to it, which may quote a reader, leaves for that address. The key is read from the
environment (``AUTOPSIE_GUIDE_KEY``) for each question, goes into its header, and is written nowhere.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from engine.guide.backend import BackendFailed, Prompt, Readiness
from engine.guide.completions.address import address_of, key
from engine.guide.settings import GuideSettings
from engine.guide.troubles import trouble
from tools.wording import Words

if TYPE_CHECKING:
    from engine.guide.completions.reading import Piece

CHARACTERS_A_TOKEN = 8
"""More than any language here takes: an answer that goes beyond is cut."""
_COUNTED = 3  # characters a token where a server does not count: rather too many tokens than too few


class Backend:
    """Asks the server of ``url`` for its ``model``; opens nothing before it is asked."""

    name = "openai_compatible"
    verbatim = False

    def __init__(self, settings: GuideSettings | None = None) -> None:
        """Starts nothing."""
        self._settings = settings or GuideSettings()
        self._counting = threading.Lock()
        self._spent = 0

    def readiness(self) -> Readiness:
        """Whether an address and a model are named; whether they answer is not asked here."""
        languages = self._settings.written(("fr", "en"))
        try:
            if not self._settings.model:
                raise trouble("guide_unset", "no model")
            address = address_of(self._settings.url)
        except BackendFailed as unset:
            return Readiness(False, unset.says, unset.cure, languages=languages, degrees=())
        model = self._settings.model
        place = (
            Words(fr="sur cette machine", en="on this machine")
            if address.here
            else Words(
                fr=f"chez {address.host} : les questions y partent", en=f"at {address.host}: questions leave"
            )
        )
        return Readiness(
            ready=True,
            says=Words(fr=f"{model}, {place.fr}.", en=f"{model}, {place.en}."),
            model=model,
            languages=languages,
            degrees=("select", "rephrase"),
        )

    def write(self, prompt: Prompt) -> Generator[str, None, None]:
        """Pieces as they come; cut at what the prompt allows. Raises :class:`BackendFailed`."""
        said = False
        with closing(self._ask(prompt, {}, prompt.most_tokens)) as pieces:
            for piece in pieces:
                said = said or not piece.isspace()
                yield piece
        if not said:
            raise trouble("guide_answered_nothing", f"{self.name}: {prompt.name}")

    def choose(self, prompt: Prompt, options: Sequence[str]) -> str:
        """One of ``options``, by a JSON schema where the server takes one, else found in plain words.

        Raises :class:`BackendFailed`; ``guide_garbled`` where the answer names none of them.
        """
        from engine.guide.completions.asking import named_choice

        schema = {
            "type": "object",
            "properties": {"choice": {"type": "string", "enum": list(options)}},
            "required": ["choice"],
            "additionalProperties": False,
        }
        asked = {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "choice", "strict": True, "schema": schema},
            }
        }
        # The braces and the longest id must fit, however little the prompt allows for writing.
        most = max(prompt.most_tokens, 32 + max(map(len, options)))
        with closing(self._ask(prompt, asked, most)) as pieces:
            answer = "".join(pieces)
        chosen = named_choice(answer, tuple(options))
        if chosen is None:
            code = "guide_garbled" if answer.strip() else "guide_answered_nothing"
            raise trouble(code, f"{self.name}: {prompt.name}: none of the options")
        return chosen

    @property
    def spent(self) -> int:
        """Tokens asked and written since the start, as servers count them or guessed; it only ever rises."""
        return self._spent

    def close(self) -> None:
        """Nothing is kept open between two questions."""

    def _ask(self, prompt: Prompt, more: dict[str, Any], most_tokens: int) -> Generator[str, None, None]:
        from engine.guide.completions.asking import ask
        from engine.guide.completions.pump import pumped

        if not self._settings.model:
            raise trouble("guide_unset", "no model")
        address, secret = address_of(self._settings.url), key()
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "max_tokens": most_tokens,
            "temperature": prompt.temperature,
            "seed": prompt.seed,
            "stream": True,
            "stream_options": {"include_usage": True},
            **more,
        }
        seconds, left = self._settings.whole_seconds, most_tokens * CHARACTERS_A_TOKEN
        written, counted, heard = 0, None, False

        def source() -> Any:
            return ask(address, secret, body, most_tokens=most_tokens, seconds=seconds)

        try:
            with closing(pumped(source, seconds)) as coming:
                piece: Piece
                for piece in coming:
                    heard = True
                    counted = piece.tokens if piece.tokens is not None else counted
                    text = piece.text[: left - written]
                    written += len(text)
                    if text:
                        yield text
                    if written >= left:
                        return
        except BackendFailed as failure:
            heard = heard or failure.code == "guide_slow"  # it may be at work for us still
            raise
        finally:
            if heard:
                guessed = (len(prompt.system) + len(prompt.user) + written) // _COUNTED
                with self._counting:
                    self._spent += guessed if counted is None else counted
