"""``autopsie VERB SUBJECT`` (reproduce, perturb, attribute…): one tool's question, asked from the terminal.

Parameters are the tool's own: every field of its ``params`` is an option, so a new tool needs no edit here.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from server.cli.options import AllowRemote, Assets, Describe, named_subject
from server.cli.telling import AsJson, Lang, Misuse, aside, chosen_language, in_words, print_json, say, told
from tools.verbs import VERBS
from tools.wording import Words, typeset

if TYPE_CHECKING:
    from tools.finding import Finding
    from tools.tool import Progress, Tool
    from tools.verbs import Verb

# The argument that names the way, verb by verb: the same words as in a scenario.
WAYS: dict[Verb, str] = {verb: card.way for verb, card in VERBS.items()}
_SUMMARIES: dict[Verb, tuple[str, str]] = {
    "reproduce": (
        "Refait une expérience publiée, avec son intervalle et son verdict.",
        "Make a published experiment again, with its interval and its verdict.",
    ),
    "perturb": (
        "Change une seule chose, et mesure ce que la réponse en fait.",
        "Change one thing only, and measure what the answer makes of it.",
    ),
    "attribute": (
        "Demande où la réponse se joue, et si l'explication tient.",
        "Ask where the answer comes from, and whether the explanation holds.",
    ),
    "probe": (
        "Cherche une notion à l'intérieur, à côté d'un contrôle.",
        "Look for a concept inside, beside a control.",
    ),
    "visualise": (
        "Montre à quoi un canal répond, par calcul et par exemples.",
        "Show what a channel answers to, computed and by examples.",
    ),
    "retrain": (
        "Plante ou retire une cause dans un modèle fabriqué ici, et le réentraîne.",
        "Plant a cause in a model made here, or remove it, and train it again.",
    ),
    "discover": (
        "Cherche où le sujet échoue, sans catégories données d'avance.",
        "Look for where the subject fails, without given categories.",
    ),
    "compare": (
        "Pose la même question à deux sujets, avec l'intervalle de leur différence.",
        "Put the same question to two subjects, with the interval of their difference.",
    ),
}


def register(app: typer.Typer) -> None:
    """Add every verb of the lab to the command."""
    for verb in WAYS:
        _add(app, verb)


def _add(app: typer.Typer, verb: Verb) -> None:
    way = WAYS[verb]

    class _WithParameters(TyperCommand):
        """The help of the verb ends with what its tools take, read from the tools when asked for."""

        def format_epilog(self, ctx: Any, formatter: Any) -> None:
            for line in _tool_lines(verb):
                formatter.write(line + "\n")

    @app.command(
        name=verb,
        cls=_WithParameters,
        help=in_words(*_SUMMARIES[verb]),
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def ask(
        context: typer.Context,
        subject: Annotated[str, typer.Argument(help=in_words("Le sujet.", "The subject."))],
        method: str | None = typer.Option(  # as a default: an annotation cannot see the name of the way
            None, f"--{way}", help=in_words("De quelle manière.", "Which way of asking.")
        ),
        case: Annotated[
            str | None,
            typer.Option(
                help=in_words(
                    'Sur quoi : un cas, folder:DOSSIER, text:TABLE.csv ou text:"un texte".',
                    'On what: a case, folder:FOLDER, text:TABLE.csv or text:"a text".',
                )
            ),
        ] = None,
        text: Annotated[
            str | None,
            typer.Option(
                help=in_words(
                    'Votre propre texte (comme --case text:"…").',
                    'A text of your own (as --case text:"…").',
                )
            ),
        ] = None,
        seed: Annotated[int, typer.Option(help=in_words("Graine du hasard.", "Seed of chance."))] = 0,
        settings: Annotated[
            list[str] | None,
            typer.Option("--set", help=in_words("Un paramètre : clé=valeur.", "A parameter: key=value.")),
        ] = None,
        timeout: Annotated[
            float, typer.Option(min=1.0, help=in_words("Secondes accordées.", "Seconds allowed."))
        ] = 600.0,
        describe: Describe = None,
        allow_remote: AllowRemote = False,
        assets: Assets = None,
        out: Annotated[
            Path | None,
            typer.Option(
                metavar="FOLDER",
                help=in_words(
                    "Garde le relevé, ses nombres (CSV) et ses figures (SVG) dans ce dossier.",
                    "Keep the finding, its numbers (CSV) and its figures (SVG) in this folder.",
                ),
            ),
        ] = None,
        as_json: AsJson = False,
        lang: Lang = None,
    ) -> None:
        named = named_subject(subject, describe, allow_remote)
        case = _one_of(case, text)
        finding = measure(
            verb, method, named, case=case, seed=seed, timeout=timeout, weights=assets,
            given=[*_pairs(context.args), *(_pair(text) for text in settings or [])],
        )  # fmt: skip
        if as_json:
            print_json(finding)
        else:
            tell_finding(finding)
        if out is not None:
            from server.cli.keep import keep

            for path in keep(finding, out, chosen_language()):
                aside(str(path))


def measure(
    verb: Verb,
    method: str | None,
    subject: str,
    *,
    case: str | None,
    seed: int,
    timeout: float,
    given: Iterable[tuple[str, str]],
    weights: Path | None = None,
) -> Finding:
    """Run one call in this process. Raises what the lab raises; C901 when the way is missing."""
    from tools.catalogue import called
    from tools.finding import Call
    from tools.lab import Lab
    from tools.parameters import read_params

    named = called(subject)  # an unknown subject is the first thing to be told
    chosen = _choose(verb, method)
    call = Call(
        verb=verb,
        method=chosen.method,
        subject=named,
        case=_own_folder(case) or _own_text(case) or case or chosen.default_case,
        params=read_params(chosen, given),
        seed=seed,
    )
    if (before := chosen.what_it_can_show(call)) is not None:
        aside(told(before))
    with Lab(in_process=True, weights=weights, external=True) as lab:
        return lab.run(call, progress=progress_line(), timeout=timeout)


def _own_folder(case: str | None) -> str | None:
    """The case of ``folder:PATH``, its pictures kept; what was left out is told. ``None`` for any other."""
    from tools.stimuli.cases import FOLDER_PREFIX, is_sha256

    if case is None or not case.startswith(FOLDER_PREFIX):
        return None
    named = case.removeprefix(FOLDER_PREFIX)
    if is_sha256(named) and not Path(named).exists():
        return None
    from tools.stimuli.picture_folder import keep_folder

    name, left_out = keep_folder(Path(named), progress_line())
    for each in left_out:
        aside(f"{each.name}: {told(each.reason)}")
    if left_out:
        count = len(left_out)
        aside(in_words(f"{count} fichiers laissés de côté.", f"{count} files left out."))
    return name


def _one_of(case: str | None, text: str | None) -> str | None:
    """The case, or that of the text given. Raises :class:`Misuse` where both are."""
    if text is None:
        return case
    if case is not None:
        raise Misuse(
            "C901",
            Words(fr="--case et --text disent deux cas.", en="--case and --text name two cases."),
            Words(fr="Gardez l’un des deux.", en="Keep one of them."),
        )
    return f"text:{text}"


def _own_text(case: str | None) -> str | None:
    """The case of ``text:TEXT`` or ``text:TABLE.csv``, kept in the lab's home; ``None`` for any other."""
    from tools.stimuli.cases import TEXT_PREFIX, is_sha256

    if case is None or not case.startswith(TEXT_PREFIX) or is_sha256(case.removeprefix(TEXT_PREFIX)):
        return None
    from tools.stimuli.own_texts import keep_given

    name, left_out = keep_given(case.removeprefix(TEXT_PREFIX))
    if left_out:
        aside(in_words(f"{left_out} lignes laissées de côté.", f"{left_out} rows left out."))
    return name


def progress_line() -> Progress:
    """Progress on one line of standard error, on a terminal only, and not before a second has passed."""
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - started > 1:
            sys.stderr.write(f"\r{done}/{total} " if done < total else "\r\033[K")
            sys.stderr.flush()

    return show


def tell_finding(finding: Finding) -> None:
    """A finding as text: the sentence, the numbers, the controls, what to doubt."""
    from engine.guide.words import word_for
    from tools.figures import alt_text
    from tools.figures.words import show, show_interval
    from tools.subject import BADGE_WORDS

    language = chosen_language()
    colon = in_words(" : ", ": ")

    say(finding.question.in_(language))
    say(finding.sentence(language))
    say()
    for value in finding.values:
        between = ""
        if value.low is not None and value.high is not None:
            between = f" [{show_interval(value.low, value.high, value.unit, language)}]"
        size = f" (n = {value.n})" if value.n is not None else ""
        shown = show(value.value, value.unit, language)
        say(f"{value.label.in_(language)}{colon}{shown}{between}{size}", indent=2)
    for control in (*finding.placebo, *finding.nulls):
        say(f"{control.label.in_(language)}{colon}{control.says.in_(language)}", indent=2)
    for figure in finding.figures:
        if figure.kind in ("words", "table"):  # what a terminal can show of them
            say(alt_text(figure, language), indent=2)
    if finding.stability is not None:
        say(told(finding.stability.says), indent=2)
    say()
    verdict = word_for(finding.verdict)
    say(f"Verdict{colon}{told(verdict) if verdict else finding.verdict}")
    if finding.target is not None:
        published = show(finding.target.value, finding.target.unit, language)
        say(f"{in_words('Publié', 'Published')}{colon}{published}, {finding.target.source}")
    else:
        say(in_words("Aucun chiffre publié.", "No published figure."))
    for caveat in finding.caveats:
        say("– " + caveat.in_(language))
    badge = told(BADGE_WORDS[finding.subject.badge]).lower()
    say(
        f"{finding.subject.title.in_(language)} ({badge}, {finding.subject.sha256[:12]}), "
        f"{finding.n} × {finding.unit_of_n.in_(language)}, {show(finding.seconds, 'seconds', language)}"
    )


def _choose(verb: Verb, method: str | None) -> Tool:
    from tools.catalogue import tool, tools_of

    if method is not None:
        return tool(verb, method)
    known = tools_of(verb)
    if len(known) == 1:
        return next(iter(known.values()))
    names = ", ".join(known) or "–"
    raise Misuse(
        "C901",
        Words(
            fr=f"De quelle manière ? Il manque --{WAYS[verb]}.", en=f"Which way? --{WAYS[verb]} is missing."
        ),
        Words(fr=f"Au choix : {names}.", en=f"One of: {names}."),
    )


def _pairs(words: list[str]) -> Iterable[tuple[str, str]]:
    """``--n 40 --layout=stacked --paired`` as pairs; a flag alone is true."""
    place = 0
    while place < len(words):
        word = words[place]
        if not word.startswith("--"):
            raise Misuse(
                "C901",
                Words(fr=f"« {word} » est de trop.", en=f"“{word}” is one word too many."),
                Words(fr="Un paramètre s'écrit --nom valeur.", en="A parameter is written --name value."),
            )
        name, has_value, value = word[2:].partition("=")
        if not has_value:
            following = words[place + 1] if place + 1 < len(words) else "--"
            if following.startswith("--"):
                value = "true"
            else:
                value = following
                place += 1
        if name in ("param", "params") and "=" in value:
            key, _, given = value.partition("=")
            raise Misuse(
                "C901",
                Words(
                    fr=f"Il n'y a pas d'option --{name} : chaque paramètre est une option.",
                    en=f"There is no option --{name}: every parameter is an option of its own.",
                ),
                Words(
                    fr=f"Écrivez --{key} {given}, ou --set {value}.",
                    en=f"Write --{key} {given}, or --set {value}.",
                ),
            )
        yield name, value
        place += 1


def _pair(text: str) -> tuple[str, str]:
    key, has_value, value = text.partition("=")
    if not has_value:
        raise Misuse(
            "C901",
            Words(
                fr=f"« {text} » n'est pas de la forme clé=valeur.",
                en=f"“{text}” is not of the form key=value.",
            ),
        )
    return key.strip(), value.strip()


def _tool_lines(verb: Verb) -> Iterable[str]:
    from engine.author.argument_words import argument_in
    from tools.catalogue import tools_of

    language = chosen_language()
    for method, found in tools_of(verb).items():
        yield ""
        yield f"  --{WAYS[verb]} {method}: {found.title.in_(language)}"
        for name, field in found.params.model_fields.items():
            value = None if field.is_required() else field.get_default(call_default_factory=True)
            shown = ",".join(map(str, value)) if isinstance(value, list | tuple) else value
            default = "" if shown in (None, "") else f" [{shown}]"
            about = typeset(argument_in(language, field.description or ""), language)
            yield f"      --{name.replace('_', '-')}: {about}{default}"
