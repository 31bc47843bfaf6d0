"""A real, small model of each runtime: SmolLM2 as GGUF, and a folder of random weights that is made here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.language_models.process import LanguageModelProcess


@pytest.fixture
def smol(assets: Path) -> Iterator[LanguageModelProcess]:
    """SmolLM2-135M-Instruct, not loaded yet."""
    process = LanguageModelProcess("", threads=1)
    yield process
    process.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformers folder: a network of two layers that was never trained, and a genuine reader of text."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    made = tmp_path_factory.mktemp("models") / "untrained"
    reading = Tokenizer(models.BPE())
    reading.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    reading.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet, show_progress=False
    )
    reading.train_from_iterator(["the crop prefers lighter faces in pairs"] * 3, trainer)
    wrapped = PreTrainedTokenizerFast(tokenizer_object=reading, bos_token="<s>", eos_token="</s>")
    wrapped.save_pretrained(made)
    torch.manual_seed(0)
    shape = LlamaConfig(
        vocab_size=len(wrapped),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=256,
        bos_token_id=0,
        eos_token_id=1,
    )
    LlamaForCausalLM(shape).save_pretrained(made)
    return made
