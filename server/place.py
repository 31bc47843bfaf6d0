"""The parts of one server, as its routes find them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from engine.language.schema import Scenario
from server import case_pictures
from server.enquiries import Enquiries
from server.fates import CountedFates
from server.laboratory import Laboratory, subjects_of
from server.limits import Buckets
from server.security import Seals
from server.settings import Settings
from server.static import HashedFiles
from server.store import Store
from server.turns import Turns
from tools.wording import Words

LOOK_AGAIN_SECONDS = 30.0  # whether weights have arrived meanwhile


@dataclass
class Place:
    """The parts of one server, as routes find them on ``app.state.place``."""

    settings: Settings
    store: Store
    seals: Seals
    scenarios: dict[str, Scenario]
    laboratory: Laboratory
    turns: Turns
    static: HashedFiles
    enquiries: Enquiries | None = None  # the preview takes no questions
    fates: CountedFates = field(init=False)
    buckets: Buckets = field(default_factory=Buckets)
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))  # for addresses, forgotten at stop
    _missing: dict[str, tuple[float, Words | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fates = CountedFates(self.store)

    def missing(self, scenario: Scenario) -> Words | None:
        """Why a genuine model of this investigation cannot run here; ``None`` when all can."""
        now = time.monotonic()
        asked, reason = self._missing.get(scenario.id, (float("-inf"), None))
        if now - asked > LOOK_AGAIN_SECONDS:
            found = self.laboratory.availability(subjects_of(scenario))
            reason = next((each.reason for each in found.values() if not each.available), None)
            self._missing[scenario.id] = (now, reason)
        return reason

    @property
    def guide_says(self) -> Words | None:
        """Who words the guide's sentences here."""
        narration = self.turns.narration
        return narration.guide.backend.readiness().says if narration is not None else None

    def sweep(self, before: float) -> int:
        """Erase readers' pictures sent before ``before``, or whose play is over. Returns how many."""
        rows = self.store.uploads(before=before)
        for row in rows:
            self.laboratory.forget_picture(row.playthrough, row.sha)
            self.store.forget_upload(row)
        case_pictures.tidy(self.store)
        return len(rows)
