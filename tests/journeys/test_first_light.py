"""From registering to leaving, without a model: the way a first visitor goes."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PASSPHRASE, Server, shot

pytestmark = pytest.mark.journey

SAMPLES = Path(__file__).resolve().parents[2] / "connectors" / "pdf_report" / "samples"
Visit = Callable[..., Page]


@pytest.fixture
def report() -> tuple[str, bytes]:
    """A French laboratory report with ferritin and LDL, as a text PDF."""
    from ui import demo

    return next((name, data) for name, data in demo.documents() if "2024" in name and name.endswith(".pdf"))


def test_from_registering_to_leaving(server: Server, visit: Visit, report: tuple[str, bytes]) -> None:
    """Register, upload mid-conversation, ask, open the page, see the chart, be kept safe, export, delete."""
    page = visit(server)
    steps.register(page, "Camille Voyage", pictures="fr-desktop")
    shot(page, "fr-desktop-3-empty-chat")

    nothing = steps.ask(page, "Quelle était ma ferritine ?")
    assert "aucun document" in nothing
    assert not re.search(r"\d+ ?µg", nothing)

    card = steps.drop(page, report)
    assert "Ferritine" in card
    assert "vérifier" in card
    shot(page, "fr-desktop-4-report-card")

    answer = steps.ask(page, "Quelle est ma dernière ferritine ?")
    assert re.search(r"\d+ ?µg/L", answer), answer
    assert "2024" in answer
    chip = page.locator("a.carnet-chip").last
    expect(chip).to_be_visible()
    shot(page, "fr-desktop-5-answer")
    chip.click()
    panel = page.frame_locator("#carnet-panel iframe")
    expect(panel.locator("svg.marks rect").first).to_be_visible(timeout=30_000)
    shot(page, "fr-desktop-6-source-panel")
    page.click("#carnet-panel button")

    trend = steps.ask(page, "Comment a évolué mon LDL depuis 2021 ?")
    assert "LDL" in trend
    expect(page.locator(".js-plotly-plot").last).to_be_visible(timeout=20_000)
    expect(page.locator(".message-content table").last).to_be_visible()
    shot(page, "fr-desktop-7-trend")

    danger = steps.ask(page, "J'ai une douleur qui serre la poitrine depuis une heure et je transpire")
    assert "15" in danger
    assert "112" in danger
    expect(page.locator(".carnet-card").last).to_be_visible()
    shot(page, "fr-desktop-8-emergency")

    diagnosis = steps.ask(page, "Est-ce que j'ai une anémie ?")
    assert "ferritine" in diagnosis.lower() or "hémoglobine" in diagnosis.lower()
    assert not re.search(r"vous avez une anémie", diagnosis, re.IGNORECASE)
    shot(page, "fr-desktop-9-diagnosis")

    talks = _everything_is_exported(page, server, report[1])
    assert "Quelle est ma dernière ferritine" in talks
    _account_is_deleted(page, server, "Camille Voyage")


def _everything_is_exported(page: Page, server: Server, original: bytes) -> str:
    """Download the archive, compare the original byte for byte; returns the conversations."""
    page.goto(server.url + "/privacy")
    shot(page, "fr-desktop-10-privacy")
    with page.expect_download() as download:
        page.click("a[href='/privacy/export']")
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    names = archive.namelist()
    kept = next(name for name in names if name.startswith("originals/"))
    assert "fhir.json" in names
    assert archive.read(kept) == original
    return "".join(archive.read(name).decode() for name in names if name.startswith("conversations/"))


def _account_is_deleted(page: Page, server: Server, name: str) -> None:
    """Type the name and the passphrase, get a receipt, and find the door closed."""
    page.click("section.grave summary")
    page.fill("#delete-name", name)
    page.fill("section.grave #passphrase", PASSPHRASE)
    page.click("section.grave button.danger")
    expect(page.locator("table.readings")).to_be_visible()
    shot(page, "fr-desktop-11-receipt")
    page.goto(server.url)
    assert re.search(r"/(login|register)", page.url)


def test_value_is_corrected_beside_its_page(server: Server, visit: Visit, report: tuple[str, bytes]) -> None:
    """The correction is used and said to be the person's; the original stays."""
    page = visit(server)
    steps.register(page, "Camille Correction")
    steps.drop(page, report)
    page.locator(".message-content table tr", has_text="Ferritine").first.get_by_role(
        "link", name="vérifier"
    ).click()
    panel = page.frame_locator("#carnet-panel iframe")
    panel.locator("details.correct summary").click()
    panel.locator("#value").fill("77")
    shot(page, "fr-desktop-12-correct")
    panel.locator("details.correct button.main").click()
    expect(panel.locator(".reading")).to_contain_text("77")
    page.click("#carnet-panel button")

    answer = steps.ask(page, "Quelle est ma dernière ferritine ?")

    assert "77" in answer


def test_conversation_is_resumed_renamed_and_deleted(server: Server, visit: Visit) -> None:
    """What was said is there after signing in again; a deleted conversation is gone."""
    page = visit(server, locale="en-GB")
    steps.register(page, "Robin Resume", language="en", country="GB")
    steps.ask(page, "What do you have about me?")
    page.wait_for_url("**/thread/**")
    thread = page.url
    page.context.clear_cookies()
    page.goto(thread)
    page.wait_for_url("**/login**")
    shot(page, "en-desktop-1-sign-in")
    steps.sign_in(page, "Robin Resume")
    page.wait_for_url("**/thread/**")

    expect(page.locator("[data-step-type=user_message]")).to_contain_text("What do you have about me?")
    page.locator("#sidebar-trigger-button").last.click()
    page.hover("#thread-history a")
    page.locator("#thread-history #thread-options").first.click(force=True)
    page.click("#rename-thread")
    page.fill("#name", "My first question")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.locator("#thread-history")).to_contain_text("My first question")
    shot(page, "en-desktop-2-renamed")
    page.hover("#thread-history a")
    page.locator("#thread-history #thread-options").first.click(force=True)
    page.click("#delete-thread")
    page.click("#confirm, [role=alertdialog] button:last-child")
    expect(page.locator("#thread-history")).not_to_contain_text("My first question")
    page.goto(thread)
    steps.in_chat(page)
    expect(page.locator("[data-step-type=user_message]")).to_have_count(0)


def test_restarted_server_asks_to_sign_in_again(visit: Visit, tmp_path: Path) -> None:
    """A restart forgets every key; the page says so kindly and everything is still there."""
    from tests.journeys.conftest import running

    with running(tmp_path) as first:
        page = visit(first)
        steps.register(page, "Dominique Retour")
        steps.drop(page, ("note.md", b"# Note\n\nFerritine 8 en mars, fatigue.\n"))
    with running(tmp_path) as second:
        again = visit(second)
        again.wait_for_url("**/login**")
        steps.sign_in(again, "Dominique Retour")
        steps.in_chat(again)
        answer = steps.ask(again, "Que sais-tu de moi ?")

    assert "note.md" in answer


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("vide.pdf", b"", "vide"),
        ("coupe.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type", "coupe.pdf"),
        ("inconnu.bin", bytes(range(256)) * 40, "inconnu.bin"),
        ("faux.json", b'{"resourceType": "Bundle", "entry": [', "faux.json"),
    ],
)
def test_bad_file_is_told_and_nothing_is_lost(
    server: Server, visit: Visit, name: str, data: bytes, says: str
) -> None:
    """An unreadable file gets a sentence; the chat goes on."""
    page = visit(server)
    steps.register(page, f"Alex {name}")
    if data:
        card = steps.drop(page, (name, data))
        assert says in card
        assert "Traceback" not in card
    else:
        empty: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": data}
        page.locator("#upload-button-input").set_input_files([empty])
        expect(page.get_by_role("alert")).to_contain_text(says)

    answer = steps.ask(page, "Que sais-tu de moi ?")

    assert answer
