"""What a page of the workbench needs: the place, who is here, a form that is theirs, and rendering.

Page modules offer ``router(desk) -> APIRouter`` and are listed in `ui.workbench.PAGES`. Their routes are
written without ``/workbench``; links in templates are written with it. Templates extend ``frame.html``.
"""

import hmac
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from chains.services import Services
from core.clock import Clock
from core.errors import AppError, InputError, LockedError
from core.settings import Settings
from prompts.registry import Registry
from retrieval.embedding import Embedder
from ui import csp
from ui.templating import environment
from ui.told import language, status_of, strings, told
from ui.words import count, day_of, moment
from ui.workbench.drafts import Drafts
from ui.workbench.exchange import Exchange
from ui.workbench.people import Member, People, Role, Session, require_role
from ui.workbench.store import Store
from ui.workbench.texts import Texts

HERE = "/workbench"
"""Where the workbench is mounted."""

COOKIE = "carnet_workbench"
"""Holds a member's session, for this part of the site only."""

NAV: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("/library", "bench.library", ()),
    ("/approvals", "approvals.title", ()),
    ("/log", "logbook.title", ()),
    ("/people", "bench.people", ("administrator",)),
)
"""Path below `HERE`, key of its name, roles that see it (everybody when empty)."""

current: ContextVar[Session | None] = ContextVar("carnet_workbench_session", default=None)
"""The member's session of the request being served; set by the guard."""

_TEMPLATES = (Path(__file__).parent / "templates", Path(__file__).parent.parent / "pages" / "templates")


@dataclass(frozen=True)
class Workplace:
    """What the workbench is built from. Neither vaults nor rooms: it cannot open a person's.

    Attributes:
        settings: The settings.
        clock: The clock.
        exchange: The signed library in use and the thinking parts made from it, exchanged while it runs.
        embedder: Meaning vectors, for the same.
        store: What the workbench keeps.
    """

    settings: Settings
    clock: Clock
    exchange: Exchange
    embedder: Embedder
    store: Store

    @property
    def prompts(self) -> Registry:
        """The signed library in use now."""
        return self.exchange.prompts

    @property
    def services(self) -> Services:
        """The thinking parts now, for runs in a throw-away vault."""
        return self.exchange.services


class Fields(dict[str, str]):
    """The text fields of a form; `many` for a name that is sent several times."""

    def __init__(self, sent: FormData) -> None:
        super().__init__({key: value for key, value in sent.items() if isinstance(value, str)})
        self._sent = [(key, value) for key, value in sent.multi_items() if isinstance(value, str)]

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of `name`, in order."""
        return tuple(value for key, value in self._sent if key == name)


class Desk:
    """One set of routes' access to the workplace.

    Attributes:
        place: The workplace.
        store: What is kept.
        people: Who works here.
        drafts: What is being written, of `drafts.texts`.
    """

    def __init__(self, place: Workplace, people: People) -> None:
        self.place = place
        self.store = place.store
        self.people = people
        self.drafts = Drafts(place.store, Texts(live=place.exchange.live), place.clock)

    @property
    def clock(self) -> Clock:
        """Tells the time."""
        return self.place.clock

    def member(self, *roles: Role) -> Member:
        """Who makes this request, when they have one of `roles` (any when none is named).

        Raises:
            LockedError: ``locked`` when nobody is signed in, ``not_your_role``.
        """
        session = current.get()
        if session is None:
            raise LockedError("locked")
        return require_role(self.people.member(session.member), *roles)

    async def form(self, request: Request, *, max_fields: int = 100) -> Fields:
        """The fields of a form, once it is known to be one of this session's own pages.

        Scripts send the same: a form with ``form_token``.

        Raises:
            InputError: ``form_outdated``: the page was made for another session.
        """
        async with request.form(max_files=0, max_fields=max_fields, max_part_size=4 * 1024 * 1024) as sent:
            fields = Fields(sent)
        self.check_token(fields.get("form_token", ""))
        return fields

    def check_token(self, given: str) -> None:
        """Refuse what another page than this session's sent.

        Raises:
            InputError: ``form_outdated``.
        """
        session = current.get()
        if session is not None and not hmac.compare_digest(session.form_token, given):
            raise InputError("form_outdated")

    def page(self, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Render ``templates/<name>.html`` as a page with its policy.

        Args:
            name: Of the template.
            status: HTTP status.
            values: What the template names. It also finds ``t`` (sentence by key), ``language``, ``me`` (the
                member or None), ``form_token``, ``nav``, ``here``, and ``moment``, ``date``, ``number``.
        """
        return HTMLResponse(
            self.fragment(name, **values), status, headers={"content-security-policy": csp.PAGE}
        )

    def fragment(self, name: str, /, **values: Any) -> str:
        """The HTML of a template, for a script to put into its page."""
        words, session = strings(language.get()), current.get()
        me = None if session is None else self.people.member(session.member)
        given = {
            "t": words.text,
            "has_text": words.has,
            "language": words.language,
            "me": me,
            "form_token": session.form_token if session is not None else "",
            "nav": [(HERE + path, key) for path, key, roles in NAV if me and (not roles or me.role in roles)],
            "here": "",
            "moment": lambda when: moment(
                when if isinstance(when, str) else when.isoformat(), words.language
            ),
            "date": lambda day: "" if day is None else day_of(day, words.language),
            "number": lambda value: count(value, words.language),
        }
        return _environment().get_template(f"{name}.html").render(**(given | values))

    def problem(self, error: BaseException, status: int) -> HTMLResponse:
        """The page for an error: what happened, what is safe, what to do now."""
        return self.page("bench_problem", status=status, told=told(error, language.get()))


def status_here(error: BaseException) -> int:
    """The HTTP status of an error; some codes have one of their own here."""
    by_code = {"too_many_tries": 429, "not_your_role": 403, "changed_meanwhile": 409, "wrong_passphrase": 401}
    code = error.code if isinstance(error, AppError) else ""
    return by_code.get(code) or status_of(error)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(*_TEMPLATES)
