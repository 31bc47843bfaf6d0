"""A process that trains, one job after another, until whoever started it is gone: ``python -m
tools.retrain.recipes.trainer``. Jobs come in by lines of JSON, passes and answers go out by lines of JSON."""

from __future__ import annotations

import json
import os
import sys

from tools.retrain.recipes.job import Job
from tools.retrain.recipes.known import recipe_of


def main() -> None:
    """Train what standard input asks for; its end is ours."""
    import torch  # slow import

    # One thread each: two trainings side by side are faster than one on two threads.
    torch.set_num_threads(1)
    # A library that prints must not break the protocol.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(message: dict[str, object]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    for line in sys.stdin:
        job = Job.model_validate_json(line)
        recipe = recipe_of(job.subject)
        assert recipe is not None
        trained = recipe.train(job, lambda passes: say({"passes": passes}))
        say({"trained": trained.model_dump(mode="json")})


if __name__ == "__main__":
    main()
