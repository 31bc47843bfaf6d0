"""The shapes of what ``--json`` prints, from which the JSON Schemas of docs/schemas are made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from server.cli.play_shapes import DiffReport, MigrateReport, ReplayReport, TestReport
from server.guide_status import GuideStatus
from tools.assets.manifest import AssetKind
from tools.benchmark.race import Row
from tools.examination import Result
from tools.sheet import MeasuredTable
from tools.subject import Badge, Modality

Pixels = int
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ErrorDetail(_Shape):
    """``code`` never changes; ``message`` and ``fix`` are sentences in the language asked for."""

    code: str
    message: str
    fix: str | None
    file: str | None = None


class ErrorLine(_Shape):
    """Any verb, when it could not do what was asked."""

    error: ErrorDetail


class SubjectLine(_Shape):
    """``subjects``: one a subject, in a list."""

    name: str
    badge: Badge
    modality: Modality
    available: bool
    sha256: Sha256
    licence: str


class FetchedLine(_Shape):
    """``subjects fetch``: one a file, one a line. ``where``: the place that has it now."""

    name: str
    file: str
    sha256: Sha256
    fetched: bool  # false: it was here already
    where: str | None = None


class PortraitsLine(_Shape):
    """``portraits``: what a set holds. ``kept``: files that were as they should be already."""

    out: str
    index: str
    pictures: int
    identities: int
    written: int
    kept: int
    person: Literal["synthetic"]


class ExaminedInput(_Shape):
    """The file, by the hash of its bytes, and the size of the upright picture; of a text, its hash, and the
    line of the table that it came from."""

    sha256: Sha256
    width: Pixels | None = None
    height: Pixels | None = None
    line: int | None = Field(default=None, ge=1)


class ExaminedLine(_Shape):
    """``examine``: one a file, one a line. The shape of ``result`` follows from what the subject gives."""

    subject: str
    badge: Badge
    weights_sha256: Sha256
    input: ExaminedInput
    result: Result
    notes: list[str] | None = None  # what was done to the file first: "first frame", "flattened on white"


class CheckedFault(_Shape):
    """``check --format json``: one a fault, in a list. ``line`` and ``column`` count from 1, ``end`` is the
    column after the guilty part."""

    code: str
    severity: Literal["error", "warning", "info"]
    file: str
    line: int = Field(ge=1)
    column: int = Field(ge=1)
    end: int = Field(ge=2)
    message: str
    fix: str | None


class ExplainedArgument(_Shape):
    """One argument that authors write under ``with:``."""

    name: str
    kind: str
    about: str
    default: Any = None
    required: bool = False
    choices: list[str] = []
    low: float | None = None
    high: float | None = None


class ExplainedField(_Shape):
    """One field of a result."""

    name: str
    kind: str
    about: str
    choices: list[str] = []
    low: float | None = None
    high: float | None = None


class ExplainedContract(_Shape):
    """What a tool takes, gives and is held against; ``way`` is the argument that names the method."""

    verb: str
    method: str
    way: str
    title: str
    about: str
    default_case: str
    controls: list[str]
    arguments: list[ExplainedArgument]
    results: list[ExplainedField]


class Explained(_Shape):
    """``explain``: the page in words; ``contract`` for a tool only."""

    name: str
    text: str
    contract: ExplainedContract | None = None


class RecordedNode(_Shape):
    """One finding that was written, or would be."""

    node: str
    file: str
    verdict: str | None = None
    sentence: str | None = None
    seconds: float | None = None


class RecordReport(_Shape):
    """``record``."""

    scenario: str
    dry_run: bool
    recorded: list[RecordedNode]


class PlayedFinding(_Shape):
    """What one tool node answered in a play."""

    node: str
    origin: Literal["live", "recorded"]
    verdict: str
    result: dict[str, Any]


class PlayReport(_Shape):
    """``play``: the last line."""

    ending: str | None
    nodes_visited: list[str]
    findings: list[PlayedFinding]
    log: str


class DoctorSubject(_Shape):
    """A subject as this machine has it. ``better``: the command that would better it, if one would.

    ``imitates`` names the original of a stand-in."""

    name: str
    badge: Badge
    available: bool
    where: str | None
    reason: str | None
    sha256: Sha256
    better: str | None = None
    imitates: str | None = None


class DoctorAsset(_Shape):
    """A file that Autopsie works with. ``command`` fetches it where it is missing; ``size`` is in bytes."""

    name: str
    kind: AssetKind
    file: str
    size: int
    licence: str
    available: bool
    where: str | None
    reason: str | None
    command: str | None
    subjects: list[str]


class DoctorScenario(_Shape):
    """A scenario as it reads here, with how many of its tools have a recorded finding."""

    id: str
    sound: bool
    tools: int
    recorded: int


class DoctorReport(_Shape):
    """``doctor``."""

    well: bool
    autopsie: str
    python: str
    versions: dict[str, str | None]
    home: str
    home_writable: bool
    chromium: bool
    subjects: list[DoctorSubject]
    assets: list[DoctorAsset] = []
    scenarios: list[DoctorScenario]
    guide: GuideStatus | None = None
    faults: list[str]


class NewScenario(_Shape):
    """``new``: what was written, and where."""

    id: str
    path: str


class PackReport(_Shape):
    """``pack`` and ``unpack``: the archive or the folder that was written. ``size``: bytes, unpacked."""

    id: str
    version: int
    public: bool
    path: str
    files: list[str]
    size: int
    errors: int
    warnings: int


class RepairLine(_Shape):
    """One correction that ``fmt --repair`` made, by the code of the fault."""

    code: str
    line: int
    message: str


class FormattedFile(_Shape):
    """``fmt``: one a file, in a list. ``error``: why it was left alone."""

    file: str
    changed: bool  # the layout differs from what the file held
    written: bool
    repairs: list[RepairLine]
    error: ErrorDetail | None = None


class TranslationLine(_Shape):
    """``i18n todo``: one a translation that wants work, in a list."""

    path: str
    language: str
    state: Literal["missing", "stale", "mismatch"]
    line: int
    source: str
    translation: str | None
    detail: str | None = None  # what does not agree, of a mismatch
    accepted: str | None = None  # the day the translation was accepted, ISO
    changed: str | None = None  # the day the source changed, ISO, where git knows


class AcceptReport(_Shape):
    """``i18n accept``: what the lock file now holds."""

    lock: str
    accepted: list[str]
    refused: list[ErrorDetail]


class ExportReport(_Shape):
    """``i18n export``."""

    file: str
    language: str
    entries: int
    missing: int
    stale: int


class ImportReport(_Shape):
    """``i18n import``: what was written into the scenario, and what was not and why."""

    file: str
    language: str
    written: list[str]
    unchanged: int
    skipped: int  # no translation, or marked fuzzy
    refused: list[ErrorDetail]


SHAPES: dict[str, Any] = {
    "bench": list[Row],
    "diff": DiffReport,
    "migrate": MigrateReport,
    "fmt": list[FormattedFile],
    "i18n-todo": list[TranslationLine],
    "i18n-accept": AcceptReport,
    "i18n-export": ExportReport,
    "i18n-import": ImportReport,
    "pack": PackReport,
    "new": NewScenario,
    "error": ErrorLine,
    "subjects": list[SubjectLine],
    "subjects-fetch": FetchedLine,
    "portraits": PortraitsLine,
    "subjects-measure": MeasuredTable,
    "examine": ExaminedLine,
    "check": list[CheckedFault],
    "explain": Explained,
    "record": RecordReport,
    "play": PlayReport,
    "replay": ReplayReport,
    "test": TestReport,
    "doctor": DoctorReport,
}
