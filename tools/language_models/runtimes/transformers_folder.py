"""Folders as transformers saves them, in safetensors only: what is pickled runs code when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.hosted.serving import Answer, Answering, Header, Over, Say
from tools.subjects.external.frames import Fault


def load(job: Header) -> Answering:
    """The model of the folder ``job["path"]``. Raises :class:`Fault` (``not_a_model``)."""
    import torch  # slow import
    from transformers import AutoModelForCausalLM, AutoTokenizer  # slow import

    torch.set_num_threads(job["threads"])
    folder = Path(job["path"])
    graphics = torch.cuda.is_available()
    try:
        reading = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model: Any = AutoModelForCausalLM.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            dtype="auto" if graphics else torch.float32,  # halves are slow on most processors
        )
    except (OSError, ValueError, KeyError, ImportError) as refused:
        reason = " ".join(str(refused).split())[:120]
        raise Fault("not_a_model", name=folder.name, reason=reason) from None
    model.train(False)
    if graphics:
        model = model.cuda()
    limit = int(getattr(model.config, "max_position_embeddings", None) or job["context"])
    return _Model(model, reading, min(limit, job["context"])).answer


class _Model:
    def __init__(self, model: Any, reading: Any, context: int) -> None:
        self._model, self._reading, self._context = model, reading, context

    def answer(self, request: Header, say: Say, over: Over) -> Answer:
        """Say the pieces of one completion; ends early once ``over()``."""
        import torch  # slow import
        from transformers import StoppingCriteriaList, TextStreamer  # slow import

        numbers = self._numbers(request["messages"])
        asked = int(numbers.shape[1])
        room = self._context - asked
        if room < 1:
            raise Fault("too_long", said=str(asked))
        words = [self._reading.encode(word, add_special_tokens=False) for word in request["one_of"]]

        class Streamer(TextStreamer):
            """Says whole words as soon as they are sure."""

            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                if text:
                    say({"text": text})

        limits: dict[str, Any] = {"max_new_tokens": min(request["most_tokens"], room)}
        if words:
            limits["max_new_tokens"] = min(room, max(map(len, words)) + 1)
            limits["prefix_allowed_tokens_fn"] = _only(words, asked, self._ends())
        if request["temperature"] > 0:
            torch.manual_seed(request["seed"])
            limits |= {"do_sample": True, "temperature": request["temperature"]}
        else:
            limits |= {"do_sample": False}
        with torch.inference_mode():
            made = self._model.generate(
                numbers,
                attention_mask=torch.ones_like(numbers),
                streamer=Streamer(self._reading, skip_prompt=True, skip_special_tokens=True),
                stopping_criteria=StoppingCriteriaList([lambda ids, scores, **_: _all(ids, over())]),
                pad_token_id=self._ends()[0],
                **limits,
            )
        return {"asked": asked, "written": int(made.shape[1]) - asked}, ()

    def _numbers(self, messages: Sequence[dict[str, str]]) -> Any:
        """The conversation as the model's own numbers, (1, n)."""
        reading = self._reading
        if reading.chat_template:
            text = reading.apply_chat_template(
                messages, add_generation_prompt=True, tokenize=False, enable_thinking=False
            )
        else:  # a model that was never taught to converse
            text = "\n\n".join(message["content"] for message in messages) + "\n\n"
        special = not reading.chat_template
        numbers = reading(text, return_tensors="pt", add_special_tokens=special)["input_ids"]
        return numbers.to(self._model.device)

    def _ends(self) -> list[int]:
        """The numbers that end an answer."""
        ends = self._model.generation_config.eos_token_id
        if ends is None:
            ends = self._reading.eos_token_id
        if ends is None:
            return [0]
        return [int(end) for end in ends] if isinstance(ends, list) else [int(ends)]


def _all(numbers: Any, over: bool) -> Any:
    import torch  # slow import

    return torch.full((numbers.shape[0],), over, dtype=torch.bool, device=numbers.device)


def _only(words: Sequence[Sequence[int]], start: int, ends: list[int]) -> Any:
    """Which numbers may follow, so that one of ``words`` is written and then the end."""

    def allowed(_: int, numbers: Any) -> list[int]:
        so_far = numbers[start:].tolist()
        count = len(so_far)
        following = {
            word[count] if len(word) > count else ends[0] for word in words if list(word[:count]) == so_far
        }
        return sorted(following) or ends

    return allowed
