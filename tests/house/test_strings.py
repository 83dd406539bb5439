"""Both languages say everything, nothing is said that nobody uses, and every error has its words."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import AppError
from core.language import Language
from ui.told import PARTS, strings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "records", "connectors", "prompts", "safety", "vault", "retrieval", "chains", "ui")

COUNTED = re.compile(r"_(?:none|one|many)\Z")
"""A sentence about a count has up to three forms, chosen by the page."""


def sources(*suffixes: str) -> Iterator[Path]:
    """Files of the product that may name a sentence."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in suffixes and path.is_file() and "strings" not in path.parts:
                yield path


def error_classes() -> frozenset[str]:
    """Names of the error tree."""
    found, waiting = set(), [AppError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return frozenset(found)


def codes(names: frozenset[str]) -> dict[str, str]:
    """First argument of every call of one of `names`, when it is or may be a literal, and where it stands."""
    found: dict[str, str] = {}
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in names:
                for text in literals(node.args[0]):
                    found.setdefault(text, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def literals(node: ast.expr) -> list[str]:
    """The texts an expression can be: a literal, or either side of a choice between them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def names_in(sentence: str) -> set[str]:
    """The names a sentence needs."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_languages_say_the_same_things() -> None:
    """The same keys, needing the same names; no sentence is blank."""
    french, english = strings("fr"), strings("en")

    assert set(french.names()) ^ set(english.names()) == set()
    for key in french.names():
        assert french.text(key).strip(), key
        assert english.text(key).strip(), key
        assert names_in(french.text(key)) == names_in(english.text(key)), key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_error_code_has_its_three_parts(language: Language) -> None:
    """An error raised anywhere in the house can be told."""
    words = strings(language)
    missing = [
        f"errors.{code}.{part} ({where})"
        for code, where in sorted(codes(error_classes()).items())
        for part in PARTS
        if not words.has(f"{words.entry('errors', code)}.{part}")
    ]

    assert missing == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_problem_and_notice_has_words(language: Language) -> None:
    """What could not be read, and what is to be known of an answer, is said."""
    words = strings(language)
    missing = [
        f"{section}.{code} ({where})"
        for section, name in (("problems", "Problem"), ("notices", "Notice"))
        for code, where in sorted(codes(frozenset({name})).items())
        if words.entry(section, code) is None
    ]

    assert missing == []


def test_every_sentence_is_used() -> None:
    """A sentence that no code can reach is removed, in both languages."""
    text = "\n".join(path.read_text("utf-8") for path in sources(".py", ".html", ".js", ".toml"))
    dynamic = tuple(
        match[1] for match in re.finditer(r"""["'](?:f["'])?([a-z_]+\.[a-z_]*)(?:\{|["'] ~ )""", text)
    )
    words = set(re.findall(r"[a-z][a-z0-9_]*", text))
    unused = []
    for key in strings("en").names():
        section, _, rest = key.partition(".")
        if section in ("errors", "problems", "notices"):
            if rest.split(".")[0] not in words:
                unused.append(key)
        elif COUNTED.sub("", key) not in text and not any(key.startswith(stem) for stem in dynamic):
            unused.append(key)

    assert not unused, "\n".join(unused)
