"""The process apart that holds a language model: ``python -m tools.language_models.host DESCRIPTOR``."""

from __future__ import annotations

from tools.hosted.serving import Answering, Header, serve
from tools.subjects.external.frames import Fault


def load(job: Header) -> Answering:
    """The model of ``job``, by the runtime that it names. Raises :class:`Fault`."""
    if job["runtime"] == "gguf":
        from tools.language_models.runtimes.gguf import load as load_gguf

        return load_gguf(job)
    if job["runtime"] == "transformers":
        from tools.language_models.runtimes.transformers_folder import load as load_folder

        return load_folder(job)
    raise Fault("raised", said=f"no runtime {job['runtime']}")


if __name__ == "__main__":
    serve(load)
