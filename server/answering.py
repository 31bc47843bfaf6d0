"""The files of this server, ready to be asked: one encoder for all, loaded ahead, given back at the stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence

from engine.guide.retrieval.answer import Answering
from engine.guide.retrieval.embeddings import Vectors, vectors_by
from engine.language.schema import Scenario
from engine.play.events import Event
from server.dossiers import dossier_of_file
from server.enquiries import Reply
from server.settings import Settings
from tools.encoders.process import EncoderProcess
from tools.errors import AutopsieError
from tools.wording import Language

log = logging.getLogger("autopsie.enquiries")


class FileAnswers:
    """Quotes the files of the catalogue. Starts nothing before it is asked, or made ready."""

    def __init__(self, settings: Settings) -> None:
        guide = settings.guide_settings
        self._process: EncoderProcess | None = None
        vectors: Vectors | None = None
        try:
            self._process = EncoderProcess(guide.encoder, idle_seconds=guide.idle_seconds)
        except AutopsieError as missing:  # words alone are compared then
            log.warning("no encoder of questions: %s", missing.sentence("en"))
        else:
            vectors = vectors_by(self._process)
        self._answering = Answering(vectors, dossier_of_file)

    def reply(self, scenario: Scenario, events: Sequence[Event], question: str, language: Language) -> Reply:
        """What the file of a play says of a question, of what its reader has met."""
        answer = self._answering.answer(scenario, question, language, events=events)
        return Reply(answer.in_scope, answer.shown, answer.instrument, answer.says)

    def prepare(self, scenarios: Iterable[Scenario]) -> None:
        """Make files ready in the background: seconds the first time on a machine. Returns at once."""
        threading.Thread(
            target=self._prepare, args=(list(scenarios),), name="answers-ahead", daemon=True
        ).start()

    def _prepare(self, scenarios: Sequence[Scenario]) -> None:
        for each in scenarios:
            try:
                self._answering.prepare(each)
            except AutopsieError as failed:  # whoever asks is answered by words alone
                log.warning("a file was not made ready", extra={"code": failed.code})

    def close(self) -> None:
        """End the encoder's process."""
        if self._process is not None:
            self._process.close()
