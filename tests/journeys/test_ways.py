"""Finding the way: asked in the chat, browsed on a page, written as a letter; both languages, any width."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, shot
from tests.journeys.steps import ask, drop, register

pytestmark = pytest.mark.journey

DEMO = Path(__file__).resolve().parents[2] / "ui" / "demo" / "files"
LETTER, RECORD = DEMO / "2025-11-20 Lettre du cardiologue.pdf", DEMO / "Dossier partagé (FHIR).json"


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def serious(page: Page) -> list[str]:
    """Rules that axe finds broken, serious or critical."""
    result = json.loads(json.dumps(Axe().run(page).response))
    return [rule["id"] for rule in result["violations"] if rule["impact"] in ("serious", "critical")]


def follow(page: Page, address: str) -> None:
    """Click the newest link of the chat that leads to an address."""
    page.locator(f"a[href*='{address}']").last.click()
    page.wait_for_url(re.compile(re.escape(address)))


def test_the_way_is_asked_in_french_and_written_down(server: Server, visit: Callable[..., Page]) -> None:
    """A way with its source and what the record holds; another country; a letter edited and printed."""
    page = visit(server)
    register(page, "Chemin")
    drop(page, LETTER, RECORD)

    said = ask(page, "je dois voir un cardiologue, comment faire ?")
    assert "Voir un spécialiste – France" in said
    assert "médecin traitant d’abord" in said
    assert "Lettre du cardiologue" in said
    assert "ameli.fr" in said
    assert "À vérifier avant d’agir" in said
    assert "appelez 15" in said
    shot(page, "ways-fr-1-chat")
    page.locator("a.carnet-chip").first.click()
    expect(page.locator("#carnet-panel")).to_be_visible()
    page.keyboard.press("Escape")

    said = ask(page, "quand je suis en Suisse, comment avoir un subside pour payer l'assurance ?")
    assert "cette réponse suit les règles de celui-ci (Suisse)" in said
    assert "priminfo.admin.ch" in said

    said = ask(page, "écris une lettre pour demander mon dossier à l'hôpital")
    assert "article L1111-7" in said
    assert "rien n’est envoyé" in said
    shot(page, "ways-fr-2-letter-in-chat")
    follow(page, "/ways/letter/records")
    area = page.locator("#letter")
    expect(area).to_have_value(re.compile("Objet : Demande de copie de mon dossier médical"))
    area.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("Camille Exemple\n")
    expect(page.locator("[data-letter-print]")).to_contain_text("Camille Exemple")
    shot(page, "ways-fr-3-letter")
    page.emulate_media(media="print")
    expect(area).to_be_hidden()
    expect(page.locator("[data-letter-print]")).to_be_visible()
    shot(page, "ways-fr-4-letter-printed")
    page.emulate_media(media="screen")
    page.get_by_role("link", name="En anglais", exact=True).click()
    expect(page.locator("#letter")).to_have_value(re.compile("Request for a copy of my medical records"))
    page.get_by_text("La même lettre dans votre langue").click()
    expect(page.locator(".same-words")).to_contain_text("Madame, Monsieur")


def test_a_letter_takes_over_what_is_recorded_with_its_page(
    server: Server, visit: Callable[..., Page]
) -> None:
    """Medicines and allergies for a journey, in English for who reads it, each opening its source."""
    page = visit(server, width=390, dark=True)
    register(page, "Voyage")
    drop(page, RECORD)

    said = ask(page, "prépare une lettre pour voyager en avion avec mes médicaments")
    assert "Amlodipine" in said
    follow(page, "/ways/letter/travel?to=en")
    expect(page.locator("#letter")).to_have_value(re.compile(r"- Amlodipine 5 mg.*since 10 June 2024"))
    expect(page.locator("#letter")).to_have_value(re.compile(r"- Amoxicilline"))
    assert overflow(page) == 0
    assert serious(page) == []
    shot(page, "ways-fr-5-letter-narrow-dark")
    page.locator("a[href^='/source/']").first.click()
    page.wait_for_url(re.compile("/source/"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_browsed_and_searched_in_english(
    server: Server, visit: Callable[..., Page], width: int
) -> None:
    """Own words find the way; another country is a choice away; the keyboard is enough; nothing overflows."""
    page = visit(server, width=width, locale="en-GB")
    register(page, f"Wayfinder {width}", language="en", country="GB")

    said = ask(page, "how do I see a dermatologist")
    assert "Seeing a specialist – England, United Kingdom" in said
    assert "Your GP refers you" in said
    assert "Scotland" in said
    shot(page, f"ways-en-1-chat-{width}")
    follow(page, "/ways?country=GB")
    assert overflow(page) == 0
    shot(page, f"ways-en-2-page-{width}")

    page.locator("#question").fill("i want too see my medical recrods")
    page.keyboard.press("Enter")
    found = page.locator("#found-records")
    expect(found).to_have_attribute("open", "")
    expect(found).to_contain_text("One month, up to three if complex")
    expect(found).to_contain_text("To be checked before acting: nhs.uk")
    shot(page, f"ways-en-3-found-{width}")
    assert overflow(page) == 0
    assert serious(page) == []

    page.locator("#country").select_option("US")
    page.locator("#question").fill("insurance denied my MRI")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found-refusal")).to_contain_text("external review")

    opener = page.locator("#gp > summary")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gp")).to_have_attribute("open", "")


def test_a_country_without_ways_says_so(server: Server, visit: Callable[..., Page]) -> None:
    """What holds almost everywhere, and that nothing is written for this country."""
    page = visit(server)
    register(page, "Ailleurs", country="ES")

    said = ask(page, "comment obtenir mon dossier médical de l'hôpital ?")
    assert "Carnet n’a pas de chemins de soins écrits pour ce pays (Espagne)" in said
    assert "– Autre pays" in said
    page.goto(server.url + "/ways")
    expect(
        page.get_by_text("Carnet n’a pas de chemins de soins écrits pour ce pays (Espagne)")
    ).to_be_visible()
