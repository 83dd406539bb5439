"""What nobody else may see, and a screen that anyone can use."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.conftest import PASSPHRASE, Server, running, shot
from ui import demo

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]


def test_no_word_of_a_person_is_left_in_clear(visit: Visit, tmp_path: Path) -> None:
    """Canaries in a record, a question, a file name, an error; then every file of the server is searched."""
    words = ("CANARIFICHIER", "CANARIMOT", "CANARIQUESTION", "CANARINOM", "CANARIERREUR", PASSPHRASE)
    with running(tmp_path) as server:
        page = visit(server)
        code = steps.register(page, "CANARINOM Camille")
        note = "# Note\n\nFerritine 8 µg/L le 12 mars 2024, CANARIMOT.\n".encode()
        steps.drop(page, ("CANARIFICHIER.md", note))
        steps.drop(page, ("CANARIERREUR.pdf", b"%PDF-1.7 CANARIERREUR"))
        steps.ask(page, "CANARIQUESTION : quelle est ma dernière ferritine ?")
        running_now = steps.plaintext_in(server, *words, code, code.replace("-", ""))
        server.stop(kill=True)

    assert running_now == []
    assert steps.plaintext_in(server, *words, code, code.replace("-", "")) == []


def test_another_person_finds_nothing(server: Server, visit: Visit) -> None:
    """Sources, originals, threads, elements, what was sent: each is not there for anyone else."""
    hers = visit(server)
    steps.register(hers, "Ada Seule")
    steps.drop(hers, ("secret.md", "# Note\n\nFerritine 8 µg/L le 12 mars 2024.\n".encode()))
    steps.ask(hers, "Quelle est ma dernière ferritine ?")
    source = hers.locator("a[href^='/source/']").last.get_attribute("href") or ""
    hers.wait_for_url("**/thread/**")
    thread = hers.url.rsplit("/", 1)[1]
    his = visit(server)
    steps.register(his, "Bob Curieux")
    cookies = {cookie["name"]: cookie["value"] for cookie in his.context.cookies()}

    with httpx.Client(base_url=server.url, cookies=cookies, headers={"Origin": server.url}) as http:
        attempts = [
            http.get(source),
            http.get(f"/project/thread/{thread}"),
            http.get(f"/project/thread/{thread}/element/{thread}"),
            http.get(f"/element/{thread}/{thread}"),
            http.put("/project/thread", json={"threadId": thread, "name": "mine"}),
            http.request("DELETE", "/project/thread", json={"threadId": thread}),
            http.put(
                "/feedback",
                json={"feedback": {"forId": thread, "value": 1, "threadId": thread}, "sessionId": thread},
            ),
        ]
        listed = http.post("/project/threads", json={"pagination": {"first": 50}, "filter": {}}).json()

    assert [answer.status_code for answer in attempts if answer.status_code < 400] == []
    assert all("ferritine" not in answer.text.lower() for answer in attempts)
    assert [item["id"] for item in listed["data"] if item["id"] == thread] == []
    hers.reload()
    steps.in_chat(hers)
    assert "8" in steps.answers(hers).last.inner_text()


def test_signed_out_cookie_opens_nothing(server: Server, visit: Visit) -> None:
    """A copy of the cookie is worth nothing once its owner has signed out."""
    page = visit(server)
    steps.register(page, "Carole Sortie")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.goto(server.url + "/records")
    page.get_by_text("Se déconnecter").click()
    page.wait_for_url(re.compile("/login"))

    with httpx.Client(base_url=server.url, cookies=cookies) as http:
        assert http.get("/user").status_code == 401
        assert http.get("/records", headers={"Accept": "text/html"}).status_code in (303, 401)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_screens_can_be_used_by_everyone(server: Server, visit: Visit, language: str, dark: bool) -> None:
    """At 390 px, in each language and theme: nothing serious for axe, nothing that scrolls sideways."""
    page = visit(server, width=390, locale="fr-FR" if language == "fr" else "en-GB", dark=dark)
    look = f"{language}-390-{'dark' if dark else 'light'}"
    steps.register(page, f"Axe {look}", language=language, country="FR" if language == "fr" else "GB")
    report = next((name, data) for name, data in demo.documents() if name.startswith("2024-03"))
    steps.drop(page, report)
    shot(page, f"{look}-1-report")
    steps.ask(page, demo.QUESTIONS["fr" if language == "fr" else "en"][1])
    shot(page, f"{look}-2-trend")
    steps.ask(page, "J'ai avalé une boîte de comprimés" if language == "fr" else "I swallowed a box of pills")
    shot(page, f"{look}-3-card")
    found = {"chat": _serious(page)}
    wide = {"chat": _sideways(page)}
    for path in (
        "/records",
        "/records?view=kinds",
        "/records?view=sources",
        "/records/add",
        "/privacy",
        "/urgent",
    ):
        page.goto(server.url + path)
        page.wait_for_timeout(300)
        shot(page, f"{look}-{re.sub(r'[^a-z]+', '-', path).strip('-')}")
        found[path], wide[path] = _serious(page), _sideways(page)

    assert {where: rules for where, rules in found.items() if rules} == {}
    assert {where: pixels for where, pixels in wide.items() if pixels} == {}


def _serious(page: Page) -> list[str]:
    """Rules that axe finds broken, serious or critical, with the first place of each."""
    result = json.loads(json.dumps(Axe().run(page).response))
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]}"
        for rule in result["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


def _sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
