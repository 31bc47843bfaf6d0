"""From a template to a prompt, with the version that the log keeps of it."""

from __future__ import annotations

import functools
import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.guide.backend import Prompt
from tools.wording import Language

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_CHARACTERS = 12_000
"""Of what is asked at once: four times what the shortest context here (4,096 pieces) can be trusted with."""


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # slow import

    environment = Environment(
        loader=PackageLoader("engine.guide", "prompts"),
        autoescape=False,  # plain text for a model, never a page
        undefined=StrictUndefined,
    )
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return environment


@functools.cache
def version_of(name: str) -> str:
    """SHA-256 of the template ``name``, 12 hex digits."""
    source = files("engine.guide").joinpath("prompts", f"{name}.j2").read_bytes()
    return hashlib.sha256(source).hexdigest()[:12]


def prompt(
    name: str,
    language: Language,
    *,
    most_tokens: int = 400,
    temperature: float = 0.0,
    seed: int = 0,
    **values: Any,
) -> Prompt:
    """The prompt that ``engine/guide/prompts/<name>.j2`` makes of ``values``.

    Raises :class:`jinja2.UndefinedError` where a value is missing.
    """
    template = _environment().get_template(f"{name}.j2")
    context = template.new_context({"language": language, **values})
    system, user = ("".join(template.blocks[block](context)).strip() for block in ("system", "user"))
    return Prompt(
        name=name,
        version=version_of(name),
        system=system[:MOST_CHARACTERS],
        user=user[:MOST_CHARACTERS],
        language=language,
        most_tokens=most_tokens,
        temperature=temperature,
        seed=seed,
    )
