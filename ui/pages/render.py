"""Turns a template and values into a page, with the words, form token and policy every page needs."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.responses import HTMLResponse

from ui import auth, csp
from ui.rooms import session
from ui.templating import environment
from ui.told import language, strings
from ui.words import count, country, day, moment


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(Path(__file__).parent / "templates")


def page(
    name: str,
    /,
    *,
    status: int = 200,
    panel: bool = False,
    framed: bool = False,
    **values: Any,
) -> HTMLResponse:
    """Render ``templates/<name>.html``.

    Args:
        name: Of the template.
        status: HTTP status.
        panel: Compact, as shown beside the chat; such a page may be framed by our own pages.
        framed: May be framed by our own pages although it is not compact.
        values: What the template names.
    """
    words = strings(language.get())
    here = session.get()
    html = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            t=words.text,
            has_text=words.has,
            language=words.language,
            signed_in=here is not None,
            form_token=auth.form_token(here) if here is not None else "",
            panel=panel,
            day=lambda when: "" if when is None else day(when, words.language),
            moment=lambda iso: moment(iso, words.language),
            number=lambda value: count(value, words.language),
            country_name=lambda code: country(code, words.language),
            **values,
        )
    )
    policy = csp.PANEL if panel or framed else csp.PAGE
    return HTMLResponse(html, status, headers={"content-security-policy": policy})


def problem_page(code: str, status: int, *, panel: bool = False, **facts: object) -> HTMLResponse:
    """The page for an error: what happened, what is safe, what to do now."""
    told = strings(language.get()).parts("errors", code, **facts)
    return page("problem", status=status, panel=panel, told=told)
