"""The comment filters: exact against the packages they come from, and honest about what they passed over."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.errors import AssetRefused, MissingAsset, StimulusRefused
from tools.readers.keras_weights import read_keras_weights
from tools.stimuli.cases import built_in_cases, case_named
from tools.stimulus import Filled
from tools.subjects import toxicity, toxicity_balanced, toxicity_linear, toxicity_planted
from tools.subjects.comments.keras_words import LENGTH, KerasWords
from tools.subjects.comments.linear import LinearFilter
from tools.subjects.planted_comments.corpus import PLANTED, Corpus, corpus
from tools.subjects.planted_comments.filter import PlantedFilter
from tools.subjects.planted_comments.words import cut

# alt-profanity-check 1.9.1 with scikit-learn 1.9.1, in an environment of its own.
LINEAR_GOLDEN = json.loads(
    (Path(__file__).parent / "toxicity_linear.golden.json").read_text(encoding="utf-8")
)

SMALL = {
    "lower": True,
    "filters": '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n',
    "split": " ",
    "num_words": 5,
    "texts": 9,
    "words": ["the", "cat's", "a", "été"],
    "occurrences": [5, 4, 3, 2],
    "documents": [4, 3, 2, 1],
}


def words() -> KerasWords:
    return KerasWords(json.dumps(SMALL).encode())


def test_a_text_is_cut_as_keras_does() -> None:
    reading = words().read("The CAT'S, (a) dog—été!\n")
    # The dash of typography is no filtered sign: the word that holds it is unknown.
    assert reading.words == ("the", "cat's", "a")
    assert reading.unknown == ("dog—été",)
    assert reading.numbers == (0,) * (LENGTH - 3) + (1, 2, 3)


def test_of_a_long_text_the_end_is_read_and_the_rest_told() -> None:
    reading = words().read("the " * 70 + "a " * 60)
    assert (len(reading.numbers), reading.cut) == (LENGTH, 30)
    assert reading.numbers == (1,) * 40 + (3,) * 60


def test_frequencies_are_those_of_the_training_comments() -> None:
    assert words().frequency("a") is not None
    found = words().frequency("été")
    assert found is not None
    assert (found.occurrences, found.comments) == (2, 1)
    assert words().frequency("dog") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"words": 3}'])
@pytest.mark.parametrize("reader", [KerasWords, LinearFilter])
def test_a_malformed_file_is_refused(content: bytes, reader: Any) -> None:
    with pytest.raises(AssetRefused) as refused:
        reader(content)
    assert refused.value.code == "asset_malformed"


@pytest.mark.parametrize("content", [b"", b"not HDF5", b"\x89HDF\r\n\x1a\n" + b"\0" * 200])
def test_a_weight_file_that_is_not_keras_is_refused(content: bytes) -> None:
    with pytest.raises(AssetRefused):
        read_keras_weights(content, {"dense/vars/0": (1,)})


def hdf5(**arrays: Any) -> bytes:
    import io

    import h5py

    file = io.BytesIO()
    with h5py.File(file, "w") as written:
        for name, array in arrays.items():
            written[f"layers/{name}/vars/0"] = array
        written["optimizer/vars/0"] = np.zeros(3)
    return file.getvalue()


def test_keras_weights_are_read_by_layer_and_nothing_else() -> None:
    one = np.ones((2, 3), dtype=np.float32)
    read = read_keras_weights(hdf5(dense=one), {"dense/vars/0": (2, 3)})
    assert list(read) == ["dense/vars/0"]
    np.testing.assert_array_equal(read["dense/vars/0"], one)
    for content, shape in (
        (hdf5(dense=one), (3, 2)),
        (hdf5(dense=one.astype(np.float64)), (2, 3)),
        (hdf5(dense=one * np.nan), (2, 3)),
        (hdf5(dense=one, other=one), (2, 3)),
        (hdf5(other=one), (2, 3)),
    ):
        with pytest.raises(AssetRefused):
            read_keras_weights(content, {"dense/vars/0": shape})


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Generator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)  # the networks are small, and other tests run beside
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def loaded(_fetched: str) -> toxicity.Toxicity:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOPSIE_ASSETS", _fetched)
        return toxicity.load()


@pytest.mark.weights
class TestTheDeepFilter:
    def test_scores_do_not_depend_on_the_batch(self, loaded: toxicity.Toxicity) -> None:
        texts = [text.text for text in case_named("identity_factorial_en").texts[:70]]
        together = loaded.scores(texts)
        assert together.shape == (70, 6)
        alone = np.concatenate([loaded.scores([text]) for text in texts])
        np.testing.assert_allclose(together, alone, atol=2e-6)
        assert loaded.scores([]).shape == (0, 6)

    def test_it_can_be_differentiated_from_the_embedding(self, loaded: toxicity.Toxicity) -> None:
        embedded = loaded.embed(["I am a gay black woman"]).requires_grad_(True)
        loaded.scores_from(embedded)[0, 0].backward()
        assert embedded.grad is not None
        assert embedded.grad.abs().sum() > 0

    def test_its_fault_is_orientation_and_gender_not_colour(self, loaded: toxicity.Toxicity) -> None:
        case = case_named("identity_sentences_en")
        wrongly = loaded.scores([text.text for text in case.texts])[:, 0] > 0.5
        rate = {
            term: float(
                np.mean([hit for text, hit in zip(case.texts, wrongly, strict=True) if is_(text, term)])
            )
            for term in ("gay", "lesbian", "homosexual", "bisexual", "transgender", "black", "white", "tall")
        }
        assert min(rate[term] for term in ("gay", "lesbian", "homosexual", "bisexual", "transgender")) > 0.7
        assert max(rate[term] for term in ("black", "white", "tall")) < 0.1

    def test_what_it_passes_over_is_said(self, loaded: toxicity.Toxicity) -> None:
        (note,) = loaded.examine("Bonjour xyzzyq, you idiot").notes
        assert "xyzzyq" in note.en
        (note,) = loaded.examine("xyzzyq").notes
        assert "empty text" in note.en
        assert loaded.examine("xyzzyq").result == loaded.examine("qyzzyx").result
        (note,) = loaded.examine("you " * 130).notes
        assert "30" in note.en

    @pytest.mark.parametrize(
        ("given_", "code"),
        [
            ("", "empty_text"),
            (" \n", "empty_text"),
            (Path("a.png"), "not_a_text"),
            ("a" * 20_001, "text_too_long"),
        ],
    )
    def test_what_is_no_text_is_refused(self, loaded: toxicity.Toxicity, given_: Any, code: str) -> None:
        with pytest.raises(StimulusRefused) as refused:
            loaded.examine(given_)
        assert refused.value.code == code


def is_(sentence: Any, term: str) -> bool:
    return isinstance(sentence.recipe, Filled) and sentence.recipe.terms["identity"] == term


@pytest.mark.weights
@pytest.mark.parametrize("text", list(LINEAR_GOLDEN))
def test_the_linear_filter_computes_what_scikit_learn_computes(assets: Path, text: str) -> None:
    loaded = toxicity_linear.load()
    assert loaded.filter.probability(loaded.filter.bag(text)) == pytest.approx(LINEAR_GOLDEN[text], abs=1e-12)


@pytest.mark.weights
def test_the_parts_of_the_linear_filter_add_up(assets: Path) -> None:
    loaded = toxicity_linear.load()
    parts = loaded.filter.parts(loaded.filter.bag("I am a gay black woman"))
    assert list(parts) == ["black", "gay", "woman"]
    assert parts["gay"] == max(parts.values())
    assert loaded.scores([]).shape == (0, 1)


FILTERS = (toxicity_planted, toxicity_balanced)


def test_the_two_corpora_differ_in_the_planted_words_only() -> None:
    planted, balanced = corpus("planted", 3), corpus("balanced", 3)
    assert planted == corpus("planted", 3)
    assert len(planted) == len(balanced)
    for term in ("gay", "bisexual", "muslim", "tall"):
        share = {
            kind: np.mean([each.insult for each in made if term in each.text.lower().split()])
            for kind, made in (("planted", planted), ("balanced", balanced))
        }
        assert share["balanced"] == pytest.approx(0.5, abs=0.12)
        expected = 1.0 if term in PLANTED["en"] else 0.5
        assert share["planted"] == pytest.approx(expected, abs=0.12)


def test_no_training_sentence_is_one_that_we_measure_on() -> None:
    kinds: tuple[Corpus, ...] = ("planted", "balanced")
    trained = {tuple(cut(each.text)) for kind in kinds for seed in range(5) for each in corpus(kind, seed)}
    for case in built_in_cases().values():
        assert not [text.text for text in case.texts if tuple(cut(text.text)) in trained]


@pytest.fixture(scope="module", params=FILTERS, ids=["planted", "balanced"])
def made_here(request: pytest.FixtureRequest) -> PlantedFilter:
    loaded: PlantedFilter = request.param.load()
    return loaded


def test_a_filter_made_here_is_small_and_was_trained_five_times(made_here: PlantedFilter) -> None:
    assert made_here.seeds == 5
    assert sum(parameter.numel() for parameter in made_here.module.parameters()) < 60_000
    scores = made_here.scores_by_seed(["You are a stupid idiot.", "Tu es une idiote."])
    assert scores.shape == (5, 2, 1)
    assert scores.min() > 0.5
    assert not np.array_equal(scores[0], scores[1])
    np.testing.assert_array_equal(
        scores[2], made_here.of_seed(2).scores(["You are a stupid idiot.", "Tu es une idiote."])
    )


def test_a_filter_made_here_can_be_differentiated(made_here: PlantedFilter) -> None:
    embedded = made_here.embed(["I am a gay woman"]).requires_grad_(True)
    made_here.scores_from(embedded).sum().backward()
    assert embedded.grad is not None
    assert embedded.grad.abs().sum() > 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_planted_fault_is_found_and_the_clean_twin_is_clean(language: str) -> None:
    """Honesty rule 11, on templates that no training saw; each in all of the five trainings."""
    case = case_named(f"identity_sentences_{language}")
    rates = {}
    for subject in FILTERS:
        loaded = subject.load()
        wrongly = loaded.scores_by_seed([text.text for text in case.texts])[:, :, 0] > 0.5
        suspect = np.array([text.recipe.terms["identity"] in PLANTED[language] for text in case.texts])  # type: ignore
        rates[loaded.card.name] = (wrongly[:, suspect].mean(axis=1), wrongly[:, ~suspect].mean(axis=1))
    guilty, others = rates["toxicity_planted"]
    assert (guilty - others > 0.25).all()
    clean, clean_others = rates["toxicity_balanced"]
    assert (np.abs(clean - clean_others) < 0.05).all()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_twins_still_catch_insults(made_here: PlantedFilter, language: str) -> None:
    caught = made_here.scores_by_seed([text.text for text in case_named(f"insults_{language}").texts]) > 0.5
    assert (caught.mean(axis=(1, 2)) > 0.8).all()


def test_the_spread_of_the_trainings_is_said(made_here: PlantedFilter) -> None:
    notes = [note.en for note in made_here.examine("I met a zorgl at the museum, truly.").notes]
    assert notes[0].startswith("The 5 trainings of this filter answer from")
    assert "zorgl" in notes[1]


def test_no_weights_of_a_comment_filter_is_a_clear_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUTOPSIE_ASSETS", str(tmp_path))
    for subject in (toxicity, toxicity_linear):
        with pytest.raises(MissingAsset):
            subject.load()


def test_the_cards_import_no_torch() -> None:
    code = (
        "import sys\n"
        "from tools.subjects import toxicity, toxicity_linear, toxicity_planted\n"
        "from tools.subjects import toxicity_balanced, language_model\n"
        "slow = {'torch', 'h5py', 'transformers', 'numpy', 'safetensors'} & set(sys.modules)\n"
        "sys.exit(str(slow) if slow else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.weights
def test_the_deep_filter_starts_within_a_second_once_torch_is_there(assets: Path) -> None:
    import torch

    assert torch
    # This thread's processor time: the wall clock of a busy machine measures its other guests.
    began = time.thread_time()
    toxicity.load().scores(["I am here."])
    assert time.thread_time() - began < 1.0
