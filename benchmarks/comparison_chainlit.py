"""The compared conversation as a Chainlit chat: ``serve PORT``, or ``drive PORT PEOPLE PICTURES``.

Run by ``comparison.py`` with the Python of an environment that has Chainlit.
"""

# mypy: ignore-errors
from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import sys
import time
import uuid

READING = 4.0

if __name__ != "__main__":  # Chainlit loads this file to find what answers
    import chainlit as cl

    from benchmarks.comparison_call import answer

    @cl.on_message
    async def on_message(message: cl.Message) -> None:
        """Measure in a thread, then answer."""
        await cl.Message(content=await cl.make_async(answer)(message.content)).send()


def serve(port: int) -> None:
    """One chat."""
    os.execv(
        sys.executable,
        [sys.executable, "-m", "chainlit", "run", __file__, "--headless", "--port", str(port)],
    )


async def _reader(port: int, number: int, pictures: int, taken: list[float]) -> None:
    import socketio

    from benchmarks.comparison_picture import picture

    drawn, answers = random.Random(number), asyncio.Queue()
    client = socketio.AsyncClient()

    @client.on("new_message")
    async def came(step: dict) -> None:
        if step.get("type") == "assistant_message":
            await answers.put(step)

    session = str(uuid.uuid4())
    given = {"clientType": "webapp", "sessionId": session, "threadId": "", "userEnv": "{}", "chatProfile": ""}
    await client.connect(
        f"http://127.0.0.1:{port}", socketio_path="/ws/socket.io", auth=given, transports=["websocket"]
    )
    await client.emit("connection_successful")
    for _ in range(pictures):
        sent = base64.b64encode(picture(drawn)).decode()
        step = {"id": str(uuid.uuid4()), "threadId": "", "name": "user", "type": "user_message",
                "output": sent, "createdAt": "2026-01-01T00:00:00Z"}  # fmt: skip
        began = time.perf_counter()
        await client.emit("client_message", {"message": step, "fileReferences": []})
        await answers.get()
        taken.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(READING)
    await client.disconnect()


async def _drive(port: int, people: int, pictures: int) -> None:
    import benchmarks.comparison_call  # noqa: F401  (lends what the pictures are drawn with)

    for _ in range(120):
        try:
            await _reader(port, -1, 1, [])  # warm
            break
        except Exception:
            await asyncio.sleep(1)
    taken: list[float] = []
    await asyncio.gather(*[_reader(port, number, pictures, taken) for number in range(people)])
    print(json.dumps(taken))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(int(sys.argv[2]))
    else:
        asyncio.run(_drive(*map(int, sys.argv[2:5])))
