"""A visit prepared, from the question in the chat to the PDF and the calendar, in both languages."""

import json
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Server, shot
from ui import demo

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]

SAYS = {
    "fr": {
        "ask": "je vois mon cardiologue mardi, aide-moi à préparer",
        "understood": "cardiologie",
        "offer": "Préparer cette visite",
        "worry": "J'ai peur d'oublier mes médicaments en voyage.",
        "page": "Ce qui a changé",
        "add": "ajoute une question : puis-je reprendre le vélo ?",
        "added": "puis-je reprendre le vélo ?",
        "add_other": "ajoute une question : faut-il refaire l'échographie ?",
        "remove": "retire la première question",
        "kept": "faut-il refaire l'échographie ?",
        "unclear": "retire la ligne sur la lune",
        "how": "Je n’ai rien changé",
        "next": "Quand est mon prochain rendez-vous ?",
        "notes": "Arrêter l'amlodipine.\nPrise de sang avant Noël.\nRendez-vous le 12 mars 2099 à 14h30.",
        "stopped": "Médicament arrêté",
        "keep": "Garder ce qui est coché",
        "other": "What changed",
    },
    "en": {
        "ask": "I'm seeing my cardiologist on Tuesday, help me prepare",
        "understood": "cardiology",
        "offer": "Prepare this visit",
        "worry": "I am afraid of forgetting my medicines when I travel.",
        "page": "What changed",
        "add": "add a question: can I cycle again?",
        "added": "can I cycle again?",
        "add_other": "add a question: should the ultrasound be repeated?",
        "remove": "remove the first question",
        "kept": "should the ultrasound be repeated?",
        "unclear": "remove the line about the moon",
        "how": "I changed nothing",
        "next": "When is my next appointment?",
        "notes": "Stop amlodipine.\nBlood test before Christmas.\nAppointment on 12 March 2099 at 2:30 pm.",
        "stopped": "Medicine stopped",
        "keep": "Keep what is ticked",
        "other": "Ce qui a changé",
    },
}


def press(page: Page, label: str) -> str:
    """Press a button of the last message that has it; what Carnet says to it."""
    before = steps.answers(page).count()
    page.get_by_role("button", name=re.compile(f"^{label}")).last.click()
    expect(steps.answers(page)).not_to_have_count(before, timeout=30_000)
    steps.done(page)
    return steps.answers(page).last.inner_text()


def broken(page: Page) -> list[str]:
    """Rules that axe finds broken, serious or critical, with the first place of each."""
    result = json.loads(json.dumps(Axe().run(page).response))
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]}"
        for rule in result["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


def words_of(data: bytes) -> str:
    """What a PDF says."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(document[index].get_textpage().get_text_bounded() for index in range(len(document)))
    finally:
        document.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_visit_is_prepared_from_the_chat_to_the_pdf_and_the_calendar(
    server: Server, visit: Visit, language: str
) -> None:
    say = SAYS[language]
    page = visit(server, locale="fr-FR" if language == "fr" else "en-GB")
    steps.register(page, f"Visite {language}", language=language, country="FR" if language == "fr" else "GB")
    steps.drop(
        page, *[(name, data) for name, data in demo.documents() if "cardiologue" in name or "FHIR" in name]
    )

    said = steps.ask(page, say["ask"])
    assert say["understood"] in said
    assert say["offer"] in said
    shot(page, f"{language}-visit-1-asked")
    press(page, say["offer"])
    said = steps.ask(page, say["worry"])
    assert say["worry"] in said
    assert say["page"] in said
    assert "Amoxicilline" in said
    shot(page, f"{language}-visit-2-page-in-chat")

    assert say["added"] in steps.ask(page, say["add"])
    steps.ask(page, say["add_other"])
    said = steps.ask(page, say["remove"])
    assert say["kept"] in said
    assert say["added"] not in said
    assert say["how"] in steps.ask(page, say["unclear"])
    shot(page, f"{language}-visit-3-edited")

    address = steps.answers(page).last.locator("a[href*='/visit/']").first.get_attribute("href")
    assert address is not None
    where = address if address.startswith("http") else server.url + address
    page.goto(where)
    article = page.locator("article.prepared")
    expect(article).to_contain_text(say["worry"])
    expect(article).to_contain_text(say["kept"])
    assert broken(page) == []
    page.goto(where + "?edit=1")
    shown = page.locator("button[value^='drop|results:']").count()
    page.locator("button[value^='drop|results:']").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[value^='drop|results:']")).to_have_count(shown - 1)
    assert broken(page) == []
    shot(page, f"{language}-visit-4-editing")

    _drawn_in_both_languages(page, where, language)
    _folded_back(page, server, where, language)
    page.goto(server.url)
    steps.in_chat(page)
    said = steps.ask(page, say["next"])
    assert page.locator(f"a[href*='{where.rsplit('/', 1)[1]}']").count() >= 1
    assert "2099" in said
    shot(page, f"{language}-visit-6-next")
    assert steps.plaintext_in(server, say["worry"], say["kept"]) == []


def _drawn_in_both_languages(page: Page, where: str, language: str) -> None:
    """The PDF for the person and the one for the clinician."""
    say = SAYS[language]
    page.goto(where + "/words")
    page.select_option("#clinician", "en" if language == "fr" else "fr")
    page.click("form.stack button.main")
    expect(page.locator("[role=status]")).to_be_visible()
    for spoken, expected in ((language, say["page"]), ("en" if language == "fr" else "fr", say["other"])):
        with page.expect_download() as started:
            page.click(f"a[href$='page.pdf?sheet={spoken}']")
        text = words_of(started.value.path().read_bytes())
        assert expected in text
        assert say["kept"] in text
        assert "[1]" in text


def _folded_back(page: Page, server: Server, where: str, language: str) -> None:
    """Notes of after the visit, a task kept, and the calendar."""
    say = SAYS[language]
    page.goto(where + "/after")
    page.fill("#notes", say["notes"])
    page.click("form.stack button.main")
    boxes = page.locator(".ticks input")
    expect(boxes).to_have_count(3)
    expect(page.locator("#proposals ~ form")).to_contain_text(say["stopped"])
    assert not any(box.is_checked() for box in boxes.all())
    boxes.nth(2).check()
    page.get_by_role("button", name=say["keep"]).click()
    expect(boxes).to_have_count(2)
    shot(page, f"{language}-visit-5-after")

    page.goto(server.url + "/visit/tasks")
    with page.expect_download() as started:
        page.click("form[action='/visit/calendar.ics'] button")
    events = Calendar.from_ical(started.value.path().read_bytes()).walk("VEVENT")
    assert len(events) == 2
    assert not any("cardio" in str(event["summary"]).lower() for event in events)
    starts: list[Any] = [event["dtstart"] for event in events]
    assert "2099-03-12T14:30:00" in {start.dt.isoformat()[:19] for start in starts}
    page.locator("button[value='done']").click()
    page.locator("button[value='undone']").click()
    expect(page.locator("button[value='done']")).to_have_count(1)


@pytest.mark.parametrize(("language", "dark"), [("fr", True), ("en", False)])
def test_the_pages_fit_a_phone_in_both_themes(
    server: Server, visit: Visit, language: str, dark: bool
) -> None:
    page = visit(server, width=390, locale="fr-FR" if language == "fr" else "en-GB", dark=dark)
    steps.register(page, f"Poche {language}", language=language)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, f"{language}-visit-phone-chat")
    page.locator("#carnet-nav a[href='/visit']").click()
    page.locator("a[href='/visit/new']").click()
    page.select_option("#specialty", "nephrology")
    page.fill("#worries", "x" * 80 + " y")
    page.click("form.stack button.main")
    where = page.url
    for path in (where, where + "?edit=1", where + "/words", where + "/after", where + "/print",
                 server.url + "/visit", server.url + "/visit/tasks", server.url + "/visit/new"):  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert broken(page) == [], path
    shot(page, f"{language}-visit-phone")
    page.goto(where)
    page.locator("form[action$='/delete'] button").click()
    expect(page.locator("form[action$='/back'] button")).to_have_count(1)
    page.locator("form[action$='/back'] button").click()
    page.goto(where)
    expect(page.locator("article.prepared")).to_be_visible()
