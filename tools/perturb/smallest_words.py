"""What a smallest change says to people: question, controls, caveats, figure, conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.figures.words import show
from tools.finding import Control, CurveFigure, CurvePoint, Stability, Unit, Value, Verdict
from tools.honesty import MINIMUM_UNITS, TOO_FEW
from tools.statistics import Interval, rounded
from tools.wording import Language, Words, format_number, in_both


class Measured(NamedTuple):
    """What the sentences need. ``doses`` holds one size a unit (how far from the dose that changes
    nothing), ``None`` where nothing turned the answer; ``median`` is a dose."""

    name: Words  # "mots retirés"
    size_unit: Unit
    doses: Sequence[float | None]
    reach: float  # the largest change tried
    median: float | None
    interval: Interval | None
    flipped: float
    flipped_interval: Interval
    placebo: float
    placebo_said: Words
    placebo_size: float
    null: float
    null_said: Words
    stability: Stability | None
    answer: Words
    threshold: float | None
    one: Words
    many: Words
    verdict: Verdict
    limits: tuple[Words, ...]

    @property
    def n(self) -> int:
        """How many units there are."""
        return len(self.doses)


def question(m: Measured) -> Words:
    """What is asked, before any answer."""
    return Words(
        fr=f"Quel est le plus petit changement ({m.name.fr}) qui retourne {m.answer.fr} ?",
        en=f"What is the smallest change ({m.name.en}) that turns {m.answer.en}?",
    )


def values(m: Measured) -> list[Value]:
    """The median size, and the share that turns."""
    found = [
        Value(name="flipped", label=Words(fr="Réponses retournées", en="Answers turned"),
              value=rounded(m.flipped), unit="share", low=rounded(m.flipped_interval.low),
              high=rounded(m.flipped_interval.high), n=m.n),
    ]  # fmt: skip
    if m.median is not None and m.interval is not None:
        turned = sum(dose is not None for dose in m.doses)
        found.append(
            Value(name="median",
                  label=Words(fr=f"Plus petit changement ({m.name.fr}), médiane",
                              en=f"Smallest change ({m.name.en}), median"),
                  value=rounded(m.median), unit=m.size_unit, low=rounded(m.interval.low),
                  high=rounded(m.interval.high), n=turned)
        )  # fmt: skip
    return found


def placebo(m: Measured) -> Control:
    """A harmless change: how often it turns the answer too."""
    share = m.placebo

    def say(language: Language) -> str:
        shown = format_number(share, "percent", language)
        if language == "fr":
            return f"{m.placebo_said.fr} : {shown} des réponses se retournent."
        return f"{m.placebo_said.en}: {shown} of the answers turn."

    return Control(
        name="harmless_change", kind="placebo",
        label=Words(fr="Placebo : un changement anodin", en="Placebo: a harmless change"),
        value=rounded(share), unit="share", n=m.n, size=rounded(m.placebo_size),
        fails=share >= m.flipped, says=in_both(say),
    )  # fmt: skip


def null(m: Measured) -> Control:
    """A change of the same size that knows nothing."""

    def say(language: Language) -> str:
        shown = format_number(m.null, "percent", language)
        if language == "fr":
            return f"{m.null_said.fr} : {shown} des réponses se retournent."
        return f"{m.null_said.en}: {shown} of the answers turn."

    return Control(
        name="random", kind="null",
        label=Words(fr="Nul : un changement qui ne sait rien", en="Null: a change that knows nothing"),
        value=rounded(m.null), unit="share", n=m.n, fails=m.null >= m.flipped > 0, says=in_both(say),
    )  # fmt: skip


def caveats(m: Measured) -> list[Words]:
    """What this measure cannot show."""
    said = []
    if m.n < MINIMUM_UNITS:
        said.append(TOO_FEW)
    said.append(
        Words(
            fr="Le plus petit changement trouvé est une borne : un autre, plus petit, peut exister.",
            en="The smallest change found is a bound: another, smaller one may exist.",
        )
    )
    return [*said, *([m.stability.says] if m.stability else []), *m.limits]


_TAILS: dict[Verdict, Words] = {
    "effect": Words(fr=" : plus que le hasard et que le placebo.", en=": more than chance and the placebo."),
    "none_shown": Words(
        fr=" : pas plus que le hasard ou le placebo.", en=": no more than chance or the placebo."
    ),
}
_EXAMPLE = Words(fr=" : un exemple, pas un verdict.", en=": an example, not a verdict.")


def conclusion(m: Measured) -> Words:
    """What was found, with its numbers and n."""

    def say(language: Language) -> str:
        count = format_number(m.n, "int", language)
        units = (m.many if m.n > 1 else m.one).in_(language)
        share = format_number(m.flipped, "percent", language)
        french = language == "fr"
        head = (
            f"Sur {count} {units}, {share} des réponses se retournent"
            if french
            else f"Over {count} {units}, {share} of the answers turn"
        )
        if m.median is not None and m.interval is not None:
            size, low, high = (show(each, m.size_unit, language) for each in (m.median, *m.interval))
            name = m.name.in_(language)
            head += (
                f" ; la plus petite dose médiane est de {size} {name} (IC à 95 % : de {low} à {high})"
                if french
                else f"; the median smallest dose is {size} {name} (95% CI: {low} to {high})"
            )
        tail = _TAILS.get(m.verdict, _EXAMPLE)
        unstable = m.stability is not None and not m.stability.stable
        more = ""
        if unstable:
            more = (
                " Le changement trouvé est instable : il varie d’un essai à l’autre."
                if french
                else " The change found is unstable: it varies from try to try."
            )
        return head + tail.in_(language) + more

    return in_both(say)


def figure(m: Measured) -> CurveFigure:
    """The share of answers turned by changes up to each size."""
    turned = sorted(dose for dose in m.doses if dose is not None)
    sizes = sorted({0.0, *turned, m.reach})
    if len(sizes) > 60:
        sizes = [*sizes[:: len(sizes) // 50], sizes[-1]]
    return CurveFigure(
        title=Words(fr="Réponses retournées, selon la taille du changement",
                    en="Answers turned, by size of the change"),
        x_label=Words(fr=f"taille du changement ({m.name.fr})", en=f"size of the change ({m.name.en})"),
        y_label=Words(fr="part des réponses retournées", en="share of answers turned"),
        unit="share",
        points=[
            CurvePoint(x=rounded(size), y=rounded(sum(dose <= size for dose in turned) / m.n), n=m.n)
            for size in sizes
        ],
        reference=rounded(m.placebo),
    )  # fmt: skip
