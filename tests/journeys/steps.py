"""What a person does on the screen, as verbs the journeys share."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.conftest import PASSPHRASE, Server, shot

_WORDS = {
    "fr": {"create": "Créer", "go": "Entrer|Continuer|Valider|noté"},
    "en": {"create": "Create", "go": "Enter|Continue|noted"},
}


def register(page: Page, name: str, *, language: str = "fr", country: str = "FR", pictures: str = "") -> str:
    """Register, confirm the recovery code, and arrive in the chat. Returns the code."""
    page.wait_for_url(re.compile(r"/(register|login)"))
    if "/login" in page.url:
        page.goto(page.url.split("/login")[0] + "/register")
    page.fill("#name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.select_option("#language", language)
    page.select_option("#country", country)
    if pictures:
        page.wait_for_timeout(600)
        shot(page, f"{pictures}-1-register")
    page.click("form[action='/register'] button.main")
    page.wait_for_url("**/recovery-code**")
    groups = page.locator("ol.groups li").all()
    code = [re.sub(r"^.*:", "", (group.text_content() or "")).strip() for group in groups]
    if pictures:
        shot(page, f"{pictures}-2-code")
    for field in page.locator("input.code-input").all():
        number = int((field.get_attribute("name") or "").removeprefix("group_"))
        field.fill(code[number - 1])
    page.click("form[action='/recovery-code'] button.main")
    in_chat(page)
    return "-".join(code)


def sign_in(page: Page, name: str) -> None:
    """Sign in on the sign-in page and arrive where one was going."""
    page.fill("#name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.click("form[action='/login'] button.main")


def in_chat(page: Page) -> None:
    """Wait until the chat can be typed into and is connected."""
    page.wait_for_selector("#chat-input")
    expect(page.locator("#carnet-status")).not_to_be_empty(timeout=20_000)
    page.wait_for_timeout(800)


def answers(page: Page) -> Locator:
    """Every message of Carnet's, oldest first."""
    return page.locator("[data-step-type=assistant_message]")


def ask(page: Page, question: str) -> str:
    """Type, send, wait for the whole answer; returns the words of everything Carnet said to it."""
    before = answers(page).count()
    page.click("#chat-input")
    page.keyboard.insert_text(question)
    page.keyboard.press("Enter")
    expect(answers(page)).not_to_have_count(before, timeout=60_000)
    done(page)
    return "\n".join(answers(page).nth(index).inner_text() for index in range(before, answers(page).count()))


def say(page: Page, words: str) -> None:
    """Type and send, without waiting for anything."""
    page.click("#chat-input")
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")


def press(page: Page, label: str, *, waits: bool = True) -> str:
    """Press a button under a message, with `waits` until nothing is answered; the last words there."""
    button = page.get_by_role("button", name=label, exact=True).last
    expect(button).to_be_visible(timeout=30_000)
    button.click()
    expect(button).to_have_count(0, timeout=30_000)
    if waits:
        done(page)
    return answers(page).last.inner_text()


def done(page: Page) -> None:
    """Wait until nothing is being answered any more."""
    page.wait_for_timeout(400)
    expect(page.locator("#stop-button")).to_have_count(0, timeout=90_000)
    page.wait_for_timeout(300)


def drop(page: Page, *files: Path | tuple[str, bytes], words: str = "") -> str:
    """Attach files and send them; returns the words of the report cards."""
    before = answers(page).count()
    payload: list[FilePayload] = [
        {"name": file[0], "mimeType": "application/octet-stream", "buffer": file[1]}
        if isinstance(file, tuple)
        else {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
        for file in files
    ]
    with page.expect_response(lambda answer: "/project/file" in answer.url):
        page.locator("#upload-button-input").set_input_files(payload)
    page.wait_for_timeout(600)
    page.click("#chat-input")
    if words:
        page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    expect(answers(page)).not_to_have_count(before, timeout=60_000)
    done(page)
    return "\n".join(answers(page).nth(index).inner_text() for index in range(before, answers(page).count()))


def plaintext_in(server: Server, *words: str) -> list[str]:
    """Files of the server (data, secrets, log, temporary) that hold one of the words in clear."""
    found = []
    for path in server.home.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.name}:{word}" for word in words if word.encode() in content]
    return found
