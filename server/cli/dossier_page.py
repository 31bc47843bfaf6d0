"""The page of an investigation's experiments: question, command, n, intervals, verdict, caveats, figure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.wording import Language, Words, format_number, typeset

if TYPE_CHECKING:
    from engine.language.schema import Scenario, Text
    from server.cli.dossier_measures import Heavy
    from tools.finding import Call, Control, Finding, Value


class Told(NamedTuple):
    """A run as the page tells it; without a finding, as one that remains to be measured."""

    heavy: Heavy
    finding: Finding | None
    figures: Sequence[str]  # relative to the page


def _w(fr: str, en: str) -> Words:
    return Words(fr=fr, en=en)


_SAID = {
    "title": _w("Les expériences : {title}", "The experiments: {title}"),
    "made": _w(
        "Page écrite par `{command}` à partir des mesures enregistrées : ne la modifiez pas à la main. Pour "
        "les refaire : `{build}`.",
        "Page written by `{command}` from the recorded measures: do not edit it by hand. To make them anew: "
        "`{build}`.",
    ),
    "lacking": _w(
        "Pas encore mesurée. Pour la faire : `{build}`.", "Not measured yet. To make it: `{build}`."
    ),
    "question": _w("Question posée à l’instrument : {question}", "Question put to the tool: {question}"),
    "verdict": _w("Verdict : **{verdict}**. {sentence}", "Verdict: **{verdict}**. {sentence}"),
    "how": _w("Comment elle a été faite :", "How it was made:"),
    "command": _w("Commande : `{command}` ; ou `{alone}`", "Command: `{command}`; or `{alone}`"),
    "units": _w("n = {n} ({unit}), graine {seed}", "n = {n} ({unit}), seed {seed}"),
    "units.many": _w(
        "n = {n} ({unit}), {conditions} présentations chacune, graine {seed}",
        "n = {n} ({unit}), shown {conditions} times each, seed {seed}",
    ),
    "subject": _w("Modèle : {title} ({badge}), SHA-256 `{sha}`", "Model: {title} ({badge}), SHA-256 `{sha}`"),
    "when": _w("Enregistrée le {day}, en {seconds}", "Recorded on {day}, in {seconds}"),
    "data": _w("Cas : {about}", "Cases: {about}"),
    "published": _w("Publié : {value} ({source})", "Published: {value} ({source})"),
    "unpublished": _w("Aucun chiffre publié.", "No published figure."),
    "result": _w("Résultat", "Result"),
    "value": _w("Valeur", "Value"),
    "interval": _w("Intervalle", "Interval"),
    "control": _w("Témoin", "Control"),
    "says": _w("Ce qu’il dit", "What it says"),
    "doubt": _w("Ce qu’il faut garder en tête :", "What to keep in mind:"),
}


def written(story: Scenario, parts: Sequence[Told], language: Language, limits: Sequence[Text] = ()) -> str:
    """The page as Markdown: each run, then what all of them together cannot show."""
    from server.cli.dossier_limits import limits_section

    def said(key: str, **fields: object) -> str:
        return _SAID[key].in_(language).format(**fields)

    title, title_in = story.title.in_(language)
    build = f"autopsie dossier build {story.id}"
    command = f"autopsie dossier findings {story.id}"
    blocks = [
        "# " + said("title", title=typeset(title, title_in)),
        said("made", command=command, build=build),
    ]
    for part in parts:
        about = part.heavy.about
        if about is not None:
            heading, heading_in = about.in_(language)
            blocks.append("## " + typeset(heading, heading_in))
        if part.finding is None:
            blocks.append(said("lacking", build=f"{build} {part.heavy.name}"))
        else:
            blocks += _run(part.finding, part, language, said)
    page = [typeset_outside_code(each, language) for each in blocks]
    section = limits_section(story, limits, language)
    return "\n\n".join([*page, section] if section else page) + "\n"


def _run(finding: Finding, part: Told, language: Language, said: Any) -> Iterator[str]:
    from babel.dates import format_date

    from engine.guide.words import word_for
    from server.cli.dossier_measures import of_data
    from tools.figures import alt_text
    from tools.figures.words import show
    from tools.subject import BADGE_WORDS

    word = word_for(finding.verdict)
    verdict = word.in_(language) if word else finding.verdict
    yield said("question", question=finding.question.in_(language))
    yield said("verdict", verdict=verdict, sentence=finding.sentence(language))
    for index, file in zip(of_data(finding), part.figures, strict=True):
        yield f"![{_cell(alt_text(finding.figures[index], language))}]({file})"
    yield "\n".join(_values(finding.values, language))
    controls = [*finding.placebo, *finding.nulls]
    if controls:
        yield "\n".join(_controls(controls, language))
    call, made, target = finding.call, finding.recorded, finding.target
    units = "units.many" if finding.conditions > 1 else "units"
    facts = [
        said("command", command=made.command if made else "", alone=alone(call)),
        said(
            units,
            n=format_number(finding.n, "int", language),
            unit=finding.unit_of_n.in_(language),
            conditions=finding.conditions,
            seed=call.seed,
        ),
        said("data", about=finding.stimuli.about.in_(language)),
        said(
            "subject",
            title=finding.subject.title.in_(language),
            badge=BADGE_WORDS[finding.subject.badge].in_(language),
            sha=finding.subject.sha256,
        ),
        said(
            "published",
            value=show(target.value, target.unit, language),
            source=target.source,
        )
        if target
        else said("unpublished"),
    ]
    if made is not None:
        from datetime import datetime

        day = format_date(datetime.fromisoformat(made.at.replace("Z", "+00:00")), "long", locale=language)
        facts.append(said("when", day=day, seconds=show(finding.seconds, "seconds", language)))
    yield said("how") + "\n\n" + "\n".join(f"- {each}" for each in facts)
    if finding.caveats:
        caveats = "\n".join(f"- {each.in_(language)}" for each in finding.caveats)
        yield said("doubt") + "\n\n" + caveats


def alone(call: Call) -> str:
    """The same question asked without the scenario, on one line; settings left at their default unsaid."""
    from tools.catalogue import tool
    from tools.verbs import VERBS

    fields = tool(call.verb, call.method).params.model_fields
    words = ["autopsie", call.verb, call.subject.replace("_", "-"), f"--{VERBS[call.verb].way}", call.method]
    words += ["--case", call.case, "--seed", str(call.seed)]
    for name, value in call.params.items():
        usual = fields[name].get_default(call_default_factory=True) if name in fields else None
        if value in (usual, None) or value == []:
            continue
        shown = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        shown = shown.lower() if isinstance(value, bool) else shown
        words += [f"--{name.replace('_', '-')}", shown]
    return shlex.join(words)


def _values(values: Sequence[Value], language: Language) -> Iterator[str]:
    from tools.figures.words import show

    head = [_SAID[key].in_(language) for key in ("result", "value", "interval")]
    yield f"| {head[0]} | {head[1]} | {head[2]} | n |"
    yield "|---|--:|--:|--:|"
    for each in values:
        between = _between(each.low, each.high, each, language)
        n = format_number(each.n, "int", language) if each.n is not None else "–"
        label, value = _cell(each.label.in_(language)), show(each.value, each.unit, language)
        yield f"| {label} | {value} | {between} | {n} |"


def _controls(controls: Sequence[Control], language: Language) -> Iterator[str]:
    from tools.figures.words import show

    head = [_SAID[key].in_(language) for key in ("control", "value", "interval", "says")]
    yield f"| {head[0]} | {head[1]} | {head[2]} | n | {head[3]} |"
    yield "|---|--:|--:|--:|---|"
    for each in controls:
        between, n = _between(each.low, each.high, each, language), format_number(each.n, "int", language)
        label, says = _cell(each.label.in_(language)), _cell(each.says.in_(language))
        yield f"| {label} | {show(each.value, each.unit, language)} | {between} | {n} | {says} |"


def _between(low: float | None, high: float | None, of: Value | Control, language: Language) -> str:
    from tools.figures.words import show_interval

    return "–" if low is None or high is None else show_interval(low, high, of.unit, language)


def _cell(text: str) -> str:
    """A text where Markdown must not see the end of a cell, of a line or of a link's words."""
    return text.replace("\n", " ").replace("|", "\\|").replace("[", "(").replace("]", ")")


def typeset_outside_code(block: str, language: Language) -> str:
    """The typography of the language, but for what stands between backquotes, tables' rules and images."""
    if block.startswith("!["):
        return block
    lines = []
    for line in block.split("\n"):
        if line.startswith("|--"):
            lines.append(line)
            continue
        pieces = line.split("`")
        lines.append(
            "`".join(typeset(each, language) if at % 2 == 0 else each for at, each in enumerate(pieces))
        )
    return "\n".join(lines)
