"""``autopsie play SCENARIO``: an investigation in the terminal, by hand, by an answers file or at random."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TextIO

import typer

from server.cli.options import Assets
from server.cli.telling import (
    COULD_NOT_TELL,
    FOUND_WANTING,
    AsJson,
    Lang,
    Misuse,
    Wanting,
    aside,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
)
from tools.errors import AutopsieError, MissingAsset
from tools.wording import Language, Words

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from engine.language.schema import Play, Scenario
    from engine.play.events import Event
    from engine.play.playthrough import Step, ToolWait
    from server.cli.shapes import PlayReport
    from tools.finding import Finding

    RunTool = Callable[..., Finding]


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(help=in_words("Joue un scénario dans le terminal.", "Play a scenario in the terminal."))(play)


def play(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    answers: Annotated[
        Path | None,
        typer.Option(
            help=in_words(
                "Réponses (YAML, comme une entrée de plays).", "Answers (YAML, as an entry of plays)."
            )
        ),
    ] = None,
    at_random: Annotated[
        bool, typer.Option("--random", help=in_words("Répond au hasard.", "Answer at random."))
    ] = False,
    profile: Annotated[
        str | None, typer.Option(help=in_words("Profil de public.", "Audience profile."))
    ] = None,
    seed: Annotated[int | None, typer.Option(help=in_words("Graine du hasard.", "Seed of chance."))] = None,
    live: Annotated[
        bool,
        typer.Option(
            "--live", help=in_words("Mesure maintenant, sur les poids.", "Measure now, on the weights.")
        ),
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(help=in_words("Où écrire le journal (JSON).", "Where to write the log (JSON lines).")),
    ] = None,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Play to an ending. Recorded findings unless ``--live``; the log is written as the play goes.

    Exit 0 at an ending; 1 when an answers file expected something else; 3 when no ending was reached.
    """
    if answers is not None and at_random:
        raise Misuse(
            "C901", Words(fr="Choisissez --answers ou --random.", en="Choose --answers or --random."),
        )  # fmt: skip
    if as_json and answers is None and not at_random:
        raise Misuse(
            "C901",
            Words(fr="--json demande --answers ou --random.", en="--json needs --answers or --random."),
        )
    script = _script(answers)
    story = load_scenario(scenario)
    setting = _Setting(
        play=f"terminal-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
        audience=profile or (script.audience if script else None) or story.default_audience,
        language=_language(story, lang, script),
        seed=seed if seed is not None else script.seed if script else secrets.randbelow(2**31),
    )
    file = log or _log_folder() / f"{setting.play}.jsonl"
    faults: list[Words] = []
    with ExitStack() as stack:
        run_tool = stack.enter_context(Measuring(story, setting.play, live=live, weights=assets))
        file.parent.mkdir(parents=True, exist_ok=True)
        journal = Journal(stack.enter_context(file.open("w", encoding="utf-8")))
        if script is not None or at_random:
            faults = _unattended(story, script, run_tool, journal, setting, at_random)
        else:
            _attended(story, run_tool, journal, setting)
    report = _report(journal.events, file)
    if as_json:
        print_json(report)
    else:
        if script is not None or at_random:
            say(in_words(f"Fin : {report.ending or '–'}", f"Ending: {report.ending or '–'}"))
        say(in_words(f"Journal : {file}", f"Log: {file}"))
    for fault in faults:
        aside("! " + told(fault))
    if faults:
        leave(FOUND_WANTING)
    leave(0 if report.ending is not None else COULD_NOT_TELL)


class _Setting(NamedTuple):
    """Under which name, for whom, in which language and with which seed a play is played."""

    play: str
    audience: str
    language: Language
    seed: int


class Journal:
    """The log of a play as it is written: one event a line, at once."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.events: list[Event] = []

    def add(self, events: Iterable[Event]) -> None:
        """Date the events and write them."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        dated = [event if event.at else event.model_copy(update={"at": now}) for event in events]
        for event in dated:
            self._file.write(event.model_dump_json() + "\n")
        self._file.flush()
        self.events.extend(dated)


def load_scenario(name: str) -> Scenario:
    """A scenario fit to be played, by its id or its path. Raises C902 when it has errors."""
    from engine.language.assets import keep_assets
    from engine.language.reader import find_scenario, read_scenario

    path = find_scenario(name)
    story, diagnostics = read_scenario(path)
    if story is None:
        raise unfit(path, diagnostics)
    keep_assets(story, path.parent)
    return story


def unfit(path: Path, diagnostics: list[Diagnostic]) -> Wanting:
    """C902: a scenario with errors, told by the first of them."""
    first = next(said for said in diagnostics if said.severity == "error")
    return Wanting(
        "C902",
        Words(
            fr=f"{path} a des erreurs, dont {first.code} ligne {first.line} : {first.message.fr}",
            en=f"{path} has errors, among them {first.code} line {first.line}: {first.message.en}",
        ),
        Words(fr=f"Voyez : autopsie check {path}", en=f"See: autopsie check {path}"),
    )


class Measuring:
    """What runs a play's tools: recorded findings, or the lab in this process, started when first needed."""

    def __init__(self, scenario: Scenario, play_id: str, *, live: bool, weights: Path | None) -> None:
        self._scenario = scenario
        self._play_id = play_id
        self._live = live
        self._weights = weights
        self._lab: Any = None

    def __enter__(self) -> RunTool:
        if self._live:  # asked to measure now: better no play than one on recordings under that name
            from tools import catalogue
            from tools.assets import store

            for subject in sorted(self._subjects() & catalogue.subjects().keys()):
                store.locate_all(
                    catalogue.subject_card(subject), self._weights
                )  # a draft's subject to come has nothing to locate
        return self._run

    def _subjects(self) -> set[str]:
        return {node.subject for node in self._scenario.nodes.values() if node.kind == "tool"}

    def __exit__(self, *_: object) -> None:
        from tools.stimuli.uploads import erase

        if self._lab is not None:
            self._lab.close()
        erase(self._play_id)

    def _run(self, wait: ToolWait, progress: Callable[..., None] | None = None) -> Finding:
        from engine.nodes.tool import UPLOAD, first_recorded, recorded_for

        node: Any = self._scenario.nodes[wait.node]
        # Nobody can have recorded the reader's own picture: that one is measured now, weights permitting.
        if not self._live and not wait.call.case.startswith(UPLOAD):
            recorded = recorded_for(self._scenario, node, wait.call)
            if recorded is None:
                raise MissingAsset(
                    "not_recorded",
                    Words(
                        fr=f"Aucune mesure n'est enregistrée pour « {wait.node} ».",
                        en=f"No finding is recorded for “{wait.node}”.",
                    ),
                    Words(fr="Ajoutez --live pour mesurer maintenant.", en="Add --live to measure now."),
                )
            return recorded
        if self._live and node.live and (kept := first_recorded(self._scenario, node, wait.call, 0.0)):
            return kept  # too long a measure for a play: `dossier build` makes it anew
        if self._lab is None:
            from tools.lab import Lab

            self._lab = Lab(in_process=True, weights=self._weights)
        found: Finding = self._lab.run(wait.call, progress=progress, timeout=wait.timeout)
        return found


def _attended(story: Scenario, run_tool: RunTool, journal: Journal, setting: _Setting) -> None:
    """Play with the person at the terminal. The end of the input ends the play where it is."""
    from engine.play.events import InvalidAnswer
    from engine.play.playthrough import (
        AskWait,
        ToolWait,
        open_play,
        take_answer,
        take_failure,
        take_finding,
    )
    from server.cli.terminal import Reader
    from tools.stimuli.uploads import accept

    reader = Reader(story, setting.language)
    say(story.title.in_(setting.language)[0])

    def tell(step: Step) -> Step:
        journal.add(step.events)
        for event in step.events:
            reader.show(event, step.state)
        return step

    step = tell(open_play(story, **setting._asdict()))
    while isinstance(step.wait, AskWait | ToolWait):
        if isinstance(step.wait, ToolWait):
            progress = reader.measuring(step.wait)
            try:
                finding = run_tool(step.wait, progress)
            except AutopsieError as error:
                step = tell(take_failure(story, step.state, error))
            else:
                step = tell(take_finding(story, step.state, finding))
            continue
        try:
            answer = reader.ask(step.wait.offer, lambda path: accept(path.read_bytes(), setting.play).sha256)
        except EOFError:
            return
        try:
            step = tell(take_answer(story, step.state, step.wait.ask_id, answer))
        except InvalidAnswer as refused:
            aside("! " + in_words(refused.sentence("fr"), refused.sentence("en")))


def _unattended(
    story: Scenario,
    script: Play | None,
    run_tool: RunTool,
    journal: Journal,
    setting: _Setting,
    at_random: bool,
) -> list[Words]:
    """Play without a person; what an answers file expected and did not get."""
    from engine.play.attend import attend

    played = attend(
        story,
        run_tool,
        answers=script,
        random_seed=setting.seed if at_random else None,
        told=journal.add,
        **setting._asdict(),
    )
    return played.faults


def _report(events: list[Event], file: Path) -> PlayReport:
    from engine.play.events import Ended, Entered, ToolFinished
    from server.cli.shapes import PlayedFinding, PlayReport

    return PlayReport(
        ending=next((event.node for event in events if isinstance(event, Ended)), None),
        nodes_visited=[event.node for event in events if isinstance(event, Entered)],
        findings=[
            PlayedFinding(
                node=event.node, origin=event.finding.origin, verdict=event.finding.verdict,
                result=event.finding.result,
            )
            for event in events if isinstance(event, ToolFinished)
        ],
        log=str(file),
    )  # fmt: skip


def _script(file: Path | None) -> Play | None:
    if file is None:
        return None
    from engine.language.reader import read_play

    if not file.is_file():
        raise Misuse(
            "C901", Words(fr=f"Le fichier {file} n'existe pas.", en=f"The file {file} does not exist.")
        )
    script, diagnostics = read_play(file)
    if script is None:
        first = next(said for said in diagnostics if said.severity == "error")
        raise Misuse(
            "C901",
            Words(
                fr=f"{file}, ligne {first.line} : {first.message.fr} ({first.code})",
                en=f"{file}, line {first.line}: {first.message.en} ({first.code})",
            ),
            first.fix,
        )
    return script


def _language(story: Scenario, named: str | None, script: Play | None) -> Language:
    if named is None and script is not None and script.language is not None:
        return script.language
    spoken = chosen_language()
    return spoken if spoken in story.languages else story.languages[0]


def _log_folder() -> Path:
    from tools.home import home

    return home() / "plays"
