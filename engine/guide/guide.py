"""The guide: who narrates. The author's text is the ground; a backend may only word it otherwise, sentence by
sentence, each let through by the gate or replaced by the author's own.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from engine.guide.audience import Profile
from engine.guide.backend import BackendFailed, GuideBackend, Prompt, backend_named
from engine.guide.evidence import Evidence, Refusal
from engine.guide.grounding.gate import Gate
from engine.guide.licensed import evidence_of
from engine.guide.prompting import prompt
from engine.guide.settings import GuideSettings
from engine.guide.streaming import sentences_from
from engine.language.schema import Scenario
from engine.play.asides import RefusedSentence, Said, Worded
from engine.play.events import Event, Narrated
from tools.errors import AutopsieError
from tools.wording import Language

log = logging.getLogger("autopsie.guide")

REST_SECONDS = 30.0
"""After a failure the backend is left alone so long: a play does not wait for it at each text."""
CHARACTERS_A_TOKEN = 3
"""As spending is counted: few servers tell, and too many tokens are better than too few."""
_STRUCTURED = re.compile(r"^\s*(?:[-*+>#]|\d+[.)]|```|\|)", re.MULTILINE)
_SHOWN = 400

OnSaid = Callable[[Said], None]


class Guide:
    """One backend, held to the evidence. Used by several threads."""

    def __init__(self, backend: GuideBackend | None = None, settings: GuideSettings | None = None) -> None:
        self.settings = settings or GuideSettings()
        self.backend = backend or backend_named(self.settings.backend, self.settings)
        self._resting_until = float("-inf")
        self._failure: BackendFailed | None = None

    def would_word(self, scenario: Scenario, narrated: Narrated, language: Language) -> bool:
        """Whether the backend is asked for this text at all; without it the author's is what is said.

        What an author wrote for this very profile, wants verbatim, or laid out as a list or a quotation is
        theirs; so are an ending's words, which hold the verdict, and the engine's notices.
        """
        if self.backend.verbatim or narrated.node not in scenario.nodes:
            return False
        if narrated.key != "text" and not narrated.key.startswith("also."):
            return False
        node = scenario.nodes[narrated.node]
        if node.kind == "ending" or node.guide.adapt == "none" or _STRUCTURED.search(narrated.text):
            return False
        readiness = self.backend.readiness()
        shown_in = narrated.shown_in or language
        return shown_in in readiness.languages and "rephrase" in readiness.degrees

    def tell(
        self,
        scenario: Scenario,
        narrated: Narrated,
        events: Iterable[Event],
        *,
        language: Language,
        profile: Profile,
        on_said: OnSaid | None = None,
        stop: threading.Event | None = None,
        spent: int = 0,
        seed: int = 0,
    ) -> Worded | None:
        """What is said in place of ``narrated``; ``None`` where the author's text is.

        ``on_said`` hears each sentence as soon as it is released; ``spent`` are the tokens that this play
        has cost so far. Whatever the backend does, there is something to say within the settings' deadlines.
        """
        if not self.would_word(scenario, narrated, language):
            return None
        if 0 < self.settings.tokens_per_play <= spent:
            return None
        try:
            evidence = evidence_of(scenario, narrated, events, language=language, audience=profile.told_as)
        except KeyError:  # a text that this version of the scenario no longer has
            return None
        question = self.question(scenario, evidence, profile, seed=seed)
        return self._worded(narrated, evidence, question, on_said or _nobody, stop)

    def question(self, scenario: Scenario, evidence: Evidence, profile: Profile, *, seed: int = 0) -> Prompt:
        """What the backend is asked: the author's sentences, marks for figures, and whom they are for."""
        voice = scenario.voice.in_(evidence.language)[0].strip() if scenario.voice else ""
        avoid = [*profile.avoid.get(evidence.language, []), *evidence.must_not_say]
        sentences = [each.draft for each in evidence.own]
        return prompt(
            "rephrase",
            evidence.language,
            profile=profile,
            voice=voice,
            avoid=avoid,
            must_say=list(evidence.must_say),
            sentences=sentences,
            most_tokens=min(1200, 60 + sum(map(len, sentences)) * 3 // 4),
            temperature=0.0 if seed == 0 else 0.7,
            seed=seed,
        )

    def _worded(
        self,
        narrated: Narrated,
        evidence: Evidence,
        question: Prompt,
        on_said: OnSaid,
        stop: threading.Event | None,
    ) -> Worded:
        began = time.monotonic()
        gate = Gate(evidence)
        first: float | None = None
        failed: BackendFailed | None = None
        refused: list[RefusedSentence] = []
        said: list[Said] = []
        asked = len(question.system) + len(question.user)
        written = 0  # characters, shown or refused: both were paid for

        def say(sentences: Sequence[Said]) -> None:
            for each in sentences:
                said.append(each)
                on_said(each)

        try:
            for sentence in self._sentences(question, stop):
                written += len(sentence)
                taken = gate.take(sentence)
                if not taken.judgement.released:
                    refused.append(_refused(sentence, taken.judgement.refusals))
                say(taken.said)
                if said and first is None:
                    first = time.monotonic() - began
                if gate.withdrawn or gate.repeated > 1 or len(refused) > 2 * len(evidence.own) + 2:
                    break  # it goes round in circles
        except BackendFailed as broken:
            failed = broken
        kept = not gate.withdrawn and any(each.by == "backend" for each in said)
        if kept:
            say(gate.close())
        return Worded(
            of=narrated.seq,
            turn=narrated.turn,
            text=gate.laid_out() if kept else narrated.text,
            backend=self.backend.name,
            accepted=kept,
            model=self.backend.readiness().model,
            prompt=question.versioned,
            said=gate.ordered() if kept else [],
            refused=refused[:40],
            failed=failed.says if failed else None,
            code=failed.code if failed else "",
            tokens=(asked + written) // CHARACTERS_A_TOKEN,
            first_seconds=first,
            seconds=round(time.monotonic() - began, 3),
        )

    def _sentences(self, question: Prompt, stop: threading.Event | None) -> Iterable[str]:
        """The backend's sentences. A failure is told to the operator, and the backend left alone a while."""
        if time.monotonic() < self._resting_until and self._failure is not None:
            raise self._failure
        try:
            yield from sentences_from(
                self.backend,
                question,
                first=self.settings.first_sentence_seconds,
                whole=self.settings.whole_seconds,
                stop=stop,
            )
        except AutopsieError as broken:
            failure = broken if isinstance(broken, BackendFailed) else _as_failure(broken)
            self._failure, self._resting_until = failure, time.monotonic() + REST_SECONDS
            log.warning("%s: %s", failure.code, failure.detail or failure.sentence("en"))
            raise failure from None

    def close(self) -> None:
        """Free the backend."""
        self.backend.close()


def _nobody(said: Said) -> None:
    del said


def _refused(sentence: str, refusals: Sequence[Refusal]) -> RefusedSentence:
    return RefusedSentence(
        text=sentence[:_SHOWN], reasons=[f"{each.reason}: {each.detail}"[:200] for each in refusals]
    )


def _as_failure(broken: AutopsieError) -> BackendFailed:
    return BackendFailed(broken.code, broken.says, broken.cure, detail=broken.sentence("en"))
