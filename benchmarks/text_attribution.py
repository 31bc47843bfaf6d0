"""How long an explanation of a 40-word comment takes, its checks apart: integrated gradients of 50 steps.

    python benchmarks/text_attribution.py

Prints milliseconds (median of nine), wall clock and processor, and captum's in the same process.
"""

from __future__ import annotations

import statistics
import time

WORDS = 40
COMMENT = (
    "I think that my neighbour who is a gay man was very kind to us when we moved in last year and he still "
    "helps with the garden every single week because he likes plants and people a lot"
)


def main() -> None:
    """Measure on the published deep filter."""
    import torch
    from captum.attr import LayerIntegratedGradients

    from tools.attribute.explainers.texts import integrated, removed
    from tools.attribute.word_asked import ask_text
    from tools.bench import Bench

    torch.set_num_threads(1)
    text = " ".join(COMMENT.split()[:WORDS])
    subject = Bench().subject("toxicity")
    numbers = torch.tensor([subject.read(text).numbers])
    network = subject.module
    reference = LayerIntegratedGradients(lambda given: network(given).sigmoid()[:, 0], network.embedding)

    def captum() -> object:
        return reference.attribute(numbers, baselines=torch.zeros_like(numbers), n_steps=50)

    def ours() -> object:
        return integrated([ask_text(subject, text, "", phrases=False, slopes=True)], 50)

    def hiding() -> object:
        return removed([ask_text(subject, text, "", phrases=False, slopes=False)])

    for name, run in (("word_gradients", ours), ("word_removal", hiding), ("captum", captum)):
        run()
        walls, processors = [], []
        for _ in range(9):
            wall, processor = time.perf_counter(), time.process_time()
            run()
            walls.append(time.perf_counter() - wall)
            processors.append(time.process_time() - processor)
        wall, processor = (1000 * statistics.median(each) for each in (walls, processors))
        print(f"{name}: {wall:.0f} ms wall, {processor:.0f} ms processor")


if __name__ == "__main__":
    main()
