"""A scenario's guide, gone through: every step with every reader, falsehoods planted among what is proposed.

What a backend proposes goes through the gate, as in a play; what the gate releases goes to the checker, which
shares nothing with it. A sentence that was released and that the checker rejects is *unlicensed*: there may
be none.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from engine.author.readability import read
from engine.guide.audience import profile_of
from engine.guide.audit.checker import check
from engine.guide.audit.falsehoods import Planted, planted_set
from engine.guide.audit.shapes import Fault, GuideCheck, PlantedCount, ReadingLevel
from engine.guide.audit.steps import Step, evidence_at, steps_of
from engine.guide.evidence import Evidence
from engine.guide.grounding.gate import judge
from engine.guide.guide import Guide
from engine.guide.licensed import evidence_of
from engine.language.schema import Scenario
from tools.wording import Language

SAMPLE = 150
PLANTED = 200
_LISTED = 40

OnStep = Callable[[int, int], None]


class Audit:
    """One run over a scenario; ``guide`` words, or the author's text stands where it is *authored*."""

    def __init__(self, scenario: Scenario, guide: Guide, *, seed: int = 0, seeds: int = 1) -> None:
        self._scenario, self._guide = scenario, guide
        self._seed, self._seeds = seed, seeds
        self._sentences = self._released = self._unlicensed = self._failed = 0
        self._refused: Counter[str] = Counter()
        self._must: list[bool] = []
        self._firsts: list[float] = []
        self._faults: list[Fault] = []
        self._texts: dict[tuple[str, Language], list[str]] = defaultdict(list)
        self._planted: dict[str, list[bool]] = defaultdict(list)
        self._known: dict[tuple[str, str, Language, str], Evidence] = {}

    def run(
        self, *, sample: int = SAMPLE, planted: int = PLANTED, on_step: OnStep | None = None
    ) -> GuideCheck:
        """Go through the steps (all with *authored*, else ``sample`` drawn by lot), then the falsehoods."""
        steps = list(self._steps())
        sampled = not self._guide.backend.verbatim and len(steps) > sample
        if sampled:
            steps = random.Random(self._seed).sample(steps, sample)
        for at, (step, language, profile) in enumerate(steps):
            evidence = evidence_of(
                self._scenario, step.narrated, step.events, language=language, audience=profile
            )
            for seed in range(self._seeds):
                self._step(step, evidence, profile, seed)
            if on_step is not None:
                on_step(at + 1, len(steps))
        for each in planted_set(self._scenario, planted, seed=self._seed):
            self._falsehood(each)
        return self._report(len(steps), sampled)

    def _steps(self) -> Iterator[tuple[Step, Language, str]]:
        for language in self._scenario.languages:
            for audience in self._scenario.audiences:
                for step in steps_of(self._scenario, language, audience.id):
                    yield step, language, audience.id

    def _step(self, step: Step, evidence: Evidence, profile: str, seed: int) -> None:
        """One text, told to one reader."""
        began = time.monotonic()
        worded = self._guide.tell(
            self._scenario,
            step.narrated,
            step.events,
            language=evidence.language,
            profile=profile_of(profile),
            seed=seed,
        )
        if worded is None or not worded.accepted:
            said = [(each.shown, True) for each in evidence.own]
            self._firsts.append(time.monotonic() - began)
        else:
            said = [(each.text, each.by == "author") for each in worded.said]
            if worded.first_seconds is not None:
                self._firsts.append(worded.first_seconds)
        if worded is not None:
            self._failed += worded.failed is not None
            self._sentences += len(worded.refused)
            for refusal in worded.refused:
                self._refused.update({reason.partition(":")[0] for reason in refusal.reasons})
        for text, _ in said:
            self._sentences += 1
            self._released += 1
            self._check(text, evidence, profile)
        whole = " ".join(text for text, _ in said)
        if evidence.must_say:
            self._must.append(all(_holds(whole, phrase) for phrase in evidence.must_say))
        self._texts[profile, evidence.language].append(whole)

    def _falsehood(self, planted: Planted) -> None:
        self._sentences += 1
        evidence = self._evidence_of(planted)
        judgement = judge(planted.draft, evidence)
        self._planted[planted.kind].append(not judgement.released)
        if not judgement.released:
            self._refused.update({each.reason for each in judgement.refusals})
            return
        self._released += 1
        self._check(judgement.text, evidence, planted.audience)

    def _evidence_of(self, planted: Planted) -> Evidence:
        at = (planted.node, planted.key, planted.language, planted.audience)
        if at not in self._known:
            self._known[at] = evidence_at(self._scenario, *at)
        return self._known[at]

    def _check(self, text: str, evidence: Evidence, profile: str) -> None:
        reasons = check(text, evidence)
        if reasons:
            self._unlicensed += 1
            self._faults.append(
                Fault(
                    node=evidence.node,
                    profile=profile,
                    language=evidence.language,
                    text=text,
                    reasons=reasons,
                )
            )

    def _report(self, steps: int, sampled: bool) -> GuideCheck:
        return GuideCheck(
            sentences=self._sentences,
            released=self._released,
            refused=dict(self._refused.most_common()),
            unlicensed=self._unlicensed,
            must_say_kept=round(sum(self._must) / len(self._must), 4) if self._must else 1.0,
            backend=self._guide.backend.name,
            model=self._guide.backend.readiness().model,
            steps=steps,
            sampled=sampled,
            seeds=self._seeds,
            planted=[
                PlantedCount(kind=kind, planted=len(stopped), stopped=sum(stopped))
                for kind, stopped in sorted(self._planted.items())
            ],
            reading=[_level(*told, texts) for told, texts in sorted(self._texts.items())],
            first_sentence_seconds=round(statistics.median(self._firsts), 4) if self._firsts else None,
            failed=self._failed,
            faults=self._faults[:_LISTED],
        )


def _level(profile: str, language: Language, texts: list[str]) -> ReadingLevel:
    wanted = profile_of(profile).reading_ease.get(language)
    found = [ease for text in texts if (ease := read([text], language).ease) is not None]
    together = read(texts, language).ease
    return ReadingLevel(
        profile=profile,
        language=language,
        ease=round(together, 1) if together is not None else None,
        wanted=wanted,
        steps=len(texts),
        harder=sum(ease < wanted for ease in found) if wanted is not None else 0,
    )


def _holds(text: str, phrase: str) -> bool:
    return " ".join(phrase.casefold().split()) in " ".join(text.casefold().split())
