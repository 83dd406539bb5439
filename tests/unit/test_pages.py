"""Our pages as a person meets them: opening a notebook, coming back, looking at sources, getting out."""

import io
import json
import re
import zipfile
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from connectors import registry
from records.model import Fact
from retrieval.ingest.pipeline import ingest_file
from tests.fakes.site import ORIGIN, Browser, Home
from tests.fakes.vaults import PASSPHRASE
from ui import auth
from ui.pages.desk import local_path
from vault.unlocked import Item

OTHER = "quatre renards dorment sous la neige"
LAB = registry.CONNECTORS / "fhir_r4" / "samples" / "lab_report.json"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def marie(home: Home) -> Browser:
    browser = home.browser()
    browser.register("Marie")
    return browser


@pytest.fixture
def paul(home: Home, marie: Browser) -> Browser:
    browser = home.browser()
    browser.register("Paul")
    return browser


def report(
    rows: tuple[tuple[str, str, str, str], ...] = (("Ferritine", "8,5", "ug/L", "15 - 150"),),
) -> bytes:
    """A laboratory report as a PDF with text: one page of rows, one of comment."""
    sink = io.BytesIO()
    sheet = canvas.Canvas(sink)
    sheet.setFont("Helvetica", 11)
    sheet.drawString(50, 800, "Laboratoire des Tilleuls")
    sheet.drawString(50, 778, "Prelevement du 12/03/2024")
    for number, row in enumerate(rows):
        for place, cell in zip((50, 230, 300, 380), row, strict=True):
            sheet.drawString(place, 730 - 22 * number, cell)
    sheet.showPage()
    sheet.drawString(50, 800, "Commentaire du biologiste.")
    sheet.save()
    return sink.getvalue()


def give(browser: Browser, name: str, data: bytes) -> str:
    """Put a file into the person's room; its id."""
    return ingest_file(browser.room, name, data).file_id


def ferritin(browser: Browser) -> Fact:
    """The one fact of a report."""
    file_id = give(browser, "rapport.pdf", report())
    return next(fact for fact in browser.room.facts_of(file_id) if fact.corrects is None)


# Opening and coming back


def test_first_visit_opens_a_notebook(home: Home) -> None:
    """With no account yet, everything leads to the page that makes one."""
    answer = home.browser().see("/")

    assert answer.url.path == "/register"
    assert 'autocomplete="new-password"' in answer.text


def test_registering_shows_the_code_until_it_is_noted_then_opens_the_chat(home: Home) -> None:
    """The code is on one page, survives a reload, is not let go by wrong groups, and is gone afterwards."""
    browser = home.browser()
    shown = browser.send("/register", name="Marie", passphrase=PASSPHRASE, language="fr", country="FR")
    assert shown.url.path == "/recovery-code"
    code = re.search(r'data-copy="([0-9A-Z-]+)"', shown.text)
    assert code
    assert code[1] in browser.see("/recovery-code").text
    wrong = browser.send("/recovery-code", group_1="AAAA", group_2="BBBB")
    assert wrong.status_code == 422
    assert code[1] in wrong.text

    assert browser.note_code() == code[1]
    assert code[1] not in browser.see("/recovery-code").text
    assert browser.see("/").text == "<h1>chat </h1>"
    assert browser.room.profile.name == "Marie"
    assert (browser.room.profile.language, browser.room.profile.country) == ("fr", "FR")


def test_weak_passphrase_makes_nothing_and_is_not_sent_back(home: Home) -> None:
    """The name is kept in the form, the passphrase is not."""
    browser = home.browser()
    answer = browser.send("/register", name="Marie", passphrase="azerty123456", language="en", country="FR")

    assert answer.status_code == 422
    assert 'value="Marie"' in answer.text
    assert "azerty123456" not in answer.text
    assert home.vaults.empty()


def test_strength_is_told_while_typing(home: Home) -> None:
    """From too easy to strong, in the page's language; short is never called strong."""
    browser = home.browser()

    def judged(passphrase: str) -> dict[str, object]:
        data = {"passphrase": passphrase, "name": "Marie"}
        answer = browser.http.post("/register/strength", data=data, headers={"origin": ORIGIN})
        return dict(answer.json())

    assert judged("azerty")["level"] == 0
    assert judged("mQ7#vX2!kR")["level"] == 2
    assert judged(PASSPHRASE)["level"] == 4
    assert judged("marie marie marie")["level"] != 4


def test_code_that_was_not_noted_is_offered_anew_at_the_next_sign_in(home: Home) -> None:
    """Leaving before confirming loses nothing: a new code is offered, and the old one stops working."""
    browser = home.browser()
    shown = browser.send("/register", name="Marie", passphrase=PASSPHRASE, language="en", country="FR")
    old = re.search(r'data-copy="([0-9A-Z-]+)"', shown.text)
    assert old
    browser.send("/logout")

    later = home.browser()
    offered = later.see(later.sign_in(next="/records").headers["location"])
    assert "no recovery code noted yet" in offered.text
    assert 'href="/records"' in offered.text
    later.send("/recovery-code/new", passphrase=PASSPHRASE, next="/records")
    new = later.note_code()
    assert new != old[1]
    home.vaults.open_with_recovery("Marie", new).lock()
    assert later.http.get("/recovery-code").status_code == 200
    assert "no recovery code noted yet" not in later.see("/recovery-code").text


def test_new_code_needs_the_passphrase(marie: Browser) -> None:
    """Somebody at an open screen cannot take the account away with a new code."""
    answer = marie.send("/recovery-code/new", passphrase="not the passphrase")

    assert answer.status_code == 401
    assert "data-copy" not in answer.text


def test_recovery_code_opens_the_notebook_with_a_new_passphrase(home: Home) -> None:
    """What was in it is still there, the old passphrase is not."""
    browser = home.browser()
    code = browser.register("Marie")
    give(browser, "note.txt", b"A note of 2024-03-12.")
    browser.send("/logout")

    back = home.browser()
    shown = back.send("/recover", name="Marie", code=code.lower(), passphrase=OTHER)
    assert shown.url.path == "/recovery-code"
    back.note_code()
    assert [document.name for document in back.room.documents()] == ["note.txt"]
    assert home.browser().sign_in().status_code == 401
    assert home.browser().sign_in(passphrase=OTHER).status_code == 303


def test_signing_in_goes_back_to_where_one_was(home: Home, marie: Browser) -> None:
    """Through ``next``, or through the page the browser came from."""
    browser = home.browser()

    assert browser.sign_in(next="/thread/7").headers["location"] == "/thread/7"
    came = home.browser().http.get("/login?expired=1", headers={"referer": f"{ORIGIN}/thread/9"})
    assert 'name="next" value="/thread/9"' in came.text
    assert "locked itself" in came.text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "",
        "/ok\r\nSet-Cookie: x=1",
        "/a\\..\\b",
    ],
)
def test_signing_in_leads_nowhere_else(home: Home, marie: Browser, target: str) -> None:
    """A prepared link to the sign-in page cannot lead to another site."""
    assert local_path(target) == "/"
    assert home.browser().sign_in(next=target).headers["location"] == "/"


def test_wrong_passphrase_is_said_without_a_hint(home: Home, marie: Browser) -> None:
    """Word for word the same for an unknown name."""

    def answer(name: str) -> tuple[int, str]:
        said = home.browser().sign_in(name, "not the passphrase")
        return said.status_code, said.text.replace(name, "")

    assert answer("Marie") == answer("Personne")
    assert answer("Marie")[0] == 401


def test_guessing_is_slowed_kindly(home: Home, marie: Browser) -> None:
    """After eight wrong tries the page says how long to wait, also to the right passphrase."""
    browser = home.browser()
    for _ in range(8):
        browser.sign_in(passphrase="not the passphrase")
    answer = browser.sign_in()

    assert answer.status_code == 429
    assert "10 min" in answer.text
    home.clock.instant += timedelta(minutes=11)
    assert browser.sign_in().status_code == 303


def test_sign_out_answers_people_and_the_chat(home: Home, marie: Browser) -> None:
    """A form is led to the sign-in page, the chat's script gets what it expects, the cookie goes."""
    answer = marie.http.post("/logout", json={}, headers={"origin": ORIGIN})
    assert answer.json() == {"success": True}
    assert auth.COOKIE not in marie.http.cookies

    marie.sign_in()
    assert "You are signed out" in marie.send("/logout").text


def test_form_of_another_session_changes_nothing(marie: Browser) -> None:
    """A form without this session's token is refused, although it comes from our own address."""
    answer = marie.http.post("/privacy/settings", data={"language": "fr"}, headers={"origin": ORIGIN})

    assert answer.status_code == 422
    assert marie.room.profile.language == "en"


# Other people's things


def test_other_peoples_things_are_as_absent_as_what_never_was(marie: Browser, paul: Browser) -> None:
    """Sources, pictures, originals, documents, sendings: the same page as for an id that never existed."""
    fact = ferritin(marie)
    file_id = fact.source.file_id
    marie.room.vault.put_many([Item("sent", "a" * 32, json.dumps({}).encode())])
    never = "0" * 32

    for mine, absent in (
        (f"/source/{fact.id}", f"/source/{never}"),
        (f"/source/{fact.id}/page/1.png", f"/source/{never}/page/1.png"),
        (f"/original/{file_id}", f"/original/{never}"),
        (f"/records/{file_id}", f"/records/{never}"),
        (f"/records/{file_id}/delete", f"/records/{never}/delete"),
        ("/sent/" + "a" * 32, f"/sent/{never}"),
    ):
        theirs, nothing = paul.http.get(mine), paul.http.get(absent)
        assert theirs.status_code == nothing.status_code == 404, mine
        assert theirs.text == nothing.text
    for path in (f"/records/{file_id}/delete", f"/source/{fact.id}/confirm", f"/source/{fact.id}/undo"):
        assert paul.send(path).status_code == 404
    assert marie.room.document(file_id).name
    assert not marie.room.fact(fact.id).confirmed


# Sources


def test_pdf_source_shows_the_page_with_the_line_marked(marie: Browser) -> None:
    """The page is drawn, the cited line is outlined where it stands, the value is beside it as printed."""
    fact = ferritin(marie)
    text = marie.see(f"/source/{fact.id}").text
    picture = marie.http.get(f"/source/{fact.id}/page/1.png")
    rectangle = re.search(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', text)

    assert rectangle
    x, y, width, height = map(float, rectangle.groups())
    assert 5 < x < 12
    assert 8 < y < 18
    assert width > 40
    assert height < 5
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["cache-control"] == "no-store"
    assert "8,5" in text
    assert "15 - 150" in text
    assert "12 March 2024" in text
    assert "Laboratoire des Tilleuls" in text


def test_other_pages_of_the_document_can_be_leafed_through(marie: Browser) -> None:
    """Another page has its own text and no mark, and leads back to the cited one."""
    fact = ferritin(marie)
    text = marie.see(f"/source/{fact.id}?page=2").text

    assert "Page 2 of 2" in text
    assert "Commentaire du biologiste" in text
    assert "<rect" not in text
    assert "Back to the cited passage" in text
    assert marie.http.get(f"/source/{fact.id}/page/3.png").status_code == 404


def test_panel_may_be_framed_by_us_and_only_sources_may(marie: Browser) -> None:
    """The chat shows a source beside an answer; no other page can be framed."""
    fact = ferritin(marie)
    panel = marie.see(f"/source/{fact.id}?panel=1")

    assert "frame-ancestors 'self'" in panel.headers["content-security-policy"]
    assert panel.headers["x-frame-options"] == "SAMEORIGIN"
    assert '<header class="top">' not in panel.text
    assert marie.see("/privacy").headers["x-frame-options"] == "DENY"


def test_text_source_marks_its_lines(marie: Browser) -> None:
    """The cited lines and no others are marked, with the numbers an editor gives them."""
    file_id = give(marie, "note.md", b"# Note\n\nFatigue depuis mars.\nSommeil court.\n\nAutre chose.\n")
    passage = next(found for found in marie.room.passages_of(file_id) if "Fatigue" in found.text)
    text = marie.see(f"/source/{passage.id}").text

    assert re.findall(r'<li value="(\d+)" class="marked"', text) == ["3", "4"]
    assert "<mark>Fatigue depuis mars.</mark>" in text


def test_words_of_a_document_are_shown_not_run(marie: Browser) -> None:
    """Markup in a file or in its name is text."""
    file_id = give(marie, "<img src=x>.txt", b"Note <script>alert(1)</script> of the day.")
    passage = marie.room.passages_of(file_id)[0]

    for page in (f"/source/{passage.id}", f"/records/{file_id}", "/records"):
        text = marie.see(page).text
        assert "<script>alert" not in text
        assert "<img src=x>" not in text


def test_fhir_source_shows_its_resource_as_written(marie: Browser) -> None:
    """The resource the fact was read in, with its digits as the file has them."""
    file_id = give(marie, "lab_report.json", LAB.read_bytes())
    fact = next(found for found in marie.room.facts_of(file_id) if found.quantity is not None)
    text = unescape(marie.see(f"/source/{fact.id}").text)

    assert "FHIR resource" in text
    assert f"<dd>{fact.value_text}" in text
    assert "resourceType" in text


def test_value_is_corrected_and_taken_back_beside_the_page(marie: Browser) -> None:
    """The typed value is kept beside the printed one, and can be taken back."""
    fact = ferritin(marie)
    answer = marie.send(f"/source/{fact.id}/correct", value="85", unit="ug/L")
    assert "Correction saved" in answer.text
    assert "8,5" in answer.text
    assert marie.room.fact(fact.id).value_text == "8,5"
    typed = next(found for found in marie.room.facts_of(fact.source.file_id) if found.corrects == fact.id)
    assert typed.value_text == "85"
    assert f"/source/{fact.id}/undo" in marie.see(f"/source/{typed.id}").text

    marie.send(f"/source/{fact.id}/undo")
    assert len(marie.room.facts_of(fact.source.file_id)) == 1


def test_value_is_confirmed_and_the_confirmation_taken_back(marie: Browser) -> None:
    """Confirming marks the fact; undoing takes the mark off."""
    fact = ferritin(marie)
    answer = marie.send(f"/source/{fact.id}/confirm", panel="1")
    assert answer.url.params["panel"] == "1"
    assert marie.room.fact(fact.id).confirmed

    marie.send(f"/source/{fact.id}/undo")
    assert not marie.room.fact(fact.id).confirmed


def test_correction_that_is_no_number_says_so_and_keeps_what_was_typed(marie: Browser) -> None:
    """The form comes back as it was, with what is wrong."""
    fact = ferritin(marie)
    answer = marie.send(f"/source/{fact.id}/correct", value="beaucoup", unit="ug/L", panel="1")

    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text
    assert '<header class="top">' not in answer.text
    assert len(marie.room.facts_of(fact.source.file_id)) == 1


def test_original_is_downloaded_as_it_was_given_and_can_run_nothing(marie: Browser) -> None:
    """Byte for byte, as an attachment under its own name, sandboxed if a browser opens it after all."""
    data = b"<html><script>alert(1)</script></html>"
    file_id = ingest_file(marie.room, 'note "1"; x.html', data).file_id
    answer = marie.http.get(f"/original/{file_id}")

    assert answer.content == data
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''note%20%221%22%3B%20x.html"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


# Documents


def test_documents_are_listed_with_what_was_read(marie: Browser) -> None:
    """Name, date, count; a file that could not be read says why and is kept."""
    give(marie, "rapport.pdf", report())
    give(marie, "casse.json", b'{"resourceType": "Bundle", "entry": [')
    text = unescape(marie.see("/records").text)

    assert "rapport.pdf" in text
    assert "12 March 2024" in text
    assert "1 item read" in text
    assert "1 remark" in text
    broken = next(document for document in marie.room.documents() if document.name == "casse.json")
    page = unescape(marie.see(f"/records/{broken.id}").text)
    assert "kept as it is" in page


def test_forgetting_a_document_asks_first(marie: Browser) -> None:
    """Seeing the question removes nothing; sending it removes everything that was read."""
    fact = ferritin(marie)
    question = marie.see(f"/records/{fact.source.file_id}/delete")
    assert "cannot be undone" in question.text
    assert marie.room.documents()

    marie.send(f"/records/{fact.source.file_id}/delete")
    assert marie.room.documents() == ()
    assert marie.http.get(f"/source/{fact.id}").status_code == 404


def test_example_comes_marked_and_goes_in_one_click(marie: Browser) -> None:
    """The fictional documents never mix with one's own unseen."""
    give(marie, "mine.txt", b"My own note.")
    listed = marie.send("/example").text
    assert listed.count("Fictional example") == len(marie.room.documents()) - 1 > 0

    marie.send("/example/remove")
    assert [document.name for document in marie.room.documents()] == ["mine.txt"]


# Privacy and the ways out


def test_language_and_country_are_the_persons(marie: Browser) -> None:
    """The page turns to the new language at once, and an unknown country changes nothing."""
    answer = marie.send("/privacy/settings", language="fr", country="BE")
    assert '<html lang="fr"' in answer.text
    assert (marie.room.profile.language, marie.room.profile.country) == ("fr", "BE")

    marie.send("/privacy/settings", language="fr", country="ATLANTIS")
    assert marie.room.profile.country == "BE"


def test_what_was_sent_can_always_be_found(marie: Browser) -> None:
    """When, to whom, which model, the exact text, and the passages it came from."""
    body = {
        "v": 1,
        "when": "2025-06-01T08:00:00+00:00",
        "to": "models.example",
        "model": "small-1",
        "text": "Exact <words> sent",
        "evidence_ids": ["e" * 32],
    }
    marie.room.vault.put_many([Item("sent", "5" * 32, json.dumps(body).encode())])
    text = unescape(marie.see("/sent/" + "5" * 32).text)

    assert "models.example" in text
    assert "Exact <words> sent" in text
    assert "/source/" + "e" * 32 in text
    assert "/sent/" + "5" * 32 in marie.see("/privacy").text


def test_new_passphrase_ends_the_other_sessions(home: Home, marie: Browser) -> None:
    """Whoever else was signed in must know the new one."""
    other = home.browser()
    other.sign_in()
    assert other.signed_in
    refused = marie.send("/privacy/passphrase", old="not the passphrase", new=OTHER)
    assert refused.status_code == 401
    assert other.signed_in

    marie.send("/privacy/passphrase", old=PASSPHRASE, new=OTHER)
    assert marie.signed_in
    assert not other.signed_in
    assert home.browser().sign_in(passphrase=OTHER).status_code == 303


def test_everything_can_be_taken_along(marie: Browser) -> None:
    """One archive with the originals byte for byte and a FHIR bundle."""
    data = report()
    give(marie, "rapport.pdf", data)
    answer = marie.http.get("/privacy/export")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))

    assert archive.testzip() is None
    assert archive.read("originals/001 rapport.pdf") == data
    assert json.loads(archive.read("fhir.json"))["resourceType"] == "Bundle"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("name", "passphrase"), [("Maria", PASSPHRASE), ("Marie", "not the passphrase"), ("", "")]
)
def test_account_is_not_deleted_by_half(marie: Browser, name: str, passphrase: str) -> None:
    """Without the right name and the right passphrase nothing goes."""
    give(marie, "note.txt", b"A note.")
    answer = marie.send("/privacy/delete", name=name, passphrase=passphrase)

    assert answer.status_code in (401, 422)
    assert marie.signed_in
    assert marie.room.documents()


def test_deleting_an_account_leaves_a_receipt_and_nothing_else(home: Home, marie: Browser) -> None:
    """The receipt counts what went; every session ends; the name and passphrase open nothing."""
    other = home.browser()
    other.sign_in()
    give(marie, "note.txt", b"A note.")
    room = marie.room
    answer = marie.send("/privacy/delete", name="Marie", passphrase=PASSPHRASE)

    assert answer.status_code == 200
    assert "Your account is deleted" in answer.text
    assert re.search(r"Originals</th><td>1<", answer.text)
    assert auth.COOKIE not in marie.http.cookies
    assert not other.signed_in
    assert room.vault.locked
    assert home.vaults.empty()


# For everyone


@pytest.mark.parametrize("language", ["fr", "en"])
def test_emergency_numbers_need_no_account(home: Home, language: str) -> None:
    """Anyone can see the numbers, for the country they name."""
    text = unescape(home.browser().see(f"/urgent?lang={language}&country=FR").text)

    assert 'href="tel:15"' in text
    assert 'href="tel:3114"' in text
    assert f'<html lang="{language}"' in text


def test_unknown_country_gets_the_general_numbers(home: Home) -> None:
    """Nothing is guessed about where somebody is."""
    text = home.browser().see("/urgent?country=../../etc").text

    assert 'href="tel:112"' in text


def test_health_is_answered_without_an_account(home: Home) -> None:
    """For whoever watches the server."""
    assert home.browser().http.get("/healthz").json() == {"status": "ok"}


def test_chat_asks_for_a_routing_cookie_and_gets_none(home: Home) -> None:
    """There is one server; the framework's cookie would only be one more."""
    answer = home.browser().http.post(
        "/set-session-cookie", json={"session_id": "x"}, headers={"origin": ORIGIN}
    )

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_our_fault_is_told_without_its_words(marie: Browser) -> None:
    """A fault of ours becomes a kind page with a reference, and nothing of what was broken."""
    marie.room.vault.put_many([Item("sent", "5" * 32, b"canari, which is no JSON")])
    answer = marie.http.get("/privacy")

    assert answer.status_code == 500
    assert "canari" not in answer.text
    assert "Reference:" in answer.text
    assert marie.http.get("/privacy", headers={"accept": "application/json"}).json() == {
        "detail": "unexpected"
    }


# Records: by kind, by source, by hand, settling -------------------------------------------------------------


def test_records_are_shown_by_kind_and_by_source(marie: Browser) -> None:
    ingest_file(marie.room, "labo.pdf", report())
    kinds = marie.see("/records?view=kinds").text
    assert "Ferritin<" in kinds
    assert "8,5 ug/L" in unescape(kinds)
    sources = marie.see("/records?view=sources").text
    assert "Laboratoire des Tilleuls" in sources
    assert "12 March 2024" in sources


def test_a_typed_measurement_is_kept_only_after_it_was_agreed_to(marie: Browser) -> None:
    form = {
        "what": "pressure",
        "value": "132/84",
        "date": "2025-05-20",
        "time": "08:15",
        "detail": "bras gauche",
    }
    checked = marie.send("/records/add", fields=form)
    assert checked.status_code == 200
    assert not marie.room.facts.counting()
    marie.send("/records/add/keep", fields=form)
    facts = {fact.analyte: fact for fact in marie.room.facts.counting()}
    assert {key: fact.value_text for key, fact in facts.items()} == {"systolic": "132", "diastolic": "84"}
    assert all(fact.confirmed and fact.extraction.value == "typed" for fact in facts.values())
    assert "bras gauche" in marie.see(f"/source/{facts['systolic'].id}").text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"what": "weight", "value": "712"}, "712"),
        ({"what": "glucose", "value": "1,05"}, "1,05"),
        ({"what": "medication", "name": ""}, ""),
        ({"what": "weight", "value": "71", "date": "2999-01-01"}, "71"),
        ({"what": "pressure", "value": "84/132"}, "84/132"),
        ({"what": "unheard_of", "name": "", "value": "1"}, "1"),
    ],
)
def test_a_slip_is_said_and_nothing_typed_is_lost(marie: Browser, form: dict[str, str], field: str) -> None:
    answer = marie.send("/records/add", fields=form)
    assert answer.status_code == 422
    assert f'value="{field}"' in answer.text
    assert not marie.room.documents()


def test_a_typed_entry_is_undone_like_any_document(marie: Browser) -> None:
    marie.send(
        "/records/add/keep",
        fields={"what": "medication", "name": "Metformine 500 mg", "detail": "1 matin et soir"},
    )
    (document,) = marie.room.documents()
    assert [fact.label for fact in marie.room.facts.counting()] == ["Metformine 500 mg"]
    marie.send(f"/records/{document.id}/delete")
    assert not marie.room.facts.counting()


def test_a_file_that_claims_to_be_typed_is_not_the_persons_word(marie: Browser) -> None:
    forged = (registry.CONNECTORS / "by_hand" / "samples" / "tension.json").read_bytes()
    ingest_file(marie.room, "tension.json", forged)
    facts = marie.room.facts.counting()
    assert facts
    assert not any(fact.confirmed or fact.extraction.value == "typed" for fact in facts)


def test_a_conflict_is_settled_by_the_person_and_can_be_taken_back(marie: Browser) -> None:
    ingest_file(marie.room, "un.pdf", report())
    ingest_file(marie.room, "deux.pdf", report((("Ferritine", "85", "ug/L", "15 - 150"),)))
    page = unescape(marie.see("/records").text)
    assert "Two values for Ferritine" in page
    right = next(fact for fact in marie.room.facts.counting() if fact.value_text == "85")
    marie.send("/records/settle", fact=right.id)
    counting = [fact for fact in marie.room.facts.counting() if fact.analyte == "ferritin"]
    assert {fact.value_text for fact in counting} == {"85"}
    settled = unescape(marie.see("/records").text)
    assert "Two values for" not in settled
    assert "What you corrected" in settled
    corrected = next(fact for fact in marie.room.shelf.facts.values() if fact.corrects is not None)
    assert corrected.corrects is not None
    marie.send("/records/unsettle", fact=corrected.corrects)
    assert "Two values for Ferritine" in unescape(marie.see("/records").text)
