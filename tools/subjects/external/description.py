"""What an engineer writes of a model: how to feed it and how to read what it gives.

One small YAML file, ``docs/subjects/external.md`` explains it, ``docs/schemas`` holds its JSON Schema.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from tools.subject import Answers
from tools.wording import Words, both

Kind = Literal["saliency", "mask", "box", "label", "score"]
Gives = Literal["map", "mask", "box", "label", "score"]
Activation = Literal["none", "sigmoid", "softmax"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Side = Annotated[int, Field(ge=1, le=4096)]

GIVES: dict[Kind, Gives] = {
    "saliency": "map",
    "mask": "mask",
    "box": "box",
    "label": "label",
    "score": "score",
}
ANSWERS: dict[Kind, Answers] = {
    "saliency": "map",
    "mask": "mask",
    "box": "boxes",
    "label": "scores",
    "score": "scores",
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def refuse(fr: str, en: str) -> PydanticCustomError:
    """A fault that pydantic reports with our own sentence, in both languages."""
    return PydanticCustomError("said", "{en}", {"fr": fr, "en": en})


class Input(_Part):
    """How a picture becomes numbers, or that the model reads texts.

    In this order: resized, padded, channels, range, mean and standard deviation, layout, type.
    """

    of: Literal["picture", "text"] = "picture"
    name: str | None = Field(None, description="Name of the model's input; its only one by default.")
    channels: Literal["rgb", "bgr", "grey"] = "rgb"
    range: tuple[Number, Number] = Field((0.0, 1.0), description="What bytes 0 and 255 become.")
    mean: list[Number] | None = Field(None, description="Taken away, a channel; after `range`.")
    std: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]] | None = Field(
        None, description="Divided by, a channel; after `mean`."
    )
    size: tuple[Side, Side] | None = Field(None, description="Width, height. Without it: as it is.")
    keep_aspect: bool = Field(False, description="Fit inside `size` instead of stretching.")
    pad: Annotated[int, Field(ge=0, le=255)] | None = Field(
        None, description="With keep_aspect: fill up to `size` with this grey, centred. Else no filling."
    )
    resize: Literal["bilinear", "lanczos", "bicubic", "nearest"] = "bilinear"
    layout: Literal["nchw", "nhwc"] = "nchw"
    dtype: Literal["float32", "float16", "float64", "uint8"] = "float32"

    @property
    def planes(self) -> int:
        """How many channels."""
        return 1 if self.channels == "grey" else 3

    @model_validator(mode="after")
    def _makes_sense(self) -> Input:
        if self.of == "text" and (idle := sorted(self.model_fields_set - {"of", "name"})):
            raise refuse(
                f"« {idle[0]} » ne sert à rien pour un modèle qui lit des textes.",
                f"“{idle[0]}” means nothing for a model that reads texts.",
            )
        if (self.keep_aspect or self.pad is not None) and self.size is None:
            raise refuse("« keep_aspect » et « pad » demandent « size ».",
                         "“keep_aspect” and “pad” need “size”.")  # fmt: skip
        if self.pad is not None and not self.keep_aspect:
            raise refuse("« pad » demande « keep_aspect: true ».", "“pad” needs “keep_aspect: true”.")
        for name, values in (("mean", self.mean), ("std", self.std)):
            if values is not None and len(values) not in (1, self.planes):
                raise refuse(
                    f"« {name} » compte {len(values)} nombres ; il en faut 1 ou {self.planes}.",
                    f"“{name}” has {len(values)} numbers; 1 or {self.planes} are needed.",
                )
        if self.range[0] == self.range[1]:
            raise refuse("« range » demande deux nombres différents.", "“range” needs two different numbers.")
        if self.dtype == "uint8" and (self.range != (0, 255) or self.mean or self.std):
            raise refuse(
                "« dtype: uint8 » va avec « range: [0, 255] », sans « mean » ni « std ».",
                "“dtype: uint8” goes with “range: [0, 255]”, without “mean” or “std”.",
            )
        return self


class Output(_Part):
    """How the numbers that come out are read."""

    of: Gives
    name: str | None = Field(
        None, description="Name of the output; a dotted path in an HTTP answer. The first by default."
    )
    index: Annotated[int, Field(ge=0)] | None = Field(
        None, description="Which channel of a map or a mask, which column of a score."
    )
    activation: Activation = Field("none", description="What is still to be applied to the numbers.")
    scale: Number = Field(1.0, description="What the numbers are multiplied by, after the activation.")
    labels: list[str] = Field(default_factory=list, description="Names of the columns.")
    corners: Literal["ltrb", "ltwh", "centre"] = Field(
        "ltrb", description="Boxes: left top right bottom, left top width height, or centre width height."
    )
    coordinates: Literal["pixels", "share"] = Field(
        "pixels", description="Boxes: in pixels of what was fed, or in shares of it."
    )
    threshold: Number = Field(0.5, description="Boxes whose score (fifth column) is lower are left out.")


class Limits(_Part):
    """What the model may take, in its process apart."""

    seconds: float = Field(30.0, gt=0, le=3600, description="Of one call.")
    start_seconds: float = Field(60.0, gt=0, le=3600, description="To load.")
    memory_mb: int = Field(4096, ge=64, le=1_048_576, description="Beyond what its runtime takes empty.")


class Description(_Part):
    """How to feed a model and read it."""

    kind: Kind
    title: Words | None = None
    licence: str = "?"
    credit: str = "?"
    input: Input = Field(default_factory=Input)
    output: Output
    batch: int = Field(1, ge=1, le=256, description="How many inputs the model takes at once.")
    method: str = Field("forward", pattern=r"^\w+$", description="TorchScript: the method that is called.")
    send: Literal["png", "instances", "text"] | None = Field(
        None,
        description="HTTP: one PNG file a request; {instances: …} in JSON, prepared as `input` says; one"
        " {text: …} a request.",
    )
    limits: Limits = Field(default_factory=Limits)

    @model_validator(mode="before")
    @classmethod
    def _spelt_out(cls, given: Any) -> Any:
        """``output: map`` for ``output: {of: map}``; what is not said follows from the kind."""
        if not isinstance(given, dict):
            return given
        spelt = dict(given)
        for part in ("input", "output"):
            if isinstance(spelt.get(part), str):
                spelt[part] = {"of": spelt[part]}
        gives = GIVES.get(spelt.get("kind"))  # type: ignore[arg-type]  # whatever was written
        output = spelt.get("output", {})
        if gives and isinstance(output, dict) and "of" not in output:
            spelt["output"] = {"of": gives, **output}
        return spelt

    @field_validator("title", mode="before")
    @classmethod
    def _in_both(cls, given: Any) -> Any:
        return both(given) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _agrees(self) -> Description:
        output, reads = self.output, self.input.of
        if output.of != GIVES[self.kind]:
            raise refuse(
                f"« kind: {self.kind} » va avec « output: {GIVES[self.kind]} », pas « {output.of} ».",
                f"“kind: {self.kind}” goes with “output: {GIVES[self.kind]}”, not “{output.of}”.",
            )
        if reads == "text" and self.kind not in ("label", "score"):
            raise refuse("D’un texte, un modèle donne « label » ou « score ».",
                         "Of a text, a model gives “label” or “score”.")  # fmt: skip
        if len(set(output.labels)) != len(output.labels) or not all(output.labels):
            raise refuse("« labels » demande des noms différents.", "“labels” needs different names.")
        if self.kind == "label" and len(output.labels) < 2:
            raise refuse("« kind: label » demande « output.labels », deux noms ou plus.",
                         "“kind: label” needs “output.labels”, two names or more.")  # fmt: skip
        if self.kind == "score" and output.index is not None and len(output.labels) > 1:
            raise refuse("« index » choisit une colonne : donnez un nom au plus dans « labels ».",
                         "“index” chooses one column: give one name at most in “labels”.")  # fmt: skip
        if self.send is not None and (self.send == "text") != (reads == "text"):
            raise refuse(f"« send: {self.send} » ne va pas avec « input: {reads} ».",
                         f"“send: {self.send}” does not go with “input: {reads}”.")  # fmt: skip
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the scores."""
        return tuple(self.output.labels) or ("score",)

    @property
    def answers(self) -> Answers:
        """What a subject of this kind answers."""
        return ANSWERS[self.kind]


def published_schema() -> dict[str, Any]:
    """The JSON Schema of a description file, short forms included, for editors that check as one writes."""
    schema = Description.model_json_schema(mode="validation")
    parts = schema["properties"]
    parts["title"] = {"anyOf": [{"type": "string"}, parts["title"]]}
    parts["input"] = {"anyOf": [{"enum": ["picture", "text"]}, parts["input"]]}
    parts["output"] = {"anyOf": [{"enum": list(get_args(Gives))}, parts["output"]]}
    # What an output gives follows from the kind.
    schema["$defs"]["Output"]["required"] = []
    schema["required"] = ["kind"]
    return schema
