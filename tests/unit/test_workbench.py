"""The workbench's house: the sealed store, who works here, drafts, and their pages."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from core.errors import AppError, InputError, LockedError, WrongPassphraseError
from tests.fakes.bench import Bench, Browser
from tests.fakes.vaults import PASSPHRASE
from ui.workbench import compare, drafts
from ui.workbench.desk import COOKIE
from ui.workbench.drafts import Drafts
from ui.workbench.people import INVITATION_DAYS, Member, require_role
from ui.workbench.store import NEW, Store
from ui.workbench.texts import Texts, raised
from vault.keys import KdfCost

WORRY = "composed_worry/prompt.fr.md"
ASKS = "rules/asks.toml"
OTHER = "quatre renards dorment sous la neige"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def member(bench: Bench, name: str, role: str = "clinician") -> Member:
    """Somebody who joined."""
    session = bench.people.join(bench.people.invite(name, role), PASSPHRASE, name)  # type: ignore[arg-type]  # a role
    return bench.people.member(session.member)


def again(bench: Bench) -> Store:
    """The same store, opened as another process opens it."""
    return Store(bench.settings.home, bench.settings.secrets, bench.clock, kdf=KdfCost.CHEAP)


# Store


def test_what_is_kept_is_sealed_and_comes_back_in_order(bench: Bench) -> None:
    bench.store.put("case", "b", {"said": "ferritine basse"}, revision=NEW)
    bench.store.put("case", "a", {"said": "second"}, revision=NEW)
    bench.store.close()

    assert [kept.id for kept in again(bench).all("case")] == ["b", "a"]
    written = b"".join(path.read_bytes() for path in bench.root.rglob("*") if path.is_file())
    assert b"ferritine" not in written
    assert b"case" not in (bench.settings.home / "workbench.db").read_bytes()


def test_the_data_folder_alone_opens_nothing(bench: Bench) -> None:
    bench.store.put("case", "a", {}, revision=NEW)
    bench.store.close()
    for name in ("workbench.key", "server.key"):
        (bench.settings.secrets / "workbench" / name).unlink()

    with pytest.raises(AppError, match="secrets_missing"):
        again(bench).get("case", "a")


def test_of_two_writers_the_second_is_told(bench: Bench) -> None:
    kept = bench.store.put("case", "a", {"n": 1}, revision=NEW)
    bench.store.put("case", "a", {"n": 2}, revision=kept.revision)

    for revision in (NEW, kept.revision):
        with pytest.raises(InputError, match="changed_meanwhile"):
            again(bench).put("case", "a", {"n": 3}, revision=revision)
    assert bench.store.require("case", "a").data == {"n": 2}


def test_writers_of_two_processes_lose_no_change(bench: Bench) -> None:
    bench.store.put("count", "a", {"n": 0}, revision=NEW)

    def count(store: Store) -> None:
        for _ in range(10):
            store.change("count", "a", lambda data: {"n": data["n"] + 1})

    threads = [Thread(target=count, args=(store,)) for store in (bench.store, again(bench))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bench.store.require("count", "a").data == {"n": 20}


def test_several_new_items_are_all_written_or_none(bench: Bench) -> None:
    bench.store.put("case", "a", {"n": 1}, revision=NEW)

    with pytest.raises(InputError, match="changed_meanwhile"):
        bench.store.put_all("case", {"b": {}, "a": {}})
    assert [kept.id for kept in bench.store.all("case")] == ["a"]


# People


def test_a_code_works_once_whatever_its_spaces_and_case(bench: Bench) -> None:
    code = bench.people.invite("Anne Martin", "administrator")

    session = bench.people.join(f" {code.lower().replace('-', ' ')} ", PASSPHRASE, "here")

    assert bench.people.member(session.member).name == "Anne Martin"
    with pytest.raises(InputError, match="invitation_unknown"):
        bench.people.join(code, PASSPHRASE, "here")


def test_an_expired_or_withdrawn_code_opens_nothing(bench: Bench) -> None:
    late, back = bench.people.invite("Late", "clinician"), bench.people.invite("Back", "clinician")
    bench.people.withdraw(next(one.id for one in bench.people.invitations() if one.name == "Back"))
    bench.clock.instant += timedelta(days=INVITATION_DAYS, seconds=1)

    for code in (late, back, "AAAA-AAAA-AAAA-AAAA-AAAA"):
        with pytest.raises(InputError, match="invitation_unknown"):
            bench.people.join(code, PASSPHRASE, code)
    assert bench.people.members() == ()


def test_a_weak_passphrase_leaves_the_code_as_it_was(bench: Bench) -> None:
    code = bench.people.invite("Anne", "clinician")

    with pytest.raises(InputError, match="passphrase_weak"):
        bench.people.join(code, "anne anne anne", "here")
    bench.people.join(code, PASSPHRASE, "here")


def test_a_name_is_taken_once(bench: Bench) -> None:
    member(bench, "Chloé Martin")

    for name in ("chloe\u0301  MARTIN", "Chloé Martin"):
        with pytest.raises(InputError, match="member_exists"):
            bench.people.invite(name, "reviewer")


def test_signing_in_needs_the_passphrase_and_is_slowed_down(bench: Bench) -> None:
    member(bench, "Anne")

    for _ in range(8):
        with pytest.raises(WrongPassphraseError, match="wrong_passphrase"):
            bench.people.sign_in("Anne", OTHER, "there")
    with pytest.raises(InputError, match="too_many_tries"):
        bench.people.sign_in("Anne", PASSPHRASE, "there")
    bench.clock.instant += timedelta(minutes=10)
    assert bench.people.sign_in("ANNE", PASSPHRASE, "there").member


def test_a_session_ends_when_idle_and_at_its_longest(bench: Bench) -> None:
    member(bench, "Anne")
    session = bench.people.sign_in("Anne", PASSPHRASE, "there")

    bench.clock.instant += timedelta(minutes=29)
    assert bench.people.session(session.id, noticed=False) is not None
    bench.clock.instant += timedelta(minutes=2)
    assert bench.people.session(session.id) is None

    session = bench.people.sign_in("Anne", PASSPHRASE, "there")
    for _ in range(25):
        bench.clock.instant += timedelta(minutes=29)
        alive = bench.people.session(session.id)
    assert alive is None


def test_who_is_shut_out_is_out_at_once_and_may_not_come_back(bench: Bench) -> None:
    member(bench, "Chief", "administrator")
    anne = member(bench, "Anne")
    session = bench.people.sign_in("Anne", PASSPHRASE, "there")

    bench.people.change(anne, disabled=True)

    assert bench.people.session(session.id) is None
    with pytest.raises(InputError, match="member_ended"):
        bench.people.sign_in("Anne", PASSPHRASE, "there")


def test_access_ends_after_its_last_day(bench: Bench) -> None:
    until = bench.people.day + timedelta(days=30)
    bench.people.join(bench.people.invite("Anne", "clinician", valid_until=until), PASSPHRASE, "there")

    bench.clock.instant += timedelta(days=30)
    session = bench.people.sign_in("Anne", PASSPHRASE, "there")
    bench.clock.instant += timedelta(days=1)

    assert bench.people.session(session.id) is None
    with pytest.raises(InputError, match="member_ended"):
        bench.people.sign_in("Anne", PASSPHRASE, "there")


def test_the_last_administrator_stays(bench: Bench) -> None:
    chief = member(bench, "Chief", "administrator")

    with pytest.raises(InputError, match="last_administrator"):
        bench.people.change(chief, disabled=True)
    member(bench, "Second", "administrator")
    bench.people.change(chief, disabled=True)


def test_a_new_code_sets_a_new_passphrase_for_the_same_member(bench: Bench) -> None:
    anne = member(bench, "Anne")
    old, new = (bench.people.invite_again(anne, by="") for _ in range(2))

    with pytest.raises(InputError, match="invitation_unknown"):
        bench.people.join(old, OTHER, "there")
    session = bench.people.join(new, OTHER, "there")

    assert session.member == anne.id
    with pytest.raises(WrongPassphraseError):
        bench.people.sign_in("Anne", PASSPHRASE, "there")


def test_a_role_does_what_it_may(bench: Bench) -> None:
    chief = member(bench, "Chief", "administrator")

    assert require_role(chief, "administrator") is chief
    with pytest.raises(LockedError, match="not_your_role"):
        require_role(chief, "clinician", "reviewer")


# Drafts


def test_a_text_has_one_open_draft_one_version_up(bench: Bench, texts: Texts) -> None:
    kept, anne, paul = Drafts(bench.store, texts, bench.clock), member(bench, "Anne"), member(bench, "Paul")

    draft = kept.start(WORRY, anne)

    assert kept.start(WORRY, paul).id == draft.id
    assert draft.version is not None
    assert draft.content == raised(texts.content(WORRY)) != draft.base
    assert draft.authors == ()


def test_the_second_writer_is_told_and_no_work_is_lost(bench: Bench, texts: Texts) -> None:
    kept, anne, paul = Drafts(bench.store, texts, bench.clock), member(bench, "Anne"), member(bench, "Paul")
    draft = kept.start(WORRY, anne)
    first = kept.save(draft.id, anne, revision=draft.revision, content=draft.content + "\nAnne")

    with pytest.raises(InputError, match="changed_meanwhile"):
        kept.save(draft.id, paul, revision=draft.revision, content=draft.content + "\nPaul")
    after = kept.save(draft.id, paul, revision=first.revision, content=draft.content + "\nPaul")

    assert after.authors == (anne.id, paul.id)
    (earlier,) = kept.earlier(draft.id)
    assert (earlier.by, earlier.content) == (anne.id, first.content)


def test_what_one_writes_over_knowingly_is_put_aside_even_if_it_is_ones_own(
    bench: Bench, texts: Texts
) -> None:
    kept, anne = Drafts(bench.store, texts, bench.clock), member(bench, "Anne")
    draft = kept.start(WORRY, anne)
    first = kept.save(draft.id, anne, revision=draft.revision, content="one window")

    kept.save(draft.id, anne, revision=first.revision, content="another window", over=True)

    assert [one.content for one in kept.earlier(draft.id)] == ["one window"]


def test_saving_the_same_again_makes_nobody_an_author(bench: Bench, texts: Texts) -> None:
    kept, anne = Drafts(bench.store, texts, bench.clock), member(bench, "Anne")
    draft = kept.start(WORRY, anne)

    assert kept.save(draft.id, anne, revision=draft.revision, content=draft.content) == draft


def test_review_wants_a_reason_and_no_problem_and_closes_the_text(bench: Bench, texts: Texts) -> None:
    kept, anne = Drafts(bench.store, texts, bench.clock), member(bench, "Anne")
    draft = kept.start(WORRY, anne)
    with pytest.raises(InputError, match="draft_without_reason"):
        kept.send(draft.id, revision=draft.revision)
    broken = kept.save(draft.id, anne, revision=draft.revision, content=draft.content + "{{mood}}", why="x")
    with pytest.raises(InputError, match="draft_has_problems"):
        kept.send(draft.id, revision=broken.revision)
    whole = kept.save(draft.id, anne, revision=broken.revision, content=draft.content + " Bien.")

    sent = kept.send(draft.id, revision=whole.revision)

    with pytest.raises(InputError, match="draft_closed"):
        kept.save(draft.id, anne, revision=sent.revision, content="other")
    assert kept.reopen(draft.id, revision=sent.revision).status == "draft"


def test_every_text_in_use_is_a_draft_without_problems_once_changed(texts: Texts, bench: Bench) -> None:
    found = {}
    for text in texts.all(bench.people.day):
        content = texts.content(text.name)
        changed = content + "\n# x\n" if text.is_data else raised(content)
        if problems := drafts.check(text.name, changed, texts):
            found[text.name] = problems

    assert found == {}


@pytest.mark.parametrize(
    ("before", "after", "code", "name"),
    [
        ("---\nid", "id", "front_missing", ""),
        ("kind: fixed", "kind: [", "front_unreadable", ""),
        ("kind: fixed", "kind: loud", "field_wrong", "kind"),
        ("kind: fixed", "kind: fixed\nmood: good", "field_unknown", "mood"),
        ("kind: fixed\n", "", "field_missing", "kind"),
        ("language: fr", "language: en", "field_fixed", "language"),
        ("risk_class: C", "risk_class: A", "risk_changed", "A"),
        ("version: 2", "version: 1", "version_not_raised", "1"),
        ("{{count}}", "{{many}}", "place_unnamed", "many"),
        ("{{count}}", "trois", "input_unused", "count"),
        ("{{count}}", "{{count}", "place_broken", ""),
        ("## worry.plan", "## worry.again", "section_twice", "worry.again"),
        ("## worry.plan", "## worry.idea", "section_missing", "worry.plan"),
        ("## worry.plan", "## worry.idea", "section_new", "worry.idea"),
        ("Ce rappel se règle dans Confidentialité et réglages.", "", "section_empty", "worry.setting"),
    ],
)
def test_each_problem_of_a_prompt_is_named(
    texts: Texts, before: str, after: str, code: str, name: str
) -> None:
    content = texts.content(WORRY).replace("version: 1", "version: 2")
    assert before in content

    found = drafts.check(WORRY, content.replace(before, after), texts)

    assert (code, name) in {(one.code, one.name) for one in found}


def test_the_other_language_is_only_looked_at(texts: Texts) -> None:
    content = (
        raised(texts.content(WORRY)).replace("{{count}}", "trois").replace("inputs: [count]", "inputs: []")
    )

    found = drafts.check(WORRY, content, texts)

    assert [(one.code, one.serious) for one in found] == [("twin_place", False)]


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        (ASKS, "[[rule]]", "[[rule", "data_broken"),
        (ASKS, 'all = ["injection_ask"]', 'all = ["no_such_concept"]', "data_not_read"),
        ("safety/decision_table.toml", 'answer = "no"', 'answer = "maybe"', "data_not_read"),
        ("care/fr.toml", "[[emergency]]", "[[emergencies]]", "data_not_read"),
        ("paths/fr.toml", 'need = "gp"', 'need = "nobody"', "data_not_read"),
        ("paths/needs.toml", "[[need]]", "[[needs]]", "data_not_read"),
    ],
)
def test_data_is_read_as_the_program_reads_it(
    texts: Texts, name: str, before: str, after: str, code: str
) -> None:
    content = texts.content(name)
    assert before in content

    (problem,) = drafts.check(name, content.replace(before, after), texts)

    assert (problem.code, problem.serious) == (code, True)


def test_the_preview_fills_in_one_pass(texts: Texts) -> None:
    preview = drafts.preview("---\nid: a\n---\n## one\n{{a}} and {{b}}.\n", {"a": "{{b}}"})

    assert preview == (("one", (("filled", "{{b}}"), ("text", " and "), ("open", "b"), ("text", "."))),)
    assert texts.samples(WORRY) == {"count": "3"}


def test_a_comparison_shows_words_and_skips_what_is_the_same() -> None:
    before = "\n".join([*(f"line {number}" for number in range(20)), "call 15 now"])
    after = before.replace("call 15 now", "call 112 now")

    first, *_, last = compare.compare(before, after)

    assert first.skipped == 18
    assert last.spans == (("same", "call "), ("out", "15"), ("in", "112"), ("same", " now"))
    assert compare.words_changed(compare.compare(before, after)) == (1, 1)
    assert compare.compare(before, before) == ()


# Pages


def draft_of(browser: Browser, text: str = WORRY) -> str:
    """Begin a draft on its page; its id."""
    return str(browser.send(f"/text/{text}").url).rsplit("/", 1)[1]


def test_nothing_opens_without_a_member_and_a_member_is_no_patient(bench: Bench) -> None:
    stranger = bench.browser()

    assert str(stranger.see("/library").url).endswith("/workbench/login?next=/workbench/library")
    assert stranger.http.post("/workbench/text/x", headers={"accept": "application/json"}).status_code == 401
    anne = bench.browser("Anne")
    assert anne.see("/library").status_code == 200
    assert "/login" in anne.http.get("/records").headers["location"]


def test_the_cookie_is_for_this_part_only(bench: Bench) -> None:
    browser = bench.browser()
    code = bench.people.invite("Anne", "clinician")

    answer = browser.http.post(
        "/workbench/join",
        data={"code": code, "passphrase": PASSPHRASE},
        headers={"origin": "http://localhost:8000"},
    )

    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
    assert {"HttpOnly", "Path=/workbench", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_foreign_origin_and_a_form_of_another_session_change_nothing(bench: Bench) -> None:
    anne = bench.browser("Anne")

    foreign = anne.http.post(f"/workbench/text/{WORRY}", headers={"origin": "https://evil.example"})
    forged = anne.http.post(
        f"/workbench/text/{WORRY}", data={"form_token": "0" * 64}, headers={"origin": "http://localhost:8000"}
    )

    assert (foreign.status_code, forged.status_code) == (403, 422)
    assert bench.store.all("draft") == ()


def test_signing_out_ends_the_session(bench: Bench) -> None:
    anne = bench.browser("Anne")
    carried = anne.http.cookies[COOKIE]

    anne.send("/logout")

    assert bench.people.session(carried) is None
    assert "/workbench/login" in str(anne.see("/library").url)


def test_only_an_administrator_invites_and_writes_no_draft(bench: Bench) -> None:
    anne, chief = bench.browser("Anne"), bench.browser("Chief", "administrator")

    assert anne.see("/people").status_code == 403
    assert anne.send("/people/invite", name="X", role="administrator").status_code == 403
    assert chief.send(f"/text/{WORRY}").status_code == 403
    shown = chief.send("/people/invite", name="Paul", role="reviewer", language=["fr"])
    code = shown.text.split('data-copy="')[1].split('"')[0]
    paul = bench.browser()
    paul.join(code)
    assert "Paul" in paul.see("/me").text


def test_a_member_is_changed_as_it_was_read(bench: Bench) -> None:
    chief, anne = bench.browser("Chief", "administrator"), member(bench, "Anne")
    fields = {"language": ["fr"], "scope": ["mental_health"], "valid_until": "2026-01-31"}

    chief.send(f"/people/{anne.id}", fields, revision=str(anne.revision))
    second = chief.send(f"/people/{anne.id}", {"language": ["en"]}, revision=str(anne.revision))

    changed = bench.people.member(anne.id)
    assert second.status_code == 409
    assert (changed.languages, changed.scope, str(changed.valid_until)) == (
        ("fr",),
        ("mental_health",),
        "2026-01-31",
    )


def test_the_library_is_searched_by_word_and_filtered(bench: Bench) -> None:
    anne = bench.browser("Anne")

    assert WORRY in anne.see("/library?q=inquietude+pharmacien&risk=C&spoken=fr").text
    assert WORRY not in anne.see("/library?q=inquietude&risk=A").text
    assert "No text fits" in anne.see("/library?q=zzzz").text
    draft_of(anne)
    assert WORRY in anne.see("/library?state=draft").text
    assert ASKS not in anne.see("/library?state=draft").text


def test_the_first_steps_are_put_away_for_good(bench: Bench) -> None:
    anne = bench.browser("Anne")
    assert "First steps" in anne.see("/library").text

    anne.send("/library/tour")
    anne.send("/logout")
    anne.sign_in("Anne")

    assert "First steps" not in anne.see("/library").text


def test_a_second_writer_finds_their_words_on_the_page(bench: Bench) -> None:
    anne, paul = bench.browser("Anne"), bench.browser("Paul")
    id = draft_of(anne)
    content = bench.store.require("draft", id).data["content"].replace("{{count}}", "{{many}}")

    saved = anne.send(f"/draft/{id}/save", content=content, revision="1")
    assert "{{many}}" in anne.see(f"/draft/{id}").text
    assert "is not in “inputs”" in saved.text

    clash = paul.send(f"/draft/{id}/save", content="Paul’s words", revision="1")
    assert clash.status_code == 409
    assert "Paul’s words" in clash.text
    seen = paul.see(f"/draft/{id}/presence", accept="application/json").json()
    assert seen["revision"] == 2
    assert "Anne" in seen["others"]


def test_a_comment_says_who_and_a_draft_in_review_is_read_only(bench: Bench) -> None:
    anne, paul = bench.browser("Anne"), bench.browser("Paul", "reviewer")
    id = draft_of(anne)
    content = bench.store.require("draft", id).data["content"] + " Bien."

    said = paul.send(f"/draft/{id}/comment", text="<b>softer?</b>")
    assert "&lt;b&gt;softer?" in said.text
    refused = anne.send(f"/draft/{id}/review", content=content, why="", revision="1")
    assert refused.status_code == 422
    sent = anne.send(f"/draft/{id}/review", content=content, why="Softer.", revision="2")

    assert sent.status_code == 200
    assert '<textarea id="content"' not in sent.text
    assert anne.send(f"/draft/{id}/save", content="x", revision="3").status_code == 422
