"""Two clinicians and an administrator: a key made in the browser, entered, signing, in use, disabled."""

import hashlib
import json

import pytest
from playwright.sync_api import Browser, Page, expect

from core.clock import SystemClock
from tests.journeys.conftest import SHOTS, Server
from ui.workbench.approvals import GATE_REPORT
from ui.workbench.drafts import Drafts
from ui.workbench.people import People, Role
from ui.workbench.store import NEW, Store
from ui.workbench.texts import Texts

pytestmark = pytest.mark.journey

PASSPHRASE = "neuf renards comptent les marches"
KEY_PASSPHRASE = "une loutre garde ma signature"
NAME = "plain_words_vitals/prompt.en.md"
PAGE = "/workbench/approvals/plain_words_vitals/2/prompt.en.md"


def _join(browser: Browser, server: Server, people: People, name: str, role: Role) -> Page:
    page = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{server.url}/workbench/join")
    page.fill("[name=code]", people.invite(name, role))
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button.main")
    page.wait_for_url("**/workbench/library")
    return page


def _shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def _sign(page: Page, act: str) -> None:
    form = page.locator(f"form[action$='/{act}']")
    form.locator("input[type=password]").fill(KEY_PASSPHRASE)
    form.locator("button").click()
    page.wait_for_url(f"**done={act}")


def test_from_a_key_made_in_the_browser_to_use_and_back(  # noqa: PLR0915  one way, step by step
    browser: Browser, server: Server
) -> None:
    clock = SystemClock()
    store = Store(server.home, server.secrets, clock)
    people = People(store, clock, idle_s=1800, longest_s=3600)
    ada = _join(browser, server, people, "Ada", "administrator")
    pages = {name: _join(browser, server, people, name, "clinician") for name in ("Cleo", "Dan")}
    _join(browser, server, people, "Zoe", "reviewer")
    zoe = next(one for one in people.members() if one.name == "Zoe")
    drafts = Drafts(store, Texts(), clock)
    draft = drafts.start(NAME, zoe)
    text = f"{draft.content.rstrip()}\n\nSaid anew.\n"
    draft = drafts.save(draft.id, zoe, revision=draft.revision, content=text, why="Clearer")
    draft = drafts.send(draft.id, revision=draft.revision)
    digest = hashlib.sha256(draft.content.encode()).hexdigest()
    report = {"content": digest, "report": json.dumps({"passed": True}), "cases": "- id: one\n"}
    store.put(GATE_REPORT, draft.id, report, revision=NEW)

    for name, page in pages.items():
        page.goto(f"{server.url}/workbench/key")
        page.fill("#key-first", KEY_PASSPHRASE)
        page.fill("#key-again", KEY_PASSPHRASE)
        page.click("[data-make-key] button")
        public = page.locator(".one-code code").inner_text()
        ada.goto(f"{server.url}/workbench/keys")
        sheet = ada.locator("li.sheet", has_text=name)
        sheet.locator("[name=public]").fill(public)
        sheet.locator("button.main").click()
        expect(sheet).to_contain_text(f"{name.lower()}-")
        page.reload()
        expect(page.locator("[data-download]")).to_be_visible()
        _shot(page, f"key-{name}")
    _shot(ada, "keys")

    cleo, dan = pages["Cleo"], pages["Dan"]
    cleo.goto(f"{server.url}/workbench/approvals")
    cleo.get_by_role("button", name="Hand in for signature").click()
    cleo.wait_for_url(f"**{PAGE}")
    form = cleo.locator("form[action$='/sign']")
    form.locator("input[type=password]").fill("not the passphrase")
    form.locator("button").click()
    expect(form.locator("[data-told]")).to_contain_text("does not open the key")
    _shot(cleo, "version")
    _sign(cleo, "sign")
    dan.goto(f"{server.url}{PAGE}")
    _sign(dan, "sign")
    _sign(dan, "released")
    expect(dan.locator(".note.good")).to_contain_text("In use from the next question on")
    width = dan.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    _shot(dan, "live")

    lines = (server.home / "library" / "log.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["act"] for line in lines] == [
        "key",
        "key",
        "proposed",
        "signed",
        "signed",
        "released",
    ]
    assert KEY_PASSPHRASE.encode() not in b"".join(
        path.read_bytes() for path in server.home.rglob("*") if path.is_file()
    )
    ada.goto(f"{server.url}{PAGE}")
    ada.locator("summary", has_text="Disable at once").click()
    ada.fill("#reason", "Too long")
    ada.get_by_role("button", name="Disable now").click()
    ada.wait_for_url("**done=disable")
    ada.goto(f"{server.url}/workbench/log?lang=fr")
    expect(ada.locator("main")).to_contain_text("Too long")
    _shot(ada, "log-fr")
    assert server.cli("prompts", "verify", "--log").returncode == 0
