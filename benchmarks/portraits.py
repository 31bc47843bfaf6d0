"""How long a portrait takes on one core, where the time goes, and how far each skin is from its swatch.

Run from the root: ``python benchmarks/portraits.py [--json] [--rounds 20] [--side 320]``.
Processor seconds of one thread, medians over recipes that share nothing; the machine code is compiled before.
The deviation is ΔE76 between the published Monk swatch and the median of the face of the reference portrait
(bald, front light): it is stated, not hidden, because the ends of the scale are made warmer on purpose.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WANTED = 0.25  # seconds
STAGES = {
    "compose the body": ("details_of", "compose"),
    "skin, eyes, clothes and hair": ("skin_part", "eye_parts", "parts_of"),
    "pose and project": ("scene_of", "on_picture"),
    "rasterise": ("rasterise", "matte_of"),
    "surround": ("casting_of", "surround"),
    "key lamp": ("height_map",),
    "shade": ("shade",),
    "scatter in skin": ("scatter",),
    "background and sRGB": ("background", "develop"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--side", type=int, default=320)
    asked = parser.parse_args()

    from tools.errors import AutopsieError
    from tools.stimuli.portraits import studio

    try:
        studio.render(recipe(0, asked.side))
    except AutopsieError as missing:
        print(missing.sentence("en"), file=sys.stderr)
        return missing.exit_code
    found = timed(asked.rounds, asked.side) | {"deviation": deviations()}
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        tell(found)
    return 0 if found["median_s"] <= WANTED else 1


def recipe(number: int, side: int) -> Any:
    """Busts that share no stage: ages, identities, hair, tones and glasses go round."""
    from tools.stimulus import Portrait

    styles = ("bald", "cropped", "short", "curls", "tied", "long")
    return Portrait(
        side=side,
        identity=number % 64,
        age=20 + (number * 7) % 65 + number / 1000,
        perceived_sex=(number % 5) / 4,
        tone=number % 10 + 1,
        hair=styles[number % len(styles)],
        headscarf=number % 7 == 5,
        glasses=number % 4 == 3,
        expression=("neutral", "smile")[number % 2],
        yaw=(number % 3 - 1) * 15.0,
    )


def timed(rounds: int, side: int) -> dict[str, Any]:
    from tools.stimuli.portraits import studio

    spent: dict[str, float] = defaultdict(float)

    def watched(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            start = time.thread_time()
            try:
                return work(*given, **named)
            finally:
                spent[name] += time.thread_time() - start

        return run

    wholes: list[float] = []
    names = [name for group in STAGES.values() for name in group]
    kept = {name: getattr(studio, name) for name in names}
    for number in range(12):  # every style, so that each is compiled and read
        studio.render(recipe(number, side))
    try:
        for name, work in kept.items():
            setattr(studio, name, watched(name, work))
        for number in range(rounds):
            studio.forget_portraits()
            start = time.thread_time()
            studio.render(recipe(100 + number, side))
            wholes.append(time.thread_time() - start)
    finally:
        for name, work in kept.items():
            setattr(studio, name, work)
    total = sum(wholes)
    shares = {stage: sum(spent[name] for name in group) / total for stage, group in STAGES.items()}
    shares["the rest"] = 1 - sum(shares.values())
    median = statistics.median(wholes)
    return {
        "side": side,
        "portraits": rounds,
        "median_s": median,
        "worst_s": max(wholes),
        "per_second": 1 / median,
        "wanted_s": WANTED,
        "shares": shares,
    }


def deviations() -> dict[int, dict[str, Any]]:
    from tools.stimuli.portraits.deviation import deviation

    return {tone: deviation(tone)._asdict() for tone in range(1, 11)}


def tell(found: dict[str, Any]) -> None:
    print(
        f"{found['portraits']} portraits of {found['side']} × {found['side']} on one core: median "
        f"{found['median_s']:.3f} s, worst {found['worst_s']:.3f} s: {found['per_second']:.1f} a second "
        f"(wanted: {1 / found['wanted_s']:.0f})"
    )
    for stage, share in found["shares"].items():
        print(f"  {stage:<30} {100 * share:5.1f} %  {1000 * share * found['median_s']:6.1f} ms")
    print("Monk tone: swatch → face, ΔE76 (lightness, red–green, yellow–blue)")
    for tone, each in found["deviation"].items():
        print(
            f"  {tone:>2}  {each['swatch']} → {each['face']}  {each['delta_e76']:5.1f}  "
            f"({each['lightness']:+.1f}, {each['red_green']:+.1f}, {each['yellow_blue']:+.1f})"
        )


if __name__ == "__main__":
    sys.exit(main())
