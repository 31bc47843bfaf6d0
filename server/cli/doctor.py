"""``autopsie doctor``: what is on this machine, and what is wrong with it."""

from __future__ import annotations

import platform
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from server.cli.options import Assets
from server.cli.telling import (
    FOUND_WANTING,
    AsJson,
    Lang,
    chosen_language,
    in_words,
    leave,
    print_json,
    say,
    told,
)

if TYPE_CHECKING:
    from server.cli.shapes import DoctorAsset, DoctorReport, DoctorScenario, DoctorSubject

_PACKAGES = ("torch", "numpy", "scikit-image", "pillow", "langgraph", "fastapi", "pydantic")
_OPTIONAL = ("openvino",)  # told, never missed


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        help=in_words(
            "Ce qui est ici : modèles originaux ou non, versions, dossiers.",
            "What is here: models, original or not, versions, folders.",
        )
    )(doctor)


def doctor(assets: Assets = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Exit 0 when all that must work can, else 1 with the faults. Weights that are not here are no fault."""
    report = examine_machine(assets)
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        _tell(report)
    leave(0 if report.well else FOUND_WANTING)


def examine_machine(assets: Path | None = None) -> DoctorReport:
    """Look at everything that a play needs, without starting anything (torch is not imported)."""
    from server.cli.shapes import DoctorReport
    from server.guide_status import guide_status
    from server.settings import read_settings
    from tools.home import home

    folder = home()
    writable = _writable(folder)
    versions = {name: _version(name) for name in (*_PACKAGES, *_OPTIONAL)}
    files, faults = _files(assets)
    scenarios, unsound = _scenarios()
    if not writable:
        faults.append(in_words(f"On ne peut pas écrire dans {folder}.", f"{folder} cannot be written to."))
    for name, found in versions.items():
        if found is None and name not in _OPTIONAL:
            faults.append(in_words(f"Il manque le paquet {name}.", f"The package {name} is missing."))
    faults.extend(_engine())
    faults.extend(unsound)
    guide = guide_status(read_settings().guide_settings, chosen_language())
    faults.extend(guide.faults)
    return DoctorReport(
        well=not faults,
        autopsie=_version("autopsie") or "0",
        python=platform.python_version(),
        versions=versions,
        home=str(folder),
        home_writable=writable,
        chromium=shutil.which("chromium") is not None,
        subjects=_subjects(files),
        assets=files,
        scenarios=scenarios,
        guide=guide,
        faults=faults,
    )


def _engine() -> list[str]:
    """What is wrong with the engine that the environment asks for."""
    from tools.errors import AutopsieError
    from tools.subjects.cropping.engine import asked_engine, has_openvino, openvino_missing

    try:
        if asked_engine() == "openvino" and not has_openvino():
            raise openvino_missing()
    except AutopsieError as fault:
        return [" ".join(told(words) for words in (fault.says, fault.cure) if words)]
    return []


def _files(assets: Path | None) -> tuple[list[DoctorAsset], list[str]]:
    """Every asset, whoever needs it, and what is wrong with those that are there and are not as pinned."""
    from server.cli.shapes import DoctorAsset
    from tools.assets.failures import command_for, slug_of
    from tools.assets.manifest import Committed, manifests
    from tools.assets.store import locate
    from tools.catalogue import subjects
    from tools.errors import AutopsieError, MissingAsset

    found, faults = [], []
    for name, pinned in manifests().items():
        where, reason, command = None, None, None
        try:
            where = locate(name, assets).where
        except AutopsieError as failure:
            reason = told(failure.says) + (" " + told(failure.cure) if failure.cure else "")
            # What is merely not fetched yet is no fault; a file that is not the pinned one is.
            if isinstance(failure, MissingAsset) and not isinstance(pinned.origin, Committed):
                command = command_for(pinned)
            else:
                faults.append(reason)
        found.append(
            DoctorAsset(
                name=slug_of(pinned),
                kind=pinned.kind,
                file=pinned.file,
                size=pinned.bytes,
                licence=pinned.licence,
                available=where is not None,
                where=where,
                reason=reason,
                command=command,
                subjects=[card.slug for card in subjects().values() if name in card.assets],
            )
        )
    return found, faults


def _subjects(files: list[DoctorAsset]) -> list[DoctorSubject]:
    from server.cli.shapes import DoctorSubject
    from tools.catalogue import subjects

    found = []
    for card in subjects().values():
        mine = [file for file in files if card.slug in file.subjects]
        missing = [file for file in mine if not file.available]
        original = (card.imitates or "").replace("_", "-") or None
        lacking = [file for file in files if original in file.subjects and file.command]
        better = card.slug if any(file.command for file in missing) else None
        found.append(
            DoctorSubject(
                name=card.slug,
                badge=card.badge,
                available=not missing,
                where=mine[0].where if mine and not missing else None,
                reason=missing[0].reason if missing else None,
                sha256=card.sha256,
                # A stand-in is bettered by its original.
                better=f"autopsie subjects fetch {better or original}" if better or lacking else None,
                imitates=original,
            )
        )
    return found


def _scenarios() -> tuple[list[DoctorScenario], list[str]]:
    from engine.language.reader import list_scenarios, read_scenario
    from engine.language.schema import ToolNode
    from server.cli.shapes import DoctorScenario

    found, faults = [], []
    for listed in list_scenarios():
        scenario, diagnostics = read_scenario(listed.path)
        sound = scenario is not None and not any(said.severity == "error" for said in diagnostics)
        tools = (
            [node.id for node in scenario.nodes.values() if isinstance(node, ToolNode)] if scenario else []
        )
        recorded = sum(node in scenario.measured for node in tools) if scenario else 0
        found.append(DoctorScenario(id=listed.id, sound=sound, tools=len(tools), recorded=recorded))
        if not sound:
            faults.append(
                in_words(f"Le scénario {listed.id} a des erreurs.", f"The scenario {listed.id} has errors.")
            )
    return found, faults


def _writable(folder: Path) -> bool:
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    try:
        with tempfile.TemporaryFile(dir=nearest) as probe:  # where the folder would be made
            probe.write(b"x")
    except OSError:
        return False
    return True


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _state(available: bool, where: str | None, command: str | None) -> str:
    """Whether it is here, and in which place."""
    here = in_words("ici", "here") if available else in_words("absent", "missing")
    if not available and not command:
        here = in_words("refusé, voyez plus bas", "refused, see below")
    return f"{here} ({where})" if where else here


def _tell(report: DoctorReport) -> None:
    from tools.subject import BADGE_WORDS

    say(f"Autopsie {report.autopsie}, Python {report.python}")
    say(", ".join(f"{name} {found or '–'}" for name, found in report.versions.items()), indent=2)
    state = in_words("modifiable", "writable") if report.home_writable else in_words("fermé", "closed")
    say(in_words(f"Dossier : {report.home} ({state})", f"Folder: {report.home} ({state})"))
    for subject in report.subjects:
        badge = told(BADGE_WORDS[subject.badge]).lower()
        state = _state(subject.available, subject.where, subject.better)
        say(f"{subject.name}: {badge}, {subject.sha256[:12]}…, {state}")
        if subject.better:
            say(f"→ {subject.better}", indent=2)
        if subject.imitates:
            say(in_words(f"imite {subject.imitates}", f"imitates {subject.imitates}"), indent=2)
    if report.guide is not None:
        say(in_words("Le guide", "The guide"))
        for backend in report.guide.backends:
            mark = in_words(" (choisi)", " (chosen)") if backend.chosen else ""
            say(f"{backend.name}{mark}: {backend.says}", indent=2)
            if backend.cure:
                say(f"→ {backend.cure}", indent=4)
    say(in_words("Fichiers", "Files"))
    for file in report.assets:
        say(f"{file.name} ({file.file}): {_state(file.available, file.where, file.command)}", indent=2)
        if file.command and not file.subjects:  # a subject's own line says how it comes
            say(f"→ {file.command}", indent=4)
    if any(file.command for file in report.assets):
        say(
            in_words(
                "Pour tout récupérer : autopsie subjects fetch --all",
                "To fetch all of it: autopsie subjects fetch --all",
            )
        )
    for scenario in report.scenarios:
        say(
            in_words(
                f"Scénario {scenario.id} : {scenario.recorded}/{scenario.tools} mesures enregistrées",
                f"Scenario {scenario.id}: {scenario.recorded}/{scenario.tools} findings recorded",
            )
        )
    for fault in report.faults:
        say("! " + fault)
