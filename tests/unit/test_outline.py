"""An XML file around a cited place: small enough to read, the place marked, hostile files refused."""

import json
from typing import Any

import pytest

from connectors import intake
from core.errors import UnreadableFileError
from ui.pages import views

LETTER = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Biologie</title>
<section><title>Ferritine</title><entry><observation classCode="OBS"><code code="2276-4"/>
<value unit="ug/L" value="41"/></observation></entry></section>
<section><title>Autre</title><text>FILLER</text></section></ClinicalDocument>"""
VALUE = "/*/*[2]/*[2]/*/*[2]"


def outlined(data: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(intake.outline(data.encode(), path))
    return found


def marked(node: dict[str, Any]) -> list[str]:
    return [node["key"]] * node["marked"] + [key for child in node["children"] for key in marked(child)]


def test_a_small_document_is_shown_whole_with_the_place_marked() -> None:
    tree = outlined(LETTER, VALUE)
    assert tree["key"] == "ClinicalDocument"
    assert marked(tree) == ["value"]


def test_of_a_large_document_the_part_around_the_place_is_shown() -> None:
    many = "".join(f"<paragraph>{number}</paragraph>" for number in range(400))
    tree = outlined(LETTER.replace("FILLER", many), VALUE)
    assert tree["key"] == "section"
    assert "Ferritine" in json.dumps(tree)


def test_the_page_reads_the_tree() -> None:
    node = views.outline(intake.outline(LETTER.encode(), VALUE))
    assert node is not None
    assert node.key == "ClinicalDocument"
    assert node.children[0] == views.Node("title", "Biologie")


@pytest.mark.parametrize("tree", [b"[]", b"{", b'{"key": 1}', b"null"])
def test_a_tree_that_is_none_is_not_shown(tree: bytes) -> None:
    assert views.outline(tree) is None


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (LETTER, "/*/*[9]"),
        (LETTER, "][ no path"),
        (LETTER, "count(/*)"),
        (LETTER[:-40], VALUE),
        ("not xml", "/*"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "/b"),
    ],
)
def test_what_is_not_there_cannot_be_shown(data: str, path: str) -> None:
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        intake.outline(data.encode(), path)


def test_entities_are_neither_read_nor_grown() -> None:
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b>one &x; two</b></a>'
    assert "one" in json.dumps(outlined(outside, "/a"))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10))
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        intake.outline(f"<!DOCTYPE a [{laughs}]><a><b>&l9;</b></a>".encode(), "/a")
