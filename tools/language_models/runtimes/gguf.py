"""GGUF files, by llama.cpp (the package xllamacpp).

Its server object cannot do without an address to listen at. It is given a socket in a folder that only this
user may open, and both are removed as soon as the model is loaded: nobody else can ask anything of it.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.hosted.serving import Answer, Answering, Header, Over, Say
from tools.subjects.external.frames import Fault


def load(job: Header) -> Answering:
    """The model of the file ``job["path"]``. Raises :class:`Fault` (``not_a_model``)."""
    import xllamacpp  # slow import

    path = Path(job["path"])
    settings = xllamacpp.CommonParams()
    settings.model.path = str(path)
    settings.n_ctx = job["context"]
    settings.n_parallel = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = job["threads"]
    settings.n_threads_http = 1
    settings.cache_ram_mib = 0  # else up to 8 GB of earlier prompts
    settings.warmup = False
    settings.offline = True
    settings.ui = False
    settings.verbosity = -1
    folder = Path(tempfile.mkdtemp(prefix="autopsie-"))
    try:
        settings.hostnames = [str(folder / "m.sock")]
        server = xllamacpp.Server(settings)
    except RuntimeError as refused:
        raise Fault("not_a_model", name=path.name, reason=" ".join(str(refused).split())[:120]) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _Model(server).answer


class _Model:
    def __init__(self, server: Any) -> None:
        self._server = server

    def answer(self, request: Header, say: Say, over: Over) -> Answer:
        """Say the pieces of one completion; ends early once ``over()``."""
        # Until the library counts: of an answer that is cancelled it never does.
        took = {"asked": sum(len(each["content"]) for each in request["messages"]) // 3, "written": 0}
        faults: list[dict[str, Any]] = []

        def heard(chunk: Any) -> bool:
            # What is raised here is swallowed by the library, and looks like an end.
            if not isinstance(chunk, dict) or "error" in chunk:
                faults.append(chunk.get("error", {}) if isinstance(chunk, dict) else {})
                return True
            for choice in chunk.get("choices", ()):
                if text := choice.get("delta", {}).get("content"):
                    took["written"] += 1
                    say({"text": text})
            with contextlib.suppress(KeyError, TypeError):
                usage = chunk["usage"]
                took.update(asked=int(usage["prompt_tokens"]), written=int(usage["completion_tokens"]))
            return over()

        if not over():
            self._server.handle_chat_completions(_asked(request), heard)
        if faults and not over():
            raise _fault(faults[0])
        return took, ()


def _asked(request: Header) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "messages": request["messages"],
        "max_tokens": request["most_tokens"],
        "temperature": request["temperature"],
        "seed": request["seed"],
        "stream": True,
        "stream_options": {"include_usage": True},
        # Models that think aloud first are asked not to: only what they answer is read.
        "chat_template_kwargs": {"enable_thinking": False},
    }
    if request["one_of"]:
        asked["grammar"] = one_of(request["one_of"])
    return asked


def one_of(words: Sequence[str]) -> str:
    """A GBNF grammar of exactly these words."""
    # GBNF writes strings as JSON does, but for what is not ASCII, which stands for itself.
    return "root ::= " + " | ".join(json.dumps(word, ensure_ascii=False) for word in words)


def _fault(error: dict[str, Any]) -> Fault:
    if error.get("type") == "exceed_context_size_error":
        return Fault("too_long", said=str(error.get("n_prompt_tokens", "")))
    return Fault("raised", kind=str(error.get("type", ""))[:60], said=str(error.get("message", ""))[:300])
