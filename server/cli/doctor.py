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
from server.cli.telling import FOUND_WANTING, AsJson, Lang, in_words, leave, print_json, say, told

if TYPE_CHECKING:
    from server.cli.shapes import DoctorReport, DoctorScenario, DoctorSubject

_PACKAGES = ("torch", "numpy", "scikit-image", "pillow", "langgraph", "fastapi", "pydantic")


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
    from tools.home import home

    folder = home()
    writable = _writable(folder)
    versions = {name: _version(name) for name in _PACKAGES}
    subjects, faults = _subjects(assets)
    scenarios, unsound = _scenarios()
    if not writable:
        faults.append(in_words(f"On ne peut pas écrire dans {folder}.", f"{folder} cannot be written to."))
    for name, found in versions.items():
        if found is None:
            faults.append(in_words(f"Il manque le paquet {name}.", f"The package {name} is missing."))
    faults.extend(unsound)
    return DoctorReport(
        well=not faults,
        autopsie=_version("autopsie") or "0",
        python=platform.python_version(),
        versions=versions,
        home=str(folder),
        home_writable=writable,
        chromium=shutil.which("chromium") is not None,
        subjects=subjects,
        scenarios=scenarios,
        faults=faults,
    )


def _subjects(assets: Path | None) -> tuple[list[DoctorSubject], list[str]]:
    from server.cli.shapes import DoctorSubject
    from tools.assets.store import locate_all
    from tools.catalogue import subjects
    from tools.errors import AutopsieError, MissingAsset

    found, faults = [], []
    for card in subjects().values():
        where, reason = None, None
        try:
            found_here = locate_all(card, assets)
            where = found_here[0].where if found_here else None
        except MissingAsset as missing:
            reason = told(missing.says) + (" " + told(missing.cure) if missing.cure else "")
        except AutopsieError as refused:  # there, and not the pinned file: that is a fault
            reason = told(refused.says) + (" " + told(refused.cure) if refused.cure else "")
            faults.append(reason)
        found.append(
            DoctorSubject(
                name=card.slug, badge=card.badge, available=where is not None, where=where, reason=reason,
                sha256=card.sha256,
            )
        )  # fmt: skip
    return found, faults


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


def _tell(report: DoctorReport) -> None:
    say(f"Autopsie {report.autopsie}, Python {report.python}")
    say(", ".join(f"{name} {found or '–'}" for name, found in report.versions.items()), indent=2)
    state = in_words("modifiable", "writable") if report.home_writable else in_words("fermé", "closed")
    say(in_words(f"Dossier : {report.home} ({state})", f"Folder: {report.home} ({state})"))
    for subject in report.subjects:
        here = in_words("ici", "here") if subject.available else in_words("absent", "missing")
        say(f"{subject.name}: {subject.badge}, {here} ({subject.where or '–'}), {subject.sha256[:12]}…")
        if subject.reason:
            say(subject.reason, indent=2)
    for scenario in report.scenarios:
        say(
            in_words(
                f"Scénario {scenario.id} : {scenario.recorded}/{scenario.tools} mesures enregistrées",
                f"Scenario {scenario.id}: {scenario.recorded}/{scenario.tools} findings recorded",
            )
        )
    for fault in report.faults:
        say("! " + fault)
