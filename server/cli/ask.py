"""``autopsie ask SCENARIO "question"``: a file's own sentences for a free question, or that it is silent."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.telling import (
    AsJson,
    Lang,
    Misuse,
    Wanting,
    aside,
    chosen_language,
    in_words,
    print_json,
    say,
    told,
)
from tools.errors import AutopsieError
from tools.wording import Language, Words, format_number, typeset

if TYPE_CHECKING:
    from engine.guide.retrieval.answer import Answer
    from engine.guide.retrieval.embeddings import Vectors
    from engine.play.asides import OfferedMeasure
    from server.cli.ask_shapes import AskReport


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Pose une question libre à un dossier, qui répond par ses propres phrases.",
            "Put a free question to a file, which answers in its own sentences.",
        )
    )(ask)


def ask(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    question: Annotated[str, typer.Argument(help=in_words("La question, entre guillemets.", "In quotes."))],
    audience: Annotated[
        str, typer.Option(help=in_words("Le profil à qui l'on parle.", "The profile spoken to."))
    ] = "",
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Exit 0 whether the file answers or not; 2 for a scenario that cannot be read.

    Answers in the language asked for, else in the question's own where its words tell, else as other verbs.
    Outside of any play: all that the recorded measures bear out may be quoted, no ending ever is.
    """
    from engine.guide.retrieval.answer import Answering
    from engine.guide.retrieval.tongue import language_of
    from engine.language.reader import dossier_of, find_scenario
    from server.cli.play import load_scenario

    try:
        story = load_scenario(scenario)
    except Wanting as unfit:
        raise Misuse(unfit.code, unfit.says, unfit.cure) from None
    known = [each.id for each in story.audiences]
    if audience and audience not in known:
        raise typer.BadParameter(", ".join(known), param_hint="--audience")
    dossier = dossier_of(find_scenario(scenario))
    own = language_of(question) if lang is None else None
    language = own if own in story.languages else chosen_language()
    with ExitStack() as open_:
        answering = Answering(_vectors(open_), lambda _: dossier)
        answer = answering.answer(story, question, language, audience=audience or None)
    if as_json:
        print_json(_report(answer))
    else:
        _tell(answer, language)


def _vectors(open_: ExitStack) -> Vectors | None:
    """The encoder of the settings, until ``open_`` closes; none, told in a line, where it cannot be had."""
    from engine.guide.retrieval.embeddings import vectors_by
    from server.settings import read_settings
    from tools.encoders.process import EncoderProcess

    try:
        process = EncoderProcess(read_settings().guide_settings.encoder)
    except AutopsieError as failed:
        aside(told(failed.says))
        aside(
            in_words(
                "La question est cherchée par ses seuls mots.", "The question is looked for by words alone."
            )
        )
        return None
    open_.callback(process.close)
    return vectors_by(process)


def _report(answer: Answer) -> AskReport:
    from server.cli.ask_shapes import AskedPassage, AskReport

    return AskReport(
        in_scope=answer.in_scope,
        passages=[AskedPassage(id=each.id, text=each.text, score=each.score) for each in answer.shown],
        instrument=answer.instrument,
    )


def _tell(answer: Answer, language: Language) -> None:
    from engine.guide.retrieval.passage import plain

    def put(words: Words, *, indent: int = 0) -> None:
        say(typeset(words.in_(language), language), indent=indent)

    if answer.says is not None:
        put(answer.says)
    elif not answer.in_scope:
        put(Words(fr="Le dossier ne le dit pas.", en="The file does not say."))
    if answer.nearest:
        put(Words(fr="Ce qu'il dit de plus proche :", en="The nearest thing that it does say:"))
    for passage in answer.shown:
        say(f"– {plain(passage.text)} [{passage.id}]", indent=2)
    if answer.instrument is not None:
        _offer(answer.instrument, language)


def _offer(offered: OfferedMeasure, language: Language) -> None:
    lead = Words(fr="On peut le mesurer :", en="We can measure it:")
    say(" ".join(typeset(each.in_(language), language) for each in (lead, offered.asks)))
    call = offered.call
    settings = " ".join(f"{name}={value}" for name, value in call.params.items() if value != "")
    lasted = ""
    if offered.seconds:
        took = format_number(offered.seconds, "int", language)
        lasted = Words(fr=f" ({took} s lors de l'enregistrement)", en=f" ({took} s when recorded)").in_(
            language
        )
    say(f"{call.verb} {call.method}, {call.case}: {settings}{typeset(lasted, language)}", indent=2)
