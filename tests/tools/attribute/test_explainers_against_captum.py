"""Each method against captum, the reference, on a small network: within 1e-4 of the map's scale."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
import torch
from captum.attr import (
    FeatureAblation,
    GuidedBackprop,
    IntegratedGradients,
    KernelShap,
    LayerAttribution,
    LayerGradCam,
    NoiseTunnel,
    Occlusion,
    Saliency,
)
from captum.metrics import infidelity as captum_infidelity
from torch import Tensor, nn

from tools.attribute.explainers import cam, gradients, hiding
from tools.attribute.faithfulness import holes, infidelity
from tools.attribute.regions.region import squares
from tools.inside.opened import Opened, mean_fill
from tools.wording import both

TOLERANCE = 1e-4


class Small(nn.Module):
    """Two convolutions, a pooling, one score."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 6, 3, padding=1)
        self.relu = nn.ReLU()
        self.second = nn.Conv2d(6, 8, 3, padding=1)
        self.again = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.last = nn.Linear(8 * 6 * 6, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        seen = self.pool(self.again(self.second(self.relu(self.first(pictures)))))
        scores: Tensor = self.last(seen.flatten(1))[:, 0]
        return scores


@pytest.fixture(scope="module")
def network() -> Small:
    torch.manual_seed(3)
    return Small().eval().requires_grad_(False)


@pytest.fixture(scope="module")
def opened(network: Small) -> Opened:
    inputs = torch.rand(1, 3, 12, 12, generator=torch.Generator().manual_seed(5))
    return Opened(inputs, network, network, mean_fill(inputs), both("score"), (0, 0, 12, 12))


def same(ours: np.ndarray, theirs: Tensor) -> None:
    reference = theirs.detach().double().numpy()
    assert np.abs(ours - reference).max() <= TOLERANCE * max(1e-9, np.abs(reference).max())


def flat(values: Tensor) -> Tensor:
    return values.sum(dim=1)[0]


def test_gradient(network: Small, opened: Opened) -> None:
    same(gradients.gradient(opened), flat(Saliency(network).attribute(opened.inputs.clone(), abs=False)))


@pytest.mark.parametrize("steps", [8, 50])
def test_integrated_gradients(network: Small, opened: Opened, steps: int) -> None:
    reference = IntegratedGradients(network).attribute(
        opened.inputs.clone(), baselines=opened.fill.expand_as(opened.inputs), n_steps=steps
    )
    same(gradients.integrated(opened, steps), flat(reference))


def test_smoothgrad_on_the_same_noise(network: Small, opened: Opened) -> None:
    spread = 0.1 * float(opened.inputs.max() - opened.inputs.min())
    torch.manual_seed(11)
    reference = NoiseTunnel(Saliency(network)).attribute(
        opened.inputs.clone(), nt_type="smoothgrad", nt_samples=12, stdevs=spread, abs=False
    )
    same(gradients.smoothed(opened, 12, 0.1, 11), flat(reference))


def test_guided_backpropagation(network: Small, opened: Opened) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # captum says that it sets hooks
        reference = GuidedBackprop(network).attribute(opened.inputs.clone())
    same(gradients.guided(opened), flat(reference))
    same(gradients.gradient(opened), flat(Saliency(network).attribute(opened.inputs.clone(), abs=False)))


@pytest.mark.parametrize("path", ["first", "second"])
def test_grad_cam(network: Small, opened: Opened, path: str) -> None:
    reference = LayerGradCam(network, network.get_submodule(path)).attribute(opened.inputs.clone())
    wide = LayerAttribution.interpolate(reference, (12, 12))
    same(cam.layer_cam(opened, path), flat(wide))
    assert cam.usual_layer(opened) == "second"


def test_feature_ablation(network: Small, opened: Opened) -> None:
    regions = squares((12, 12), 3, 4)
    mask = torch.from_numpy(regions.labels)[None, None].expand(1, 3, 12, 12)
    reference = FeatureAblation(network).attribute(
        opened.inputs, baselines=opened.fill.expand_as(opened.inputs), feature_mask=mask
    )
    weights = hiding.ablated(opened, regions.labels, len(regions))
    same(weights[regions.labels], reference[0, 0])


def test_occlusion(network: Small, opened: Opened) -> None:
    reference = Occlusion(network).attribute(
        opened.inputs,
        sliding_window_shapes=(3, 4, 4),
        strides=(3, 2, 2),
        baselines=opened.fill.expand_as(opened.inputs),
    )
    same(hiding.slid(opened, (4, 4), (2, 2)), reference[0, 0])


def test_kernel_shap_on_the_same_coalitions(network: Small, opened: Opened) -> None:
    """captum draws the coalitions; its linear model, of scikit-learn, is plain least squares here."""

    class Linear:
        def fit(self, data: torch.utils.data.DataLoader, **_: object) -> dict[str, float]:
            shown, answers, weights = next(iter(data))
            root = weights.double().sqrt()[:, None]
            design = torch.cat([shown.double(), torch.ones(len(shown), 1)], dim=1)
            solved = torch.linalg.lstsq(design * root, answers.double().reshape(-1, 1) * root).solution
            self.found = solved[:-1, 0]
            return {}

        def representation(self) -> Tensor:
            return self.found.float()[None]

    regions = squares((12, 12), 3, 3)
    mask = torch.from_numpy(regions.labels)[None, None].expand(1, 3, 12, 12)
    kernel = KernelShap.__new__(KernelShap)
    model = Linear()
    from captum.attr import Lime

    Lime.__init__(
        kernel,
        network,
        interpretable_model=model,  # type: ignore[arg-type]
        similarity_func=kernel.kernel_shap_similarity_kernel,
        perturb_func=kernel.kernel_shap_perturb_generator,
    )
    kernel.inf_weight = hiding.END_WEIGHT
    torch.manual_seed(2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reference = kernel.attribute(
            opened.inputs,
            baselines=opened.fill.expand_as(opened.inputs),
            feature_mask=mask,
            n_samples=60,
            return_input_shape=False,
        )
    same(hiding.shapley(opened, regions.labels, 9, 60, 2), reference[0])


def test_every_coalition_gives_the_exact_shapley_values(opened: Opened) -> None:
    """With four regions, sixteen coalitions: the textbook's formula."""
    from itertools import combinations
    from math import factorial

    regions = squares((12, 12), 2, 2)

    def answer(shown: tuple[int, ...]) -> float:
        without = np.ones((1, 4), bool)
        without[0, list(shown)] = False
        return float(hiding.answers_without(opened, regions.labels, without)[0])

    exact = np.zeros(4)
    for region in range(4):
        others = [each for each in range(4) if each != region]
        for size in range(4):
            for shown in combinations(others, size):
                weight = factorial(size) * factorial(3 - size) / factorial(4)
                exact[region] += weight * (answer((*shown, region)) - answer(shown))
    drawn = hiding.shapley(opened, regions.labels, 4, 4000, 0)
    assert drawn == pytest.approx(exact, abs=0.05 * np.abs(exact).max())
    whole, nothing = hiding.whole_and_hidden(opened, regions.labels)
    assert drawn.sum() == pytest.approx(whole - nothing, abs=1e-4)


def test_infidelity_on_its_best_scale(network: Small, opened: Opened) -> None:
    """captum's ``infidelity(normalize=True)``, over the mean square of the losses, on the same holes."""
    masks = holes((12, 12), 4)
    own = gradients.integrated(opened, 20)
    lost = float(network(opened.inputs)) - hiding.answers_hiding(opened, masks)
    said = (masks * own).sum(axis=(1, 2))
    base = opened.fill.expand_as(opened.inputs)
    attributions = (torch.from_numpy(own)[None, None].float() / 3).expand(1, 3, 12, 12)
    at = iter(range(len(masks)))

    def perturb(inputs: Tensor) -> tuple[Tensor, Tensor]:
        where = torch.from_numpy(np.stack([masks[next(at)] for _ in range(len(inputs))]))[:, None]
        return where.expand_as(inputs).float(), torch.where(where, base, inputs)

    found = captum_infidelity(
        network, perturb, opened.inputs, attributions, n_perturb_samples=len(masks), normalize=True
    )
    ours = infidelity(said, lost)
    assert ours == pytest.approx(float(found) / float((lost**2).mean()), abs=TOLERANCE)
    assert 0 <= ours <= 1


Explainer = Callable[[Opened], np.ndarray]


@pytest.mark.parametrize("steps", [50])
def test_integrated_parts_add_up(network: Small, opened: Opened, steps: int) -> None:
    whole, nothing = float(network(opened.inputs)), float(network(opened.fill.expand_as(opened.inputs)))
    assert gradients.integrated(opened, steps).sum() == pytest.approx(whole - nothing, abs=0.01)


def test_in_place_rectifiers_are_guided_too(opened: Opened) -> None:
    torch.manual_seed(3)
    inplace = Small().eval().requires_grad_(False)
    inplace.relu, inplace.again = nn.ReLU(inplace=True), nn.ReLU(inplace=True)
    other = Opened(opened.inputs, inplace, inplace, opened.fill, opened.label, opened.window)
    assert gradients.guided(other) == pytest.approx(gradients.guided(opened), abs=1e-6)
