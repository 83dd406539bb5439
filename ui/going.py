"""Where a request comes from and where it goes next: shared by the pages of patients and the workbench."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse


def address(request: Request) -> str:
    """The network address that asks, for slowing down guesses."""
    return request.client.host if request.client is not None else ""


def local_path(target: str | None, fallback: str = "/") -> str:
    """`target` when it is a path of ours; `fallback` for anything that could lead elsewhere.

    >>> local_path("/thread/1"), local_path("//evil.example"), local_path("https://evil.example/x")
    ('/thread/1', '/', '/')
    """
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or not target.isprintable()
    ):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc or "\\" in target else target


def see(path: str) -> RedirectResponse:
    """Go and see `path`, after a form was handled."""
    return RedirectResponse(path, 303)
