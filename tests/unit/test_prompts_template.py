"""A prompt is filled once, by name, and never evaluated."""

import pytest

from core.errors import ConfigError
from prompts.template import Prompt, parse, render

TEXT = """---
id: greeting
version: 1
language: fr
purpose: A text for tests.
inputs: [name, place]
risk_class: A
kind: fixed
---
## hello
Bonjour {{name}}.

## where
À {{place}}.
"""


@pytest.fixture
def prompt() -> Prompt:
    return parse(TEXT)


def test_what_is_filled_in_is_never_read_again(prompt: Prompt) -> None:
    text = render(prompt, name="{{place}} {0} ${x} {% if %}", place="Paris")

    assert "Bonjour {{place}} {0} ${x} {% if %}." in text


def test_sections_are_found_by_their_key(prompt: Prompt) -> None:
    assert dict(prompt.sections) == {"hello": "Bonjour {{name}}.", "where": "À {{place}}."}


def test_a_missing_or_unknown_input_is_an_error(prompt: Prompt) -> None:
    with pytest.raises(ConfigError, match="prompt_input_missing"):
        render(prompt, name="A")
    with pytest.raises(ConfigError, match="prompt_input_unknown"):
        render(prompt, name="A", place="B", other="C")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("inputs: [name, place]", "inputs: [name]"),
        ("risk_class: A", "risk_class: E"),
        ("language: fr", "language: de"),
        ("kind: fixed", "kind: fixed\nauthor: me"),
        ("## where", "## hello"),
        ("---\nid", "id"),
    ],
)
def test_a_text_that_breaks_the_format_is_refused(before: str, after: str) -> None:
    with pytest.raises(ConfigError, match="prompt_invalid"):
        parse(TEXT.replace(before, after))
