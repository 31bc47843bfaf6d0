"""From a recipe to a portrait: pixels, exact matte, landmarks; kept in memory and on disk.

The studio's ``VERSION`` is part of what a portrait is: it changes whenever any pixel of a release would.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.assets.manifest import manifest
from tools.stimuli.portraits import kept
from tools.stimuli.portraits.backgrounds import background
from tools.stimuli.portraits.eyes import eye_parts
from tools.stimuli.portraits.geometry import compose
from tools.stimuli.portraits.identities import details_of
from tools.stimuli.portraits.kept import Landmarks, Render
from tools.stimuli.portraits.lights import (
    CENTRE,
    KEY_CELLS,
    Casting,
    axes,
    height_map,
    key_direction,
    surround,
)
from tools.stimuli.portraits.mesh import Body, Floats
from tools.stimuli.portraits.published import ASSET
from tools.stimuli.portraits.rasteriser import GRID, NOTHING, matte_of, rasterise
from tools.stimuli.portraits.rasteriser import casting as casting_of
from tools.stimuli.portraits.scene import FIELD, Pose, Scene, on_picture, scene_of
from tools.stimuli.portraits.shading import develop, scatter, shade
from tools.stimuli.portraits.skin import fine_triangles, skin_part
from tools.stimuli.portraits.tones import light_linear, linear
from tools.stimuli.portraits.wardrobe import parts_of
from tools.stimulus import Portrait

VERSION: int = Portrait.model_fields["studio"].default
MEMO_PORTRAITS = 64
_KEPT_STAGES = 3
_LARGEST_REMEMBERED = 640  # pixels a side


def portrait(recipe: Portrait) -> Render:
    """The portrait of a recipe. Equal recipes give equal bytes.

    Raises :class:`~tools.errors.MissingAsset` where the mesh is not on this machine (and the portrait was
    never made here).
    """
    key = cache_key(recipe)
    with _LOCK:
        if key in _MEMO:
            _MEMO.move_to_end(key)
            return _MEMO[key]
    made = kept.read(key)
    if made is None:
        made = render(recipe)
        kept.write(key, made)
    if recipe.side > _LARGEST_REMEMBERED:
        return made
    with _LOCK:
        _MEMO[key] = made
        while len(_MEMO) > MEMO_PORTRAITS:
            _MEMO.popitem(last=False)
    return made


_MEMO: OrderedDict[str, Render] = OrderedDict()
_STAGES: OrderedDict[str, _Stage] = OrderedDict()
_LOCK = threading.Lock()


def forget_portraits() -> None:
    """Empty the memory of portraits and of what they share; the disk keeps its own."""
    with _LOCK:
        _MEMO.clear()
        _STAGES.clear()


def cache_key(recipe: Portrait) -> str:
    """The name of a portrait: a hash of its recipe, of the mesh and of the studio's sources."""
    return hashlib.sha256(f"{_sources()}\n{recipe.model_dump_json()}".encode()).hexdigest()


@cache
def _sources() -> str:
    told = hashlib.sha256(f"{VERSION}\n{manifest(ASSET).sha256}\n".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        told.update(source.read_bytes())
    return told.hexdigest()


def render(recipe: Portrait) -> Render:
    """Draw a portrait, whatever is kept. Raises as :func:`portrait`."""
    stage = _stage(recipe)
    scene = stage.scene
    side = recipe.side
    to = key_direction(recipe.light_azimuth, recipe.light_elevation)
    right, up = axes(to)
    ground = height_map(stage.casting, to, KEY_CELLS)
    plain, irradiance, albedo = (np.zeros((side, side, 3), np.float32) for _ in range(3))
    share = np.zeros((side, side), np.float32)
    shade(
        stage.which,
        stage.nearest,
        stage.seen,
        scene.vertices,
        scene.normals,
        scene.base,
        scene.attributes,
        stage.received,
        scene.triangles,
        scene.part_of,
        stage.fine,
        scene.materials,
        scene.parameters,
        ground,
        np.stack([right, up, to, CENTRE]).astype(np.float64),
        plain,
        irradiance,
        albedo,
        share,
    )
    spread = scatter(irradiance, share, side / FIELD * recipe.zoom)
    pixels = np.empty((side, side, 3), np.uint8)
    light = np.array(light_linear(recipe.light_kelvin)) * recipe.light
    behind = np.ascontiguousarray(background(recipe), dtype=np.float32)
    develop(plain, albedo, spread, stage.matte, behind, light, _THRESHOLDS, pixels)
    pixels.setflags(write=False)
    return Render(pixels, stage.matte, dict(stage.landmarks))


_THRESHOLDS = np.array([linear((code + 0.5) / 255) for code in range(255)])


@dataclass(frozen=True, eq=False)
class _Stage:
    """What portraits share that differ in colour and light only."""

    scene: Scene
    seen: NDArray[np.float64]
    which: NDArray[np.int32]
    nearest: Floats
    matte: NDArray[np.uint8]
    received: Floats
    casting: Casting
    fine: NDArray[np.bool_]
    landmarks: Landmarks


def _stage(recipe: Portrait) -> _Stage:
    """The stage of a recipe, from memory where only light or ground differ from one of the last."""
    key = recipe.model_copy(
        update={
            "light_azimuth": 0.0,
            "light_elevation": 0.0,
            "light": 1.0,
            "light_kelvin": 6500.0,
            "background": "plain",
            "background_level": 0.5,
        }
    ).model_dump_json()
    with _LOCK:
        if key in _STAGES:
            _STAGES.move_to_end(key)
            return _STAGES[key]
    stage = _built(recipe)
    if recipe.side > _LARGEST_REMEMBERED:
        return stage
    with _LOCK:
        _STAGES[key] = stage
        while len(_STAGES) > _KEPT_STAGES:
            _STAGES.popitem(last=False)
    return stage


def _built(recipe: Portrait) -> _Stage:
    body = compose(recipe, details_of(recipe.identity))
    skin = skin_part(body, recipe)
    parts = [skin, *eye_parts(body), *parts_of(body, recipe)]
    pose = Pose(recipe, body)
    scene = scene_of(parts, pose)
    seen = on_picture(scene.vertices, recipe, GRID)
    wide = recipe.side * GRID
    nearest = np.zeros((wide, wide), np.float32)
    which = np.full((wide, wide), NOTHING, np.int32)
    rasterise(
        seen,
        scene.triangles,
        scene.part_of,
        scene.materials,
        scene.seen_behind,
        scene.parameters,
        scene.base,
        scene.attributes,
        nearest,
        which,
    )
    matte = np.empty((recipe.side, recipe.side), np.uint8)
    matte_of(which, matte)
    matte.setflags(write=False)
    chosen = casting_of(
        scene.triangles,
        scene.part_of,
        scene.materials,
        scene.casts,
        scene.parameters,
        scene.base,
        scene.attributes,
    )
    thin = scene.seen_behind[scene.part_of[chosen]]
    casting = Casting(scene.vertices, scene.triangles, chosen, thin)
    received = surround(casting, scene.normals)
    fine = np.concatenate(
        [
            fine_triangles(part)
            if part is skin
            else np.full(len(part.triangles), part.material in _FINE, np.bool_)
            for part in parts
        ]
    )
    return _Stage(scene, seen, which, nearest, matte, received, casting, fine, _landmarks(body, pose, recipe))


_FINE = ("eye", "lash", "mouth", "glasses")


def _landmarks(body: Body, pose: Pose, recipe: Portrait) -> Landmarks:
    """Every mark of the mesh and both pupils (``left_eye``, ``right_eye``), where they are seen."""
    names = list(body.marks)
    which = np.array([body.marks[name] for name in names])
    forward = np.array([0.0, 0.0, body.eye_radius])
    pupils = np.array([np.array(body.left_eye) + forward, np.array(body.right_eye) + forward])
    head = np.tile(np.array([[0.0, 7.284, 1.24]], np.float32), (2, 1))
    points = np.concatenate(
        [
            pose.turned(body.vertices[which], body.base[which]),
            pose.turned(pupils.astype(np.float32), head),
        ]
    )
    places = on_picture(points, recipe)
    return {
        name: (round(float(x), 3), round(float(y), 3))
        for name, (x, y, _) in zip([*names, "left_eye", "right_eye"], places, strict=True)
    }
