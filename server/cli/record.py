"""``autopsie record SCENARIO``: measure on the genuine weights what is shown where there are none."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.cli.options import Assets
from server.cli.telling import (
    AsJson,
    Lang,
    Misuse,
    Wanting,
    chosen_language,
    in_words,
    print_json,
    say,
)
from tools.wording import Words

if TYPE_CHECKING:
    from engine.language.schema import Scenario, ToolNode
    from tools.finding import Call, Finding


# Faults of recorded findings, not of the scenario: unfit, invented, lacking a field that is now read.
STALE = frozenset({"F901", "F902", "T422", "T423"})


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Enregistre les mesures d'un scénario sur les poids d'origine.",
            "Record a scenario's findings from the genuine weights.",
        )
    )(record)


def record(
    scenario: Annotated[str, typer.Argument(help=in_words("Identifiant ou chemin.", "Id or path."))],
    nodes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NODE]…", help=in_words("Ces nœuds seulement.", "These nodes only.")),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help=in_words("Dit seulement ce qui serait fait.", "Only say what would be done.")
        ),
    ] = False,
    seed: Annotated[int, typer.Option(help=in_words("Graine du hasard.", "Seed of chance."))] = 0,
    assets: Assets = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Write ``findings/<node>.json`` beside the scenario, one a tool node.

    Raises C901 for a node that is not a tool, C902 for a scenario with errors or for other weights.
    """
    from engine.language.assets import keep_assets
    from engine.language.case_pictures import described
    from engine.language.reader import find_scenario
    from server.cli.shapes import RecordedNode, RecordReport

    path = find_scenario(scenario)
    story = readable(path)
    keep_assets(story, path.parent)
    done: list[RecordedNode] = []
    for node in _tool_nodes(story, nodes or []):
        file = path.parent / "findings" / f"{node.id}.json"
        call = recording_call(story, node, seed)
        if dry_run:
            done.append(RecordedNode(node=node.id, file=str(file)))
            if not as_json:
                say(
                    f"{node.id}: {call.verb} {call.method} {call.subject} {call.case}{_settings(call.params)}"
                )
            continue
        measured = described(story.case_pictures, _measured(call, node, assets))
        finding = as_recorded(measured, f"autopsie record {story.id} {node.id}")
        write_atomically(file, compact(finding))
        sentence = finding.sentence(chosen_language())
        done.append(
            RecordedNode(
                node=node.id,
                file=str(file),
                verdict=finding.verdict,
                sentence=sentence,
                seconds=finding.seconds,
            )
        )
        if not as_json:
            say(f"{node.id} ({finding.seconds:.1f} s): {sentence}")
    if as_json:
        print_json(RecordReport(scenario=story.id, dry_run=dry_run, recorded=done))


def _settings(params: Mapping[str, Any]) -> str:
    """The settings of a measure as its author would say them."""
    from server.cli.diff import spelled

    return f" ({spelled(params)})" if params else ""


def recording_call(scenario: Scenario, node: ToolNode, seed: int = 0) -> Call:
    """What is recorded for ``node``: the author's seed before ``seed``, a reader's picture's default case."""
    from engine.language.schema import AskNode
    from tools.finding import Call

    asked = scenario.nodes.get(node.case)
    case = (asked.default_case or node.case) if isinstance(asked, AskNode) else node.case
    return Call(
        verb=node.verb, method=node.method, subject=node.subject, case=case, params=node.params,
        seed=seed if node.seed is None else node.seed,
    )  # fmt: skip


def as_recorded(finding: Finding, command: str) -> Finding:
    """The finding with how it was made. Raises C902 when its subject is not the pinned original."""
    from tools.catalogue import subject_card
    from tools.finding import Recorded

    card = subject_card(finding.subject.name)
    if finding.subject.sha256 != card.sha256:
        raise Wanting(
            "C902",
            Words(
                fr=f"Ces poids ({finding.subject.sha256[:12]}…) ne sont pas ceux de {card.slug}.",
                en=f"These weights ({finding.subject.sha256[:12]}…) are not those of {card.slug}.",
            ),
            Words(
                fr="Rien n'est enregistré : seul l'original fait foi.",
                en="Nothing is recorded: only the original counts.",
            ),
        )
    made = Recorded(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=command,
        subject_sha256=finding.subject.sha256,
        seed=finding.call.seed,
    )
    return finding.model_copy(update={"origin": "recorded", "recorded": made})


def compact(finding: Finding) -> str:
    """A finding as a recorded file holds it: one line a field, the numbers of units and maps to six digits.

    Written out whole, a finding of 1,000 units takes one number a line. Six digits are what tools give.
    """
    whole = finding.model_dump(mode="json")
    whole["per_unit"] = _rounded(whole["per_unit"])
    whole["figures"] = _rounded(whole["figures"])
    fields = (
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in whole.items()
    )
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _rounded(value: Any) -> Any:
    """Every fraction in plain data to six significant digits."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return value


def write_atomically(file: Path, text: str) -> None:
    """Write a whole file or nothing. Raises :class:`OSError` as the system says it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
        written.chmod(0o644)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)


def _measured(call: Call, node: ToolNode, weights: Path | None) -> Finding:
    from server.cli.measure import progress_line
    from tools.lab import Lab

    # Not from the cache: what is recorded is measured now.
    with Lab(in_process=True, weights=weights, cached=False) as lab:
        return lab.run(call, progress=progress_line(), timeout=max(node.timeout, 600.0))


def readable(path: Path) -> Scenario:
    """The scenario, even where its recorded findings no longer fit: recording anew is what mends those."""
    from engine.language.reader import read_source
    from server.cli.play import unfit

    story, diagnostics = read_source(path.read_bytes(), path.name, path.parent)
    if story is None and all(said.code in STALE for said in diagnostics if said.severity == "error"):
        story, diagnostics = read_source(path.read_bytes(), path.name, path.parent, without_bad_records=True)
    if story is None:
        raise unfit(path, diagnostics)
    return story


def _tool_nodes(scenario: Scenario, names: list[str]) -> list[ToolNode]:
    from engine.language.schema import ToolNode

    known = {node.id: node for node in scenario.nodes.values() if isinstance(node, ToolNode)}
    for name in names:
        if name not in known:
            listed = ", ".join(known) or "–"
            raise Misuse(
                "C901",
                Words(
                    fr=f"« {name} » n'est pas une mesure de {scenario.id}.",
                    en=f"“{name}” is no tool of {scenario.id}.",
                ),
                Words(fr=f"Ses mesures : {listed}.", en=f"Its tools: {listed}."),
            )
    return [known[name] for name in names] or list(known.values())
