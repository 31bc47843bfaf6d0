"""What an operator may set, as one readable table. Each row is also an environment variable.

``AUTOPSIE_PORT=8123`` sets ``port``; what is given on the command line wins.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.guide.settings import GuideSettings
from tools.errors import AutopsieError
from tools.home import home
from tools.wording import Words

PREFIX = "AUTOPSIE_"


class Settings(BaseModel):
    """The settings of one server; immutable once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(default_factory=home, description="Folder of everything that is written")
    database: str = Field("", description="Database URL or SQLite file; empty: database.sqlite in home")
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for a room")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0: any free one")
    trusted_hosts: str = Field("*", description="Names this server answers to, by commas; *: any")
    behind_proxy: bool = Field(False, description="Believe X-Forwarded-Proto (a proxy of yours sets it)")
    upload_bytes: int = Field(5_000_000, ge=1, description="Largest picture a reader may send, in bytes")
    upload_seconds: float = Field(3600.0, gt=0, description="How long a reader's picture is kept, in seconds")
    writes_per_minute: int = Field(120, ge=1, description="Answers and other writes per visitor and minute")
    plays_per_minute: int = Field(60, ge=1, description="Plays begun per visitor and minute")
    uploads_per_minute: int = Field(20, ge=1, description="Pictures sent per visitor and minute")
    reads_per_minute: int = Field(1200, ge=1, description="Pages read per visitor and minute")
    case_days: int = Field(30, ge=1, le=365, description="Days within which a case is answered")
    turn_threads: int = Field(48, ge=1, le=256, description="Turns that may be under way at once")
    poll_seconds: float = Field(0.5, gt=0, le=0.5, description="Longest wait before a stream looks again")
    in_process: bool = Field(False, description="Run models in the server itself (tests), not in a worker")
    live_seconds: float = Field(
        2.0, ge=0, description="A measure that took longer when it was recorded is shown from its record"
    )
    guide: str = Field("authored", description="Who words the guide: authored, local, openai-compatible")
    guide_model: str = Field("", description="Its model: a GGUF file, a transformers folder, or a model's id")
    guide_url: str = Field("", description="Where a model's server answers: http://127.0.0.1:11434/v1")
    guide_languages: str = Field("", description="Languages that the model may write, by commas")
    guide_seconds: float = Field(8.0, gt=0, description="Longest wait for its first sentence, in seconds")
    guide_tokens: int = Field(20_000, ge=0, description="Most tokens that one play may cost; 0: no bound")
    guide_select: Literal["rule", "model"] = Field(
        "rule", description="Who chooses which questions to offer beside the box: rule or model"
    )
    guide_encoder: str = Field("", description="Encoder of questions: a sentence-transformers folder or name")
    warm: bool = Field(True, description="Load the subjects of the catalogue soon after the start")

    @property
    def guide_settings(self) -> GuideSettings:
        """What the guide is told of these settings. The key of a hosted model is none of them."""
        return GuideSettings(
            backend=self.guide,
            model=self.guide_model,
            url=self.guide_url,
            languages=self.guide_languages,
            first_sentence_seconds=self.guide_seconds,
            tokens_per_play=self.guide_tokens,
            select=self.guide_select,
            encoder=self.guide_encoder,
        )

    @property
    def database_url(self) -> str:
        """The database as an URL that SQLAlchemy reads."""
        if "://" in self.database:
            return self.database
        file = Path(self.database) if self.database else self.home / "database.sqlite"
        return f"sqlite:///{file}"


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from ``given`` (``None`` means: not given), then the environment, then the defaults.

    Raises :class:`~tools.errors.AutopsieError` (C801), which names the setting that makes no sense.
    """
    env = os.environ if environment is None else environment
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        if PREFIX + name.upper() in env:
            found[name] = env[PREFIX + name.upper()]
    found.update({name: value for name, value in given.items() if value is not None})
    try:
        return Settings(**found)
    except ValidationError as refused:
        name = str(refused.errors()[0]["loc"][0])
        about = Settings.model_fields[name].description if name in Settings.model_fields else ""
        raise AutopsieError(
            "C801",
            Words(
                fr=f"Le réglage « {name} » n'a pas une valeur admise : {found.get(name)!r}.",
                en=f"The setting {name} has a value that is not allowed: {found.get(name)!r}.",
            ),
            Words(fr=f"Ce qu'il règle : {about}.", en=f"What it sets: {about}."),
        ) from None


def read_secret(folder: Path) -> bytes:
    """The key that signs cookies: made on first use, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = file.read_bytes()
        if len(kept) >= 32:
            return kept
        file.unlink()  # cut short by a full disk: cookies signed with it cannot exist
        return read_secret(folder)
    made = secrets.token_hex(32).encode()
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(made)
    return made
