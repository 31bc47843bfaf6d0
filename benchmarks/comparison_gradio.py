"""The compared conversation as a Gradio chat: ``serve PORT``, or ``drive PORT PEOPLE PICTURES``.

Run by ``comparison.py`` with the Python of an environment that has Gradio.
"""

# mypy: ignore-errors
from __future__ import annotations

import base64
import json
import random
import sys
import threading
import time

READING = 4.0


def serve(port: int) -> None:
    """One chat; its queue runs one message at a time, as by default."""
    import gradio as gr

    from benchmarks.comparison_call import answer

    gr.ChatInterface(lambda message, history: answer(message), api_name="chat").launch(
        server_port=port, quiet=True
    )


def drive(port: int, people: int, pictures: int) -> None:
    """Print the waits of everybody, in ms."""
    from gradio_client import Client

    from benchmarks.comparison_call import answer  # noqa: F401  (lends what the pictures are drawn with)
    from benchmarks.comparison_picture import picture

    for _ in range(120):
        try:
            clients = [Client(f"http://127.0.0.1:{port}/", verbose=False)]
            break
        except Exception:
            time.sleep(1)
    clients += [Client(f"http://127.0.0.1:{port}/", verbose=False) for _ in range(people - 1)]
    clients[0].predict(base64.b64encode(picture(random.Random(-1))).decode(), api_name="/chat")  # warm
    taken: list[float] = []

    def reader(number: int) -> None:
        drawn = random.Random(number)
        for _ in range(pictures):
            sent = base64.b64encode(picture(drawn)).decode()
            began = time.perf_counter()
            clients[number].predict(sent, api_name="/chat")
            taken.append((time.perf_counter() - began) * 1000)
            time.sleep(READING)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(taken))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(int(sys.argv[2]))
    else:
        drive(*map(int, sys.argv[2:5]))
