"""A really started server, a real browser, and for some journeys a real (scripted) model endpoint."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
SHOTS = os.environ.get("CARNET_SHOTS")
PASSPHRASE = "sept tortues lisent au soleil"


@dataclass
class Server:
    """One running Carnet."""

    url: str
    home: Path
    secrets: Path
    log: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(repr=False, default_factory=dict)

    def stop(self, *, kill: bool = False) -> None:
        """End it, kindly or not."""
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(timeout=30)

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``carnet`` on the same data folder."""
        return subprocess.run(
            [sys.executable, "-m", "ui.cli", *arguments],
            env=self.environment | {"CARNET_PASSPHRASE": PASSPHRASE},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, **extra: str) -> Iterator[Server]:
    """Start ``carnet serve`` on `folder` and wait until it answers."""
    port = free_port()
    log = folder / "server.log"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CARNET_", "OPENAI_"))}
    environment = kept | {
        "CARNET_HOME": str(folder / "home"),
        "CARNET_SECRETS": str(folder / "secrets"),
        "CARNET_PORT": str(port),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONFAULTHANDLER": "1",
    } | extra  # fmt: skip
    (folder / "tmp").mkdir(exist_ok=True)
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "serve"], env=environment, stdout=sink, stderr=sink
        )
    server = Server(
        f"http://localhost:{port}", folder / "home", folder / "secrets", log, process, environment
    )
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()


def _wait(server: Server) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise AssertionError(server.log.read_text(errors="replace")[-3000:])
        try:
            if httpx.get(server.url + "/healthz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within two minutes")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all journeys."""
    if CHROMIUM is None:
        pytest.fail("no Chromium: run `make browser`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a model, shared by the journeys that do not stop it."""
    with running(tmp_path_factory.mktemp("carnet")) as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser profile on a server; anything it asks of another host fails the test."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def go(server: Server, *, width: int = 1280, locale: str = "fr-FR", dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale=locale,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)

        def local_only(route: object) -> None:
            url = route.request.url  # type: ignore[attr-defined]  # playwright's Route
            if url.startswith((server.url, "data:", "blob:", "about:")):
                route.continue_()  # type: ignore[attr-defined]
            else:
                foreign.append(url)
                route.abort()  # type: ignore[attr-defined]

        context.route("**/*", local_only)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(server.url)
        return page

    yield go
    for context in contexts:
        context.close()
    assert foreign == []


def shot(page: Page, name: str) -> None:
    """Keep a picture when ``CARNET_SHOTS`` names a folder: for people who look at what they build."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
