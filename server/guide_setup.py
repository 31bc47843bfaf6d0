"""What could word the guide's sentences on this machine, and the settings that would choose it.

Nothing is changed, and no network is asked; with ``probe`` the usual ports of this very machine are.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.guide.audit.shapes import GuideCheck
from engine.guide.backend import backend_named
from engine.guide.settings import GuideSettings
from server.guide_status import GuideStatus
from server.machine import this_machine
from tools.wording import Language, Words, typeset

PORTS = (11434, 8080, 1234)
"""Where Ollama, llama.cpp and LM Studio listen when nobody tells them otherwise."""
PROBE_SECONDS = 1.0
_MOST_BYTES = 262_144
_MOST_MODELS = 20
_SMALL = 600 * 2**20
"""Bytes that SmolLM2 and its process may take, with room to spare (measured: about 270 MB)."""
_ROOM = 2 * 2**30
"""Bytes left to Autopsie itself and to the measures."""
_BEYOND_FILE = 1.3
"""A model takes its file and what it remembers of the text."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideProposal(_Shape):
    """One way to set the guide up. ``settings``: environment variables; ``commands``: what to run first."""

    backend: str
    model: str
    ready: bool  # nothing needs to be run first
    says: str
    settings: dict[str, str]
    commands: list[str]


class GuideServer(_Shape):
    """A server of models that answered on this machine, with the ids of its models."""

    url: str
    models: list[str]


class GuideSetup(_Shape):
    """``guide setup``. Sizes are in bytes; ``largest_file``: of a GGUF file that would fit in ``memory``.

    ``probed``: whether servers of this machine were asked for; ``proposals``: the one that can most first.
    """

    memory: int | None
    cores: int
    largest_file: int | None
    probed: bool
    servers: list[GuideServer]
    proposals: list[GuideProposal]


GUIDE_SHAPES: dict[str, Any] = {
    "guide-setup": GuideSetup,
    "guide-status": GuideStatus,
    "guide-check": GuideCheck,
}


def guide_setup(language: Language, *, probe: bool = False) -> GuideSetup:
    """What may word the guide here, in the words of ``language``."""
    machine = this_machine()
    servers = [found for port in PORTS if (found := _server(port)) is not None] if probe else []
    proposals = [_of_server(server, language) for server in servers if server.models]
    if machine.memory is None or machine.memory > _SMALL:
        proposals.append(_small(language))
    proposals.append(_authored(language))
    largest = None if machine.memory is None else int(max(0, machine.memory - _ROOM) / _BEYOND_FILE)
    return GuideSetup(
        memory=machine.memory,
        cores=machine.cores,
        largest_file=largest,
        probed=probe,
        servers=servers,
        proposals=proposals,
    )


def _of_server(server: GuideServer, language: Language) -> GuideProposal:
    model = server.models[0]
    others = ", ".join(server.models[1:])
    says = Words(
        fr=f"Un serveur de cette machine répond à {server.url}."
        + (f" Ses autres modèles se choisissent de même : {others}." if others else ""),
        en=f"A server of this machine answers at {server.url}."
        + (f" Its other models are chosen likewise: {others}." if others else ""),
    )
    return GuideProposal(
        backend="openai-compatible",
        model=model,
        ready=True,
        says=_told(says, language),
        settings={
            "AUTOPSIE_GUIDE": "openai-compatible",
            "AUTOPSIE_GUIDE_URL": server.url,
            "AUTOPSIE_GUIDE_MODEL": model,
        },
        commands=[],
    )


def _small(language: Language) -> GuideProposal:
    from tools.assets.store import availability
    from tools.language_models.reference import OURS, missing_packages

    commands = []
    if missing_packages("gguf") is not None:
        commands.append('pip install "autopsie[guide-local]"')
    if not availability(OURS).available:
        commands.append("autopsie subjects fetch language-model")
    says = Words(
        fr="Un petit modèle, 98 Mo, 270 Mo de mémoire : il choisit entre des textes de l'auteur dans les "
        "deux langues, et ne reformule qu'en anglais, rarement bien. Rien ne quitte cette machine.",
        en="A small model, 98 MB, 270 MB of memory: it chooses among the author's texts in both languages, "
        "and rewords in English only, rarely well. Nothing leaves this machine.",
    )
    return GuideProposal(
        backend="local",
        model="SmolLM2-135M-Instruct",
        ready=not commands,
        says=_told(says, language),
        settings={"AUTOPSIE_GUIDE": "local"},
        commands=commands,
    )


def _authored(language: Language) -> GuideProposal:
    says = backend_named("authored", GuideSettings()).readiness().says
    return GuideProposal(
        backend="authored",
        model="",
        ready=True,
        says=_told(says, language),
        settings={"AUTOPSIE_GUIDE": "authored"},
        commands=[],
    )


def _server(port: int) -> GuideServer | None:
    """The server of models that listens at this port of this machine, if one does and says what it has."""
    import json
    import time

    import httpx  # slow import

    url = f"http://127.0.0.1:{port}/v1"
    taken, until = b"", time.monotonic() + 2 * PROBE_SECONDS
    try:
        with (
            httpx.Client(timeout=PROBE_SECONDS, trust_env=False) as client,
            client.stream("GET", f"{url}/models", headers={"Accept-Encoding": "identity"}) as got,
        ):
            if got.status_code != 200:
                return None
            for chunk in got.iter_raw():
                taken += chunk
                if len(taken) > _MOST_BYTES or time.monotonic() > until:
                    return None
        listed = json.loads(taken)["data"]
        models = [str(each["id"])[:200] for each in listed][:_MOST_MODELS]
    except (httpx.HTTPError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return GuideServer(url=url, models=[each for each in models if each.isprintable()])


def _told(words: Words, language: Language) -> str:
    return typeset(words.in_(language), language)
