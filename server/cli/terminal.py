"""A play read and answered in a terminal: events as text to read, questions as lines to type."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.guide.render import render_text
from engine.guide.words import ENDINGS, word_for
from engine.language.schema import AskNode, EndingNode, Scenario, Text
from engine.play.asides import Measured, Questioned, Quoted
from engine.play.environment import Values
from engine.play.events import (
    Ended,
    Entered,
    Event,
    Found,
    Moved,
    Narrated,
    Offer,
    Rejected,
    ToolFailedEvent,
    ToolFinished,
)
from engine.play.playthrough import PlayState, ToolWait
from engine.play.state import as_predicted
from server.cli.asking import Asking
from server.cli.telling import aside, in_words, say, told
from server.phrases import phrase
from tools.figures import point_label
from tools.subject import BADGE_WORDS
from tools.wording import Language, Words, format_number

_CITE = re.compile(r"\[@([a-z_]\w*)([^\]\n]*)\]")
_GLOSSARY = re.compile(r"\[\[([^\]|\n]+)(?:\|[^\]\n]+)?\]\]")
_EMPHASIS = re.compile(r"(\*\*|\*)(?=\S)(.+?)(?<=\S)\1")
_ARROWS = {"up": "↑", "down": "↓", "unchanged": "="}

TakePicture = Callable[[Path], str]
"""Takes in a picture file and gives its SHA-256; raises StimulusRefused."""


class Reader:
    """Shows a play's events and asks its questions. ``language`` may not change in the middle."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self._scenario = scenario
        self._language = language
        self._act: str | None = None
        self._pieces: dict[int, str] = {}

    def show(self, event: Event, state: PlayState) -> None:
        """One event, as text, or nothing if only machines need it. ``state`` is that after the turn."""
        match event:
            case Entered():
                self._enter(event.node)
            case Narrated():
                say("\n" + self._plain(event.text))
                self._beside(event)
            case ToolFinished():
                self._finding(event)
            case Questioned():
                say("\n" + phrase("you.ask", self._language) + " " + event.text)
            case Quoted():
                self._quoted(event)
            case Measured():
                self._measured(event)
            case ToolFailedEvent():
                say("\n! " + told(event.says))
            case Found():
                self._pieces[event.piece] = self._plain(event.text)
                say(
                    "\n"
                    + in_words(f"Pièce {event.piece} : ", f"Exhibit {event.piece}: ")
                    + self._pieces[event.piece]
                )
            case Moved():
                self._moves(event)
            case Rejected():
                say("! " + told(event.says))
            case Ended():
                self._ending(event, state)

    def measuring(self, wait: ToolWait) -> Callable[..., None]:
        """Say that a measure begins; what is returned shows its progress on a terminal."""
        say(f"\n[{told(wait.title)}…]")

        def progress(done: int, total: int, **_: Any) -> None:
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{done}/{total} " if done < total else "\r\033[K")
                sys.stderr.flush()

        return progress

    def ask(self, offer: Offer, take_picture: TakePicture) -> dict[str, Any]:
        """Ask until something that can be an answer is typed. Raises EOFError at the end of the input."""
        say()
        asking = Asking(offer, self._language, _read, self._plain)
        match offer.kind:
            case "choice":
                return self._choice(offer)
            case "sort":
                return asking.sort()
            case "slider":
                return asking.slider()
            case "curve":
                return asking.curve()
            case "budget":
                return asking.budget()
            case "sign":
                return asking.sign(self._pieces)
            case "rank":
                return self._ranking(offer)
            case "beliefs":
                return {"beliefs": {item.id: self._share(told(item.text)) for item in offer.items}}
            case "picture":
                return self._picture(offer, take_picture)
            case "text":
                typed = _read(in_words("Votre texte", "Your text") + self._or_skip(offer))
                return {"skipped": True} if not typed and offer.optional else {"text": typed}
            case _:
                return self._number(offer)

    def _choice(self, offer: Offer) -> dict[str, Any]:
        for place, option in enumerate(offer.options, 1):
            closed = f" ({told(option.locked)})" if option.locked else ""
            say(f"{place}. {self._plain(told(option.text))}{closed}", indent=2)
        while True:
            typed = _read(in_words("Votre choix", "Your choice"))
            named = {str(place): option for place, option in enumerate(offer.options, 1)}
            named |= {option.id: option for option in offer.options}
            if typed in named:
                return {"option": named[typed].id}
            say(
                in_words(
                    f"Un numéro de 1 à {len(offer.options)}.", f"A number from 1 to {len(offer.options)}."
                )
            )

    def _number(self, offer: Offer) -> dict[str, Any]:
        unit = f" {told(offer.unit)}" if offer.unit else ""
        bounds = f" ({self._figure(offer.low)}–{self._figure(offer.high)}{unit})"
        what = (
            in_words("Votre pronostic", "Your prediction")
            if offer.seals
            else in_words("Un nombre", "A number")
        )
        while True:
            typed = _read(what + bounds + self._or_skip(offer))
            if not typed and offer.optional:
                return {"skipped": True}
            try:
                return {"number": float(typed.replace(",", ".").rstrip(" %\u202f"))}
            except ValueError:
                say(in_words("Écrivez un nombre.", "Write a number."))

    def _share(self, about: str) -> float:
        while True:
            typed = _read(self._plain(about) + " (0–100)")
            try:
                return float(typed.replace(",", ".").rstrip(" %\u202f")) / 100
            except ValueError:
                say(in_words("Écrivez un nombre de 0 à 100.", "Write a number from 0 to 100."))

    def _ranking(self, offer: Offer) -> dict[str, Any]:
        for place, item in enumerate(offer.items, 1):
            say(f"{place}. {self._plain(told(item.text))}", indent=2)
        while True:
            said = _read(in_words("Votre ordre (3 1 2…)", "Your order (3 1 2…)") + self._or_skip(offer))
            if not said and offer.optional:
                return {"skipped": True}
            typed = re.findall(r"\d+", said)
            if sorted(map(int, typed)) == list(range(1, len(offer.items) + 1)):
                return {"ranking": [offer.items[int(number) - 1].id for number in typed]}
            say(in_words("Chaque numéro une fois.", "Each number once."))

    def _picture(self, offer: Offer, take_picture: TakePicture) -> dict[str, Any]:
        from tools.errors import StimulusRefused

        while True:
            typed = _read(in_words("Chemin d'une image", "Path of a picture") + self._or_skip(offer))
            if not typed and offer.optional:
                return {"skipped": True}
            try:
                return {"picture": take_picture(Path(typed).expanduser())}
            except StimulusRefused as refused:
                say("! " + told(Words(fr=refused.sentence("fr"), en=refused.sentence("en"))))
            except OSError:
                say(
                    "! "
                    + in_words(f"Le fichier {typed} ne s'ouvre pas.", f"The file {typed} cannot be opened.")
                )

    def _or_skip(self, offer: Offer) -> str:
        return in_words(" [Entrée : passer]", " [Enter: skip]") if offer.optional else ""

    def _enter(self, name: str) -> None:
        act = self._scenario.nodes[name].act
        if act is not None and act != self._act:
            self._act = act
            title = next((one.title for one in self._scenario.acts if one.id == act), None)
            if title is not None:
                say(f"\n———— {title.in_(self._language)[0]} ————")

    def _beside(self, event: Narrated) -> None:
        """What the author's picture shows, where one stands beside the text."""
        node = self._scenario.nodes.get(event.node)
        if node is None or node.figure is None or event.key.partition(".")[0] not in ("text", "text_for"):
            return
        shown = node.figure.alt.in_(self._language)[0]
        credit = f" ({node.figure.credit.in_(self._language)[0]})" if node.figure.credit else ""
        say(f"[{in_words('Image : ', 'Picture: ')}{shown}{credit}]", indent=2)

    def _finding(self, event: ToolFinished) -> None:
        finding = event.finding
        badge = told(BADGE_WORDS[finding.subject.badge])
        origin = word_for(finding.origin)
        made = finding.recorded if finding.origin == "recorded" else None
        when = f" ({made.at[:10]})" if made else ""
        say(f"\n→ {finding.sentence(self._language)}")
        verdict = word_for(finding.verdict)
        shown = [
            badge,
            in_words("inventé", "invented")  # no instrument made it, on no day
            if made and made.invented
            else (told(origin) if origin else finding.origin) + when,
            told(verdict) if verdict else finding.verdict,
        ]
        if finding.target is not None:
            shown.append(in_words("chiffre publié : ", "published figure: ") + finding.target.source)
        else:
            shown.append(in_words("aucun chiffre publié", "no published figure"))
        say(" · ".join(shown), indent=2)
        if event.predicted is not None:
            say(in_words("Votre pronostic : ", "Your prediction: ") + self._bet(event), indent=2)
        self._drawn(event)
        for control in (*finding.placebo, *finding.nulls):
            say("– " + told(control.says), indent=2)
        for caveat in finding.caveats:
            say("– " + told(caveat), indent=2)

    def _quoted(self, event: Quoted) -> None:
        """What the file says of a question, each passage on a line of its own."""
        if event.says is not None:
            say(told(event.says), indent=2)
        elif not event.in_scope:
            say(phrase("file.silent", self._language), indent=2)
        if event.passages and not event.in_scope:
            say(phrase("file.nearest", self._language), indent=2)
        for passage in event.passages:
            say("– " + self._plain(passage.text), indent=2)
        if event.measure is not None:
            asks = phrase("offer.awaits" if event.measure.awaits else "offer.title", self._language)
            say(f"{asks} {told(event.measure.asks)}", indent=2)

    def _measured(self, event: Measured) -> None:
        """A measure made beside the story."""
        if event.finding is not None:
            say("\n" + phrase("measured.yours", self._language))
            self._finding(ToolFinished(node="", finding=event.finding, met=True))
        elif event.says is not None:
            say("\n! " + told(event.says))

    def _bet(self, event: ToolFinished) -> str:
        """The sealed number as it is drawn beside the finding: out of a hundred, it is a share."""
        sealed = [node for node in self._scenario.nodes.values() if isinstance(node, AskNode)]
        asked = next((node for node in sealed if node.seals == event.node), None)
        number = event.predicted or 0.0
        if asked is not None and as_predicted(asked, 100.0) == 1.0:
            return format_number(number, "percent", self._language)
        return self._figure(number)

    def _drawn(self, event: ToolFinished) -> None:
        """The curve sealed before the measure, beside it."""
        asked = (node for node in self._scenario.nodes.values() if isinstance(node, AskNode))
        of = next((node.of for node in asked if node.seals == event.node and node.of), "")
        found = event.finding.result.get(of)
        for point, drawn in (event.predicted_curve or {}).items():
            label = point_label(point, self._language)
            line = in_words(f"Votre courbe à {label} : ", f"Your curve at {label}: ") + self._figure(drawn)
            measured = found.get(point) if isinstance(found, dict) else None
            if measured is not None:
                shown = self._figure(float(measured))
                line += in_words(f" ; mesuré : {shown}", f"; measured: {shown}")
            say(line, indent=2)

    def _moves(self, event: Moved) -> None:
        for move in event.moves:
            hypothesis = self._scenario.hypotheses.get(move.hypothesis)
            name = hypothesis.text.in_(self._language)[0] if hypothesis else move.hypothesis
            after = word_for(move.after)
            say(
                f"{_ARROWS[move.direction]} {self._plain(name)} → {told(after) if after else move.after}",
                indent=2,
            )
            why = self._scenario.exhibits[move.exhibit].why.get(move.hypothesis)
            if why is not None:
                say(self._plain(why.in_(self._language)[0]), indent=4)

    def _ending(self, event: Ended, state: PlayState) -> None:
        say(f"\n———— {told(ENDINGS[event.status])} ————")
        node = self._scenario.nodes[event.node]
        if isinstance(node, EndingNode):
            values = Values(self._scenario, state)
            self._listed([*node.remember, *node.next_steps], values)
            if node.reopens:
                say("\n" + phrase("end.reopens", self._language))
                self._listed(node.reopens, values)

    def _listed(self, texts: list[Text], values: Values) -> None:
        for text in texts:
            said = render_text(self._scenario, text, self._language, values).text
            say("– " + self._plain(said), indent=2)

    def _figure(self, value: float | None) -> str:
        return "" if value is None else format_number(value, "number", self._language)

    def _plain(self, text: str) -> str:
        """Prose without its marks; a cite becomes its source's authors and year."""

        def cite(mark: re.Match[str]) -> str:
            source = self._scenario.sources.get(mark[1])
            if source is None:
                return ""
            named = ", ".join(str(part) for part in (source.authors or source.title, source.year) if part)
            return f"({named}{mark[2]})"

        shown = _GLOSSARY.sub(r"\1", _CITE.sub(cite, text))
        return _EMPHASIS.sub(r"\2", shown)


def _read(question: str) -> str:
    """One typed line. The question goes to standard error, where a pipe does not take it away."""
    sys.stdout.flush()
    sys.stderr.write(question + " > ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        aside("")
        raise EOFError
    return line.strip()
