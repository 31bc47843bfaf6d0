"""The smallest change that turns the answer: a dose, or a slope followed; of texts, words removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.asking import answer_of
from tools.errors import CallRefused
from tools.finding import Call, Finding, Verdict
from tools.honesty import MINIMUM_UNITS
from tools.looking import only_maps
from tools.names import nearest
from tools.perturb import smallest_words as words
from tools.perturb.text_results import VERDICT, field
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words

if TYPE_CHECKING:
    from tools.bench import Bench

# Change → the dose that changes nothing, the extreme one, whether steps between are ratios.
NAMED: dict[str, tuple[float, float, bool]] = {
    "contrast": (1.0, 0.02, True),
    "exposure": (0.0, -6.0, False),
    "brightness": (0.0, -160.0, False),
    "lightness": (0.0, -60.0, False),
    "chroma": (1.0, 0.0, False),
    "hue": (0.0, 180.0, False),
    "blur": (0.0, 24.0, False),
    "noise": (0.0, 120.0, False),
}


class _SmallestChangeParams(Params):
    by: str = Field("", description=f"Of pictures: {', '.join(NAMED)}, gradient; of texts: words (removed).")
    answer: str = Field("", description="Which number of the subject; the usual one by default.")
    threshold: float | None = Field(
        None, description="Where the answer turns; 0.5 by default, of a map its cell."
    )
    extreme: float | None = Field(None, description="The largest dose tried, in the change’s own unit.")
    n: int | None = Field(None, ge=1, le=500, description="Units; 30 by default, 30 or more for a verdict.")


class SmallestChange(Tool):
    """How little it takes, unit by unit, beside a harmless change and one that knows nothing."""

    verb: ClassVar[Verb] = "perturb"
    method: ClassVar[str] = "smallest_change"
    title: ClassVar[Words] = Words(fr="Le plus petit changement", en="The smallest change")
    about: ClassVar[Words] = Words(
        fr="Jusqu’où changer une image ou un texte pour que la réponse se retourne",
        en="How far a picture or a text must change for the answer to turn",
    )
    params: ClassVar[type[Params]] = _SmallestChangeParams
    default_case: ClassVar[str] = "portraits"
    controls: ClassVar[frozenset[Control]] = frozenset({"placebo", "identical"})
    results: ClassVar[tuple[ResultField, ...]] = (
        field("n", "number", "unités", "units", 1, 1000),
        field("flipped", "share", "réponses retournées", "answers turned", 0, 1),
        field("median", "number", "le plus petit changement, médiane (de celles qui se retournent)",
            "the smallest change, median (of those that turn)", -1000, 1000),
        field("ci_low", "number", "bas de son intervalle à 95 %", "low end of its 95% interval", -1000, 1000),
        field("ci_high", "number", "haut de son intervalle à 95 %", "high end of its 95% interval",
            -1000, 1000),
        field("never", "share", "réponses que rien ne retourne", "answers that nothing turns", 0, 1),
        field("placebo_flips", "share", "réponses qu’un changement anodin retourne",
            "answers that a harmless change turns", 0, 1),
        field("null_flips", "share", "réponses que le hasard retourne à taille égale",
            "answers that chance turns at equal size", 0, 1),
        field("stability", "number", "le plus bas des accords essayés (0 : rien à comparer)",
            "the lowest agreement of those tried (0: nothing to compare)", -1, 1),
        field("stable", "flag", "le changement trouvé tient-il ?", "does the change found hold?"),
        VERDICT,
    )  # fmt: skip

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Subjects that decide something."""
        if subject.answers == "words":
            return Words(
                fr=f"« {subject.title.fr} » ne décide rien : aucune réponse ne se retourne.",
                en=f"“{subject.title.en}” decides nothing: no answer turns.",
            )
        if subject.badge == "stand-in":
            return only_maps(subject)
        return None

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Search every unit; then the same for the harmless change and for chance."""
        params = _SmallestChangeParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        answer_of(subject, params.answer)  # an unknown answer is refused before anything is read
        if subject.card.modality == "text":
            from tools.perturb.smallest_text import smallest_of_texts

            if params.by not in ("", "words"):
                raise _unknown(params.by, ["words"])
            return smallest_of_texts(self, call, bench, progress, params.answer, params.threshold, params.n)
        from tools.perturb.smallest_picture import smallest_of_pictures

        change = params.by or "contrast"
        if change not in (*NAMED, "gradient"):
            raise _unknown(change, [*NAMED, "gradient"])
        return smallest_of_pictures(
            self, call, bench, progress, change, params.answer, params.threshold, params.extreme, params.n
        )


def result_of(m: words.Measured) -> dict[str, bool | int | float | str | list[str] | dict[str, float]]:
    """The fields that a scenario may read."""
    return {
        "n": m.n,
        "flipped": rounded(m.flipped),
        "median": rounded(m.median or 0.0),
        "ci_low": rounded(m.interval.low if m.interval else 0.0),
        "ci_high": rounded(m.interval.high if m.interval else 0.0),
        "never": rounded(1 - m.flipped),
        "placebo_flips": rounded(m.placebo),
        "null_flips": rounded(m.null),
        "stability": rounded(m.stability.agreement) if m.stability else 0.0,
        "stable": bool(m.stability and m.stability.stable),
        "verdict": m.verdict,
    }


def verdict_of(n: int, low: float, placebo_high: float, null: float) -> Verdict:
    """An effect where answers turn surely more often than by the placebo, and than by chance."""
    if n < MINIMUM_UNITS:
        return "inconclusive"
    return "effect" if low > placebo_high and low > null else "none_shown"


def _unknown(change: str, known: list[str]) -> CallRefused:
    near = nearest(change, known)
    return CallRefused(
        "unknown_change",
        Words(
            fr=f"Aucun changement de ce sujet ne s’appelle « {change} ».",
            en=f"No change for this subject is called “{change}”.",
        ),
        Words(fr=f"Vouliez-vous dire « {near} » ?", en=f"Did you mean “{near}”?")
        if near
        else Words(fr=f"Au choix : {', '.join(known)}.", en=f"One of: {', '.join(known)}."),
    )
