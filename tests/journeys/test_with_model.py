"""The same chat with a language model behind it: one that behaves, and one that does not."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.fakes import model as fake
from tests.journeys import steps
from tests.journeys.conftest import Server, running, shot
from ui import demo

pytestmark = pytest.mark.journey

QUESTION = "Quelle est ma dernière ferritine ?"
PERSON = "Camille"


@pytest.fixture(scope="module")
def model() -> Iterator[fake.FakeModel]:
    """A real endpoint on loopback; its behaviour is changed by each test."""
    with fake.FakeModel() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def modelled(model: fake.FakeModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that uses it, with short patience."""
    settings = {
        "CARNET_MODEL_URL": model.url,
        "CARNET_MODEL": "fake",
        "OPENAI_API_KEY": "not-a-key",
        "CARNET_MODEL_TIMEOUT_S": "20",
        "CARNET_MODEL_FIRST_TOKEN_TIMEOUT_S": "3",
    }
    folder = tmp_path_factory.mktemp("modelled")
    name, data = next(document for document in demo.documents() if document[0].startswith("2024-03"))
    (folder / name).write_bytes(data)
    with running(folder, **settings) as server:
        for command in (
            ("account", "create", PERSON, "--language", "fr"),
            ("import", "--account", PERSON, "--no-embed", str(folder / name)),
        ):
            assert server.cli(*command).returncode == 0
        (folder / name).unlink()
        yield server


@pytest.fixture
def page(modelled: Server, visit: Callable[..., Page]) -> Page:
    """Camille, who has one laboratory report, signed in and in a new conversation."""
    opened = visit(modelled)
    steps.sign_in(opened, PERSON)
    steps.in_chat(opened)
    return opened


def test_worded_answer_is_cited_and_what_was_sent_is_shown(page: Page, model: fake.FakeModel) -> None:
    """The words are the model's; the number is the record's; the person can see exactly what went where."""
    model.behaviour = fake.faithful
    calls = len(model.calls)
    steps.say(page, QUESTION)
    review = steps.answers(page).last
    expect(review).to_contain_text("Ferritine", timeout=30_000)
    assert len(model.calls) == calls
    shot(page, "model-0-review")
    answer = steps.press(page, "Envoyer ces lignes")

    assert "8" in answer
    assert "12 mars 2024" in answer
    expect(page.locator("a.carnet-chip").last).to_be_visible()
    shot(page, "model-1-answer")
    page.locator("a[href^='/sent/']").last.click()
    sent = page.frame_locator("#carnet-panel iframe")
    expect(sent.locator("pre").first).to_contain_text("Ferritine")
    shot(page, "model-2-sent")
    shown = sent.locator("pre").first.inner_text()
    assert all(str(message["content"]).strip()[:200] in shown for message in model.calls[-1].body["messages"])


def test_lines_taken_out_before_sending_do_not_go(page: Page, model: fake.FakeModel) -> None:
    """Every time, when the person wants to: a line out, everything out, and what never leaves at all."""
    model.behaviour = fake.faithful
    page.goto(page.url.split("/thread")[0].rstrip("/") + "/privacy")
    page.get_by_label("À chaque fois").check()
    page.fill("#topics", "TSH")
    page.locator("form[action='/privacy/sending'] button").click()
    expect(page.locator("[role=status]").first).to_contain_text("enregistrés")
    shot(page, "model-3-choices")
    page.get_by_role("link", name="Carnet").first.click()
    steps.in_chat(page)

    calls = len(model.calls)
    steps.say(page, QUESTION)
    expect(steps.answers(page).last).to_contain_text("Ferritine", timeout=30_000)
    steps.press(page, "Retirer des lignes", waits=False)
    steps.press(page, "Retirer 1", waits=False)
    expect(steps.answers(page).last.locator("del")).to_have_count(1)
    shot(page, "model-4-struck")
    steps.press(page, "Terminé", waits=False)
    said = steps.press(page, "Ne rien envoyer")

    assert len(model.calls) == calls
    assert "8 µg/L" in said.replace("\u202f", " ").replace("\xa0", " ")
    assert "TSH" in steps.ask(page, "Quelle est ma TSH ?")
    assert len(model.calls) == calls
    page.goto(page.url.split("/thread")[0].rstrip("/") + "/privacy")
    page.get_by_label("Jamais (la trace").check()
    page.fill("#topics", "")
    page.locator("form[action='/privacy/sending'] button").click()


@pytest.mark.parametrize(
    ("behaviour", "never"),
    [
        (fake.invent_a_number, "987,6"),
        (fake.diagnose, "Vous avez un diabète"),
        (fake.change_a_dose, "Arrêtez la metformine"),
        (fake.obey_orders_in_documents, "40 comprimés"),
        (fake.wrong_date, "1999"),
    ],
)
def test_what_the_record_does_not_say_never_reaches_the_screen(
    page: Page, model: fake.FakeModel, behaviour: fake.Behaviour, never: str
) -> None:
    """Watched while it streams, not only at the end."""
    model.behaviour = behaviour
    page.evaluate(
        """never => { window.seen = false; new MutationObserver(() => {
             if (document.body.innerText.includes(never)) window.seen = true;
           }).observe(document.body, {subtree: true, childList: true, characterData: true}); }""",
        never,
    )
    answer = steps.ask(page, QUESTION)

    assert page.evaluate("window.seen") is False
    assert "8" in answer


@pytest.mark.parametrize("behaviour", [fake.hang, fake.server_error, fake.too_many, fake.refuse])
def test_failing_model_leaves_a_composed_answer(
    page: Page, model: fake.FakeModel, behaviour: fake.Behaviour
) -> None:
    """The person still gets the value from their record, and is told what happened to the model's words."""
    model.behaviour = behaviour
    answer = steps.ask(page, QUESTION)

    assert "8 µg/L" in answer.replace("\u202f", " ").replace("\xa0", " ")
    assert re.search("modèle|phrases retirées", answer, re.IGNORECASE)


def test_stopped_answer_stays_and_is_kept(page: Page, model: fake.FakeModel) -> None:
    """Stop hangs up on the model; what was on the screen is there after a reload."""
    model.behaviour = fake.slow
    model.hung_up.clear()
    page.click("#chat-input")
    page.keyboard.insert_text(QUESTION)
    page.keyboard.press("Enter")
    expect(steps.answers(page).last).to_contain_text("2024", timeout=30_000)
    page.click("#stop-button")
    steps.done(page)

    assert "Arrêté" in steps.answers(page).last.inner_text()
    assert model.hung_up.wait(10)
    page.wait_for_url("**/thread/**")
    page.reload()
    steps.in_chat(page)
    expect(steps.answers(page).last).to_contain_text("Arrêté")


def test_emergency_never_waits_for_a_model(page: Page, model: fake.FakeModel) -> None:
    """The card comes although the model hangs, and the model is not asked."""
    model.behaviour = fake.hang
    asked = len(model.calls)
    danger = steps.ask(page, "Mon père a la bouche qui tombe d'un côté et ne peut plus parler")

    assert "15" in danger
    assert len(model.calls) == asked
