"""Which words a channel of a text network answers to most: its strongest phrases, as they were written."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from tools.answering.given import Given
from tools.errors import CallRefused
from tools.finding import Call, Finding, Value, Word, WordsFigure, WordsRow
from tools.honesty import finite
from tools.inside.opened import why_closed
from tools.looking import Count, identity
from tools.printing import printed
from tools.stability import stability
from tools.statistics import rounded
from tools.subject import SubjectCard
from tools.tool import Control, Params, Progress, ResultField, Tool
from tools.verbs import Verb
from tools.wording import Words, format_number, in_both

if TYPE_CHECKING:
    from tools.bench import Bench

_AT_ONCE = 16
_WORD_BY_WORD = ("LSTM", "Conv1d")  # an embedding is the word itself; what follows reads the whole text
_LARGEST = 1e9
_RESULTS: tuple[ResultField, ...] = (
    ResultField(name="n", kind="number", low=1, high=5000,
                about=Words(fr="phrases lues", en="sentences read")),
    ResultField(name="layer", kind="text", about=Words(fr="la couche", en="the layer")),
    ResultField(name="channel", kind="number", low=0, high=4095,
                about=Words(fr="le canal", en="the channel")),
    ResultField(name="largest", kind="number", low=-_LARGEST, high=_LARGEST,
                about=Words(fr="la plus grande réponse", en="the largest answer")),
    ResultField(name="phrase", kind="text",
                about=Words(fr="la phrase la plus forte", en="the strongest phrase")),
    ResultField(name="agreement", kind="number", low=-1, high=1,
                about=Words(fr="accord des deux moitiés des phrases sur les mots",
                            en="agreement of the two halves of the sentences on words")),
    ResultField(name="null", kind="number", low=-1, high=1,
                about=Words(fr="accord entre deux canaux", en="agreement of two channels")),
    ResultField(name="verdict", kind="one-of", choices=("usable", "unusable"),
                about=Words(fr="utilisable si les deux moitiés s’accordent (0,5 au moins, et plus que deux"
                            " canaux)",
                            en="usable if the two halves agree (0.5 or more, and more than two channels)")),
)  # fmt: skip


class _WordsParams(Params):
    layer: str = Field(
        "", max_length=80, description="The layer, one that reads word by word; the last by default."
    )
    channel: int = Field(0, ge=0, le=4095, description="The channel, counted from 0.")
    n: int = Field(200, ge=8, le=5000, description="Sentences of the case that are read.")
    top: int = Field(8, ge=3, le=20, description="Phrases shown.")
    around: int = Field(2, ge=0, le=6, description="Words kept on each side of the strongest.")


class StrongestWords(Tool):
    """Top-activating phrases of a channel; nothing is computed, since a text has no pixels to move."""

    verb: ClassVar[Verb] = "visualise"
    method: ClassVar[str] = "words"
    title: ClassVar[Words] = Words(fr="Les mots d’un canal", en="The words of a channel")
    about: ClassVar[Words] = Words(
        fr="À quels mots d’un jeu de phrases un canal répond-il le plus ?",
        en="Which words of a set of sentences does a channel answer to most?",
    )
    params: ClassVar[type[Params]] = _WordsParams
    default_case: ClassVar[str] = "identity_sentences_en"
    controls: ClassVar[frozenset[Control]] = frozenset({"chance"})
    results: ClassVar[tuple[ResultField, ...]] = _RESULTS

    def accepts(self, subject: SubjectCard) -> Words | None:
        """Text subjects that score, whose layers can be reached."""
        if subject.modality != "text" or subject.answers != "scores":
            return Words(
                fr=f"« {subject.title.fr} » ne note pas de textes.",
                en=f"“{subject.title.en}” does not score texts.",
            )
        return why_closed(subject)

    def run(self, call: Call, bench: Bench, progress: Progress) -> Finding:
        """Read the layer at every word of every sentence, and keep the strongest places."""
        import numpy as np

        from tools.inside.layers import activations, layer_named, layers_of
        from tools.inside.opened import open_up
        from tools.statistics import rank_correlation

        started = perf_counter()
        params = _WordsParams.model_validate(call.params)
        subject = bench.subject(call.subject)
        case = bench.case(call.case)
        if not case.texts:
            raise CallRefused(
                "wrong_case",
                Words(fr=f"Le cas « {case.name} » n’est pas fait de textes.",
                      en=f"The case “{case.name}” is not made of texts."),
                Words(fr="Prenez « identity_sentences_en ».", en="Take “identity_sentences_en”."),
            )  # fmt: skip
        reading = [each for each in layers_of(subject) if each.kind in _WORD_BY_WORD]
        layer = layer_named(subject, params.layer) if params.layer or not reading else reading[-1]
        if layer.kind not in _WORD_BY_WORD:
            raise _no_places(layer.name)
        step = max(1.0, len(case.texts) / params.n)
        texts = [case.texts[int(at * step)] for at in range(min(params.n, len(case.texts)))]
        count = Count(progress, len(texts))
        strongest: list[tuple[float, int, int]] = []  # answer, sentence, place
        by_word: list[dict[str, list[np.ndarray]]] = [{}, {}]  # of each half of the sentences
        words_of: list[tuple[str, ...]] = []
        channels = 0
        for start in range(0, len(texts), _AT_ONCE):
            batch = [Given(text=each.text) for each in texts[start : start + _AT_ONCE]]
            opened = [open_up(subject, each) for each in batch]
            for at, (inner, maps) in enumerate(
                zip(opened, activations(subject, batch, layer, opened), strict=True), start
            ):
                places = len(inner.words)
                table = maps.double().numpy()
                if table.ndim == 1:
                    raise _no_places(layer.name)
                if table.shape[0] == inner.inputs.shape[1] and table.shape[1] != inner.inputs.shape[1]:
                    table = table.T  # (places, channels) → (channels, places)
                channels = table.shape[0]
                if params.channel >= channels:
                    raise CallRefused(
                        "unknown_channel",
                        Words(fr=f"La couche « {layer.name} » n’a pas de canal {params.channel}.",
                              en=f"The layer “{layer.name}” has no channel {params.channel}."),
                        Words(fr=f"Choisissez de 0 à {channels - 1}.",
                              en=f"Choose from 0 to {channels - 1}."),
                    )  # fmt: skip
                words_of.append(inner.words)
                read = [place for place in range(min(places, table.shape[1])) if inner.words[place]]
                if not read:
                    continue
                best = max(read, key=lambda place: float(table[params.channel, place]))
                strongest.append((float(table[params.channel, best]), at, best))
                for place in read:
                    by_word[at % 2].setdefault(inner.words[place], []).append(table[:, place])
            count(len(batch))
        if not strongest:
            raise _no_places(layer.name)
        finite({"activation": sum(each for each, _, _ in strongest)})
        strongest.sort(key=lambda each: -each[0])
        common = sorted(by_word[0].keys() & by_word[1].keys())
        halves = [np.array([np.mean(half[word], axis=0) for word in common]) for half in by_word]
        others = [each for each in range(channels) if each != params.channel][:8]
        own = [rank_correlation(half[:, params.channel], halves[1][:, params.channel]) for half in halves[:1]]
        null = [rank_correlation(halves[0][:, params.channel], halves[1][:, each]) for each in others]
        held = stability(neighbours=own, null=null or [0.0])

        rows: list[WordsRow] = []
        phrases: list[tuple[str, ...]] = []
        for value, at, place in strongest:
            near = range(max(0, place - params.around), min(len(words_of[at]), place + params.around + 1))
            phrase = tuple(words_of[at][each] for each in near if words_of[at][each])
            if phrase in phrases:
                continue
            phrases.append(phrase)
            rows.append(
                WordsRow(
                    label=Words(fr=f"{len(rows) + 1}ᵉ" if rows else "1ʳᵉ", en=f"{len(rows) + 1}"),
                    words=[
                        Word(text=words_of[at][each], weight=rounded(value) if each == place else 0.0)
                        for each in near if words_of[at][each]
                    ],
                    answer=rounded(value),
                )
            )  # fmt: skip
            if len(rows) == params.top:
                break
        verdict = "usable" if held.stable else "unusable"
        top = " ".join(phrases[0])
        said = in_both(
            lambda language: (
                f"Sur {len(texts)} phrases, la réponse la plus forte du canal {params.channel} de"
                f" « {layer.name} » ({format_number(strongest[0][0], 'number2', language)}) est pour :"
                f" « {top} »."
                f" {held.says.fr}"
                if language == "fr"
                else f"Over {len(texts)} sentences, the strongest answer of channel {params.channel} of"
                f" “{layer.name}” ({format_number(strongest[0][0], 'number2', language)}) is to: “{top}”."
                f" {held.says.en}"
            )
        )
        return printed(
            Finding(
                tool_version=self.version,
                call=call,
                question=Words(
                    fr=f"À quels mots le canal {params.channel} de « {layer.name} » répond-il le plus ?",
                    en=f"Which words does channel {params.channel} of “{layer.name}” answer to most?",
                ),
                subject=identity(subject.card),
                stimuli=case.stimuli(texts, used=len(texts)),
                unit_of_n=Words(fr="phrase", en="sentence"),
                n=len(texts),
                result={
                    "n": len(texts),
                    "layer": layer.name,
                    "channel": params.channel,
                    "largest": rounded(strongest[0][0]),
                    "phrase": top,
                    "agreement": held.agreement,
                    "null": held.null,
                    "verdict": verdict,
                },
                values=[
                    Value(name="agreement", label=Words(fr="Accord des deux moitiés",
                                                      en="Agreement of two halves"),
                          value=held.agreement, unit="correlation", n=len(common))
                ],
                verdict=verdict,
                stability=held,
                caveats=[
                    Words(fr="Les mots montrés sont ceux des phrases lues : d’autres iraient plus haut.",
                          en="The words shown are those of the sentences read: others might go higher."),
                    Words(fr="Aucun nom n’est donné au canal.", en="The channel is given no name."),
                ],
                conclusion=said,
                figures=[
                    WordsFigure(
                        title=Words(fr=f"Couche {layer.name}, canal {params.channel}",
                                    en=f"Layer {layer.name}, channel {params.channel}"),
                        unit="score", rows=rows,
                    )
                ],
                seconds=round(perf_counter() - started, 3),
            )
        )  # fmt: skip


def _no_places(layer: str) -> CallRefused:
    return CallRefused(
        "no_channels",
        Words(fr=f"La couche « {layer} » ne lit pas mot à mot.",
              en=f"The layer “{layer}” does not read word by word."),
        Words(fr="Choisissez une couche plus proche des mots.", en="Choose a layer nearer the words."),
    )  # fmt: skip
