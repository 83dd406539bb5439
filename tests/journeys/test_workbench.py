"""The workbench in a browser: from a code on the command line to a draft in review; nothing is lost."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSPHRASE, Server, running, shot

pytestmark = pytest.mark.journey

WORRY = "/workbench/text/composed_worry/prompt.fr.md"


def fits(page: Page, name: str) -> None:
    """Nothing that axe finds, no sideways scrolling; a picture for who looks."""
    shot(page, f"workbench-{name}")
    result = json.loads(json.dumps(Axe().run(page).response))
    assert [rule["id"] for rule in result["violations"]] == [], name
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0, name


def join(page: Page, server: Server, code: str) -> None:
    """Take the place a code keeps and arrive in the library."""
    page.goto(f"{server.url}/workbench/join")
    page.fill("#code", code)
    page.fill("#passphrase", PASSPHRASE)
    page.click("form[action='/workbench/join'] button.main")
    page.wait_for_url("**/workbench/library")


def saved(page: Page) -> None:
    """Wait until what was typed is kept."""
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Gardé à"))


def test_a_clinician_is_let_in_and_writes_a_draft(  # noqa: PLR0915  one person's way, step by step
    tmp_path: Path, visit: Callable[..., Page]
) -> None:
    """Code, invitation, library, problem, words changed, comment, reload, a second writer, review."""
    with running(tmp_path) as server:
        first = server.cli("workbench", "invite", "Anne Martin", "--role", "administrator")
        assert first.returncode == 0, first.stderr
        chief = visit(server)
        chief.goto(f"{server.url}/workbench")
        chief.wait_for_url("**/workbench/login")
        fits(chief, "1-sign-in")
        join(chief, server, first.stdout.strip())

        chief.get_by_role("link", name="Membres").click()
        chief.fill("#name", "Dr Paul Roux")
        chief.select_option("#role", "clinician")
        chief.click("form[action$='/invite'] button.main")
        code = chief.locator(".one-code").inner_text().strip()
        fits(chief, "2-code")

        paul = visit(server)
        join(paul, server, code)
        expect(paul.get_by_role("heading", name="Premiers pas")).to_be_visible()
        fits(paul, "3-library")
        paul.get_by_role("button", name="Compris").click()
        paul.wait_for_load_state()
        expect(paul.get_by_role("heading", name="Premiers pas")).to_have_count(0)
        paul.fill("#q", "inquiétude pharmacien")
        paul.press("#q", "Enter")
        paul.locator(f"a[href='{WORRY}']").click()
        paul.get_by_role("button", name="Commencer un brouillon").click()
        paul.wait_for_url("**/workbench/draft/*")

        text = paul.input_value("#content")
        paul.fill("#content", text.replace("{{count}} fois", "{{number}} fois"))
        expect(paul.locator("[data-part=problems]")).to_contain_text("La place {{number}} n’est pas dans")
        fits(paul, "4-problem")
        paul.locator("[data-line]").first.click()
        assert paul.evaluate("document.activeElement.id") == "content"

        better = text.replace("je vous propose une pause", "je vous propose une courte pause")
        paul.fill("#content", better)
        expect(paul.locator("[data-part=problems]")).to_contain_text("Rien à corriger")
        expect(paul.locator("[data-part=changes] ins").last).to_contain_text("courte")
        expect(paul.locator("[data-part=preview]")).to_contain_text("une courte pause")
        saved(paul)
        paul.fill("#comment", "Assez doux ?")
        paul.get_by_role("button", name="Ajouter").click()
        expect(paul.locator(".comments")).to_contain_text("Assez doux ?")
        paul.wait_for_load_state()

        paul.fill("#why", "Plus doux.")
        paul.reload()  # at once: what the server has not yet is kept by the page
        expect(paul.locator("#why")).to_have_value("Plus doux.")
        assert "courte pause" in paul.input_value("#content")
        saved_or_back = re.compile("Gardé|revenu")
        expect(paul.locator("[data-saved]")).to_have_text(saved_or_back)

        twin = paul.context.new_page()
        twin.goto(paul.url)
        twin.fill("#content", better.replace("courte pause", "petite pause"))
        saved(twin)
        paul.fill("#content", better.replace("courte pause", "longue pause"))
        expect(paul.locator("[data-conflict]")).to_be_visible()
        shot(paul, "workbench-5-conflict")
        paul.locator("[data-mine]").click()
        saved(paul)
        paul.reload()
        assert "longue pause" in paul.input_value("#content")
        paul.locator("summary", has_text="Textes écrits par-dessus").click()
        paul.locator("details details summary", has_text="écrit par").first.click()
        expect(paul.locator(".beside pre").first).to_contain_text("petite pause")

        paul.set_viewport_size({"width": 390, "height": 844})
        fits(paul, "6-draft-narrow")
        paul.get_by_role("button", name="Envoyer en relecture").click()
        expect(paul.get_by_text("en relecture", exact=True)).to_be_visible()
        expect(paul.locator("#content")).to_have_count(0)
        paul.goto(f"{server.url}/workbench/library?lang=en")
        expect(paul.get_by_text("in review", exact=True).first).to_be_visible()
        fits(paul, "7-library-narrow-en")

        chief.goto(paul.url.split("/library")[0] + "/people")
        chief.locator("summary", has_text="Dr Paul Roux").click()
        chief.locator("li", has_text="Dr Paul Roux").get_by_role("button", name="Fermer l’accès").click()
        paul.reload()
        paul.wait_for_url("**/workbench/login**")
