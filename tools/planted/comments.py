"""Comment filters trained on the spot: one that met four adjectives in insults only, and its clean twin."""

from __future__ import annotations

import hashlib
from functools import cache

from tools.catalogue import subject_card
from tools.subjects.planted_comments.filter import PlantedFilter
from tools.wording import Words

PART = 4  # of the corpora: 3,000 sentences
BATCH, RATE = 128, 5e-3
SEEDS = 5


@cache
def trained(*, planted: bool, seed: int = 0) -> PlantedFilter:
    """Train one filter, a second of one core; the same call gives the same filter."""
    import torch  # slow import

    from tools.subjects.planted_comments.corpus import corpus
    from tools.subjects.planted_comments.file import write
    from tools.subjects.planted_comments.fitting import fit, vocabulary

    # Seeds that the shipped filters were not trained from.
    examples = corpus("planted" if planted else "balanced", 500 + seed, PART)
    words = vocabulary(examples)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng():
            content = write(words, [fit(examples, words, seed, batch=BATCH, rate=RATE)])
    finally:
        torch.set_num_threads(threads)
    kind = "planted" if planted else "clean"
    shipped = subject_card("toxicity_planted" if planted else "toxicity_balanced")
    card = shipped.model_copy(
        update={
            "name": f"{kind}_word_{seed}",
            "sha256": hashlib.sha256(content).hexdigest(),
            "assets": (),
            "source": "tools/planted",
            "differs": Words(
                fr="Entraîné sur-le-champ, pour éprouver les instruments.",
                en="Trained on the spot, to try the instruments.",
            ),
        }
    )
    return PlantedFilter(card, content)
