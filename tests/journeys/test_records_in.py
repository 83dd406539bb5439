"""What people bring: a sentence, a form, a zip; looked at by kind and by source; taken out again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from connectors import registry
from tests.fakes import zips
from tests.journeys import steps
from tests.journeys.conftest import Server, shot
from ui import demo

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]


def press(page: Page, label: str) -> str:
    """Press a button of the last message; what Carnet says to it."""
    before = steps.answers(page).count()
    page.get_by_role("button", name=re.compile(f"^{label}")).last.click()
    expect(steps.answers(page)).not_to_have_count(before, timeout=30_000)
    steps.done(page)
    return steps.answers(page).last.inner_text()


def take_back(page: Page, undo: str, yes: str) -> str:
    """Press the button that takes a document out, say yes; what Carnet says then."""
    before = steps.answers(page).count()
    page.get_by_role("button", name=undo).last.click()
    expect(steps.answers(page)).not_to_have_count(before, timeout=30_000)
    return press(page, yes)


@pytest.mark.parametrize(
    ("language", "sentence", "value", "note", "undo", "yes"),
    [
        (
            "fr",
            "ma tension ce matin 13,2/8,4 au bras gauche",
            "13,2 cmHg",
            "Noter",
            "Retirer ce document",
            "Oui",
        ),
        (
            "en",
            "my blood pressure this morning 132/84",
            "132 mmHg",
            "Note it",
            "Take this document out",
            "Yes",
        ),
    ],
)
def test_a_sentence_is_noted_after_a_yes_and_taken_back(
    server: Server, visit: Visit, language: str, sentence: str, value: str, note: str, undo: str, yes: str
) -> None:
    page = visit(server, locale="fr-FR" if language == "fr" else "en-GB")
    steps.register(page, f"Noter {language}", language=language, country="FR" if language == "fr" else "GB")
    assert value in steps.ask(page, sentence)
    shot(page, f"{language}-note-1-asked")
    press(page, note)
    expect(page.get_by_role("button", name=note, exact=True)).to_have_count(0)
    shot(page, f"{language}-note-2-done")
    other = page.context.new_page()
    other.goto(server.url + "/records?view=kinds")
    expect(other.get_by_text(value)).to_be_visible()
    shot(other, f"{language}-note-3-kinds")
    other.close()
    assert {"fr": "retiré", "en": "taken out"}[language] in take_back(page, undo, yes)
    page.goto(server.url + "/records")
    expect(page.get_by_text(value)).to_have_count(0)
    expect(page.locator("section.empty")).to_be_visible()


def test_a_report_is_confirmed_and_taken_out_from_the_chat(server: Server, visit: Visit) -> None:
    page = visit(server)
    steps.register(page, "Boutons du compte rendu")
    steps.drop(page, next((name, data) for name, data in demo.documents() if name.startswith("2024-03")))
    assert re.search(r"\d", press(page, "Tout confirmer"))
    assert "retiré" in take_back(page, "Retirer ce document", "Oui")
    page.goto(server.url + "/records")
    expect(page.get_by_text("Votre carnet est encore vide")).to_be_visible()


def test_a_zip_of_documents_opens_each_of_them(server: Server, visit: Visit) -> None:
    page = visit(server)
    steps.register(page, "Archive de documents")
    report = next(data for name, data in demo.documents() if name.startswith("2024-03"))
    bundle = (registry.CONNECTORS / "fhir_r4" / "samples" / "lab_report.json").read_bytes()
    card = steps.drop(page, ("tout.zip", zips.zipped({"labo/2024.pdf": report, "fhir/labo.json": bundle})))
    assert "Ferritine" in card
    page.goto(server.url + "/records?view=kinds")
    page.get_by_role("link", name=re.compile("Ferritine")).first.click()
    expect(page.get_by_text(re.compile(r"dans (labo/2024\.pdf|fhir/labo\.json)"))).to_be_visible()
    shot(page, "fr-zip-source")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_measurement_is_typed_checked_and_kept(server: Server, visit: Visit, width: int) -> None:
    page = visit(server, width=width)
    steps.register(page, f"Saisie {width}")
    page.goto(server.url + "/records/add")
    page.fill("#value", "84/132")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("#value", "132/84")
    page.fill("#detail", "bras gauche")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_text("Est-ce bien cela ?")).to_be_visible()
    shot(page, f"fr-{width}-entry-check")
    page.get_by_role("button", name="Oui, le noter").click()
    page.wait_for_url("**done=entered")
    page.goto(server.url + "/records?view=sources")
    expect(page.get_by_role("heading", name="Saisi par vous")).to_be_visible()
    shot(page, f"fr-{width}-sources")
