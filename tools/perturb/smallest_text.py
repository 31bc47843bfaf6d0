"""The fewest words whose removal turns a filter's decision, text by text."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tools.answering.asking import answer_of
from tools.finding import Call, Finding, Stability
from tools.inside.twins import trained_twins
from tools.looking import Count, identity
from tools.perturb import smallest_words as words
from tools.perturb.smallest_change import result_of, verdict_of
from tools.perturb.smallest_search import Words as Found
from tools.perturb.smallest_search import fewest_words, random_words, shared
from tools.perturb.text_reading import THRESHOLD, TextReader, before_and_after
from tools.perturb.text_sample import harmless, made_from_templates, units_of
from tools.printing import printed
from tools.stability import stability
from tools.statistics import bootstrap, quantile, rounded, wilson
from tools.tool import Progress, Tool
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

DEFAULT_N = 30
RANDOM_DRAWS = 5
_NAME = Words(fr="mots retirés", en="words removed")


def smallest_of_texts(
    tool: Tool,
    call: Call,
    bench: Bench,
    progress: Progress,
    name: str,
    threshold: float | None,
    n: int | None,
) -> Finding:
    """Search each text; then its harmless neighbour, random words, and retrained twins."""
    import numpy as np

    started = perf_counter()
    case = bench.case(call.case)
    subject = bench.subject(call.subject)
    answer = answer_of(subject, name)
    offered = len(units_of(case, None, 1))
    sentences = [unit.sentences[0] for unit in units_of(case, n or min(DEFAULT_N, offered), 1)]
    cut = THRESHOLD if threshold is None else threshold
    others = trained_twins(subject)
    count = Count(progress, len(sentences) * (2 + len(others)))

    def search(of: Any, texts: Sequence[str]) -> list[Found | None]:
        # Progress is told by text: how many readings a search takes is not known beforehand.
        reader = TextReader(answer_of(of, name), Count(lambda _done, _total: count(0), 1))
        found = []
        for text in texts:
            found.append(fewest_words(text, reader.read, lambda value: value > cut))
            count(1)
        return found

    texts = [each.text for each in sentences]
    found = search(subject, texts)
    reader = TextReader(answer, Count(lambda _done, _total: count(0), 1))
    before = reader.read(texts)
    calm = [harmless(each, call.seed) for each in sentences]
    after = reader.read([each.text for each in calm])
    turned_by_calm = sum((a > cut) != (b > cut) for a, b in zip(before, after, strict=True))
    doses = [None if each is None else float(len(each.places)) for each in found]
    sizes = [len(each.places) if each else 1 for each in found]
    random_turns = []
    for text, size, value in zip(texts, sizes, before, strict=True):
        drawn = [random_words(text, size, call.seed + at)[0] for at in range(RANDOM_DRAWS)]
        read = reader.read(drawn)
        random_turns.append(sum((each > cut) != (value > cut) for each in read) / len(read))
    turned = [dose for dose in doses if dose is not None]
    flipped = wilson(len(turned), len(doses))
    placebo = wilson(turned_by_calm, len(doses))
    null = sum(random_turns) / len(random_turns)
    holds = _stability(
        texts, found, search(subject, [each.text for each in calm]), [search(twin, texts) for twin in others],
        call.seed,
    )  # fmt: skip
    measured = words.Measured(
        name=_NAME, size_unit="count", doses=doses, reach=float(max(sizes)),
        median=quantile(turned, 0.5) if turned else None,
        interval=bootstrap(turned, lambda picked: np.median(picked, axis=-1), seed=call.seed)
        if turned else None,
        flipped=len(turned) / len(doses), flipped_interval=flipped, placebo=turned_by_calm / len(doses),
        placebo_said=Words(fr="Un changement anodin", en="A harmless change"),
        placebo_size=sum(each.words for each in calm) / len(calm), null=null,
        null_said=Words(fr="Autant de mots, retirés au hasard", en="As many words, removed at random"),
        stability=holds, answer=answer.card.label, threshold=cut,
        one=case.unit if not made_from_templates(case) else Words(fr="gabarit", en="template"),
        many=case.units if not made_from_templates(case) else Words(fr="gabarits", en="templates"),
        verdict=verdict_of(len(doses), flipped.low, placebo.high, null), limits=case.caveats,
    )  # fmt: skip
    rows = [(Words(fr="Avant", en="Before"), texts[0], before[0])]
    first = next((at for at, each in enumerate(found) if each), None)
    if first is not None and (hit := found[first]) is not None:
        rows = [
            (Words(fr="Avant", en="Before"), texts[first], before[first]),
            (
                Words(fr=f"Sans « {' '.join(hit.words)} »", en=f"Without “{' '.join(hit.words)}”"),
                hit.text or " ",
                reader.read([hit.text])[0],
            ),
        ]
    return printed(
        Finding(
            tool_version=tool.version,
            call=call,
            question=words.question(measured),
            subject=identity(subject.card),
            stimuli=case.stimuli(sentences, varied=[_NAME], used=len(sentences)),
            unit_of_n=measured.one,
            n=measured.n,
            result=result_of(measured),
            values=words.values(measured),
            verdict=measured.verdict,
            placebo=[words.placebo(measured)],
            nulls=[words.null(measured)],
            stability=holds,
            per_unit=[rounded(dose if dose is not None else measured.reach + 1) for dose in doses],
            caveats=words.caveats(measured),
            conclusion=words.conclusion(measured),
            figures=[words.figure(measured), before_and_after(rows, answer)],
            seconds=round(perf_counter() - started, 3),
        )
    )


def _stability(
    texts: Sequence[str],
    found: Sequence[Found | None],
    moved: Sequence[Found | None],
    trained: Sequence[Sequence[Found | None]],
    seed: int,
) -> Stability | None:
    """The words shared (Jaccard) with those of the harmless neighbour and of each retrained twin; the null is
    what as many random words share. ``None`` where nothing turned."""
    held = [at for at, each in enumerate(found) if each is not None]
    if not held:
        return None

    def both(other: Sequence[Found | None]) -> list[float]:
        return [_shared(found[at], other[at]) for at in held]

    null = []
    for at in held:
        hit = found[at]
        assert hit is not None
        null.append(shared(hit.words, random_words(texts[at], len(hit.words), seed)[1]))
    return stability(
        null=null, neighbours=both(moved), twins=[share for twin in trained for share in both(twin)]
    )


def _shared(first: Found | None, other: Found | None) -> float:
    return shared(first.words, other.words) if first and other else 0.0
