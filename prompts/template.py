"""A prompt file: YAML front matter, a body, and ``{{name}}`` places, filled once and never evaluated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import ConfigError
from core.language import Language

RiskClass = Literal["A", "B", "C", "D"]
"""A fixed wording, B from records, C guarded advice, D crisis."""
TextKind = Literal["fixed", "model"]

FRONT = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
PLACE = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
SECTION = re.compile(r"^## ([a-z][a-z0-9_.]*)[ \t]*$", re.MULTILINE)


class FrontMatter(BaseModel):
    """What stands between the two ``---`` of a prompt file.

    Attributes:
        id: Its folder's name.
        version: Raised with each change that a reader could notice.
        language: Of the body.
        purpose: One line: what it is for.
        inputs: Every name that the body may fill in.
        risk_class: C and D need two clinicians in production.
        kind: ``fixed`` is shown as it stands; ``model`` is sent to one.
        model_family: What a ``model`` text was reviewed with; none for a ``fixed`` one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{1,63}$")
    version: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*$")
    language: Language
    purpose: str = Field(min_length=1)
    inputs: list[str]
    risk_class: RiskClass
    kind: TextKind
    model_family: str | None = None


@dataclass(frozen=True)
class Prompt:
    """A text as the registry hands it out: read, verified, ready to fill.

    Attributes:
        front: Its front matter.
        body: As signed.
        signed_by: Ids of the keys that signed it; empty before the registry verified it.
    """

    front: FrontMatter
    body: str
    signed_by: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Folder name in the library."""
        return self.front.id

    @property
    def version(self) -> str:
        """Of the front matter."""
        return self.front.version

    @property
    def language(self) -> Language:
        """Of the body."""
        return self.front.language

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The body cut at its ``## key`` lines: text by key, in order. Empty when it has none."""
        parts = SECTION.split(self.body)
        return dict(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True))


def parse(text: str) -> Prompt:
    """Read one prompt file's text (line ends are LF).

    Raises:
        ConfigError: ``prompt_invalid``: no front matter, an unknown or missing field, an input the body
            fills in without naming it, or a section written twice.
    """
    match = FRONT.match(text)
    if match is None:
        raise ConfigError("prompt_invalid")
    try:
        front = FrontMatter.model_validate(yaml.safe_load(match["front"]))
    except (yaml.YAMLError, ValidationError):
        raise ConfigError("prompt_invalid") from None
    body = match["body"].strip("\n")
    keys = SECTION.findall(body)
    if not places(body) <= set(front.inputs) or len(keys) != len(set(keys)):
        raise ConfigError("prompt_invalid", prompt=front.id)
    return Prompt(front, body)


def places(text: str) -> frozenset[str]:
    """Names of the ``{{name}}`` places in `text`."""
    return frozenset(PLACE.findall(text))


def fill(text: str, inputs: Mapping[str, str]) -> str:
    """`text` with each place filled, in one pass: what is put in is never read again.

    >>> fill("{{a}} and {{b}}", {"a": "{{b}}", "b": "two"})
    '{{b}} and two'

    Raises:
        ConfigError: ``prompt_input_missing`` when a place has no input.
    """
    missing = places(text) - inputs.keys()
    if missing:
        raise ConfigError("prompt_input_missing", input=min(missing))
    return PLACE.sub(lambda match: inputs[match[1]], text)


def render(prompt: Prompt, **inputs: str) -> str:
    """The whole body, filled.

    Raises:
        ConfigError: ``prompt_input_missing``, or ``prompt_input_unknown`` for a name that the front matter
            does not list.
    """
    unknown = inputs.keys() - set(prompt.front.inputs)
    if unknown:
        raise ConfigError("prompt_input_unknown", prompt=prompt.id, input=min(unknown))
    return fill(prompt.body, inputs)
