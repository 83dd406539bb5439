"""``carnet serve | doctor``: running Carnet, and asking it how it is."""

import platform
import shutil
import stat
from pathlib import Path

import click
import uvicorn

from connectors import registry
from connectors.confine import filter_program, landlock_here
from core.settings import Settings, load
from ui.cli import opening
from ui.cli.output import emit, note
from ui.compose import House
from ui.runtime import ROOT


@click.command()
@click.option("--host", help="Address to listen on; 127.0.0.1 unless set.")
@click.option("--port", type=int, help="Port; 8000 unless set.")
def serve(host: str | None, port: int | None) -> None:
    """Start Carnet and keep it running until Ctrl-C."""
    settings = load()
    host, port = host or settings.host, port or settings.port
    note(f"Carnet opens at {settings.public_origin} (Ctrl-C stops and locks everything).")
    uvicorn.run(
        "app:app",
        app_dir=str(ROOT),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.environment == "production",
        timeout_graceful_shutdown=5,
        ws_max_size=2 * 1024 * 1024,
    )


@click.command()
@click.option("--account", "name", help="Also check every seal of this account.")
@opening.json_option
def doctor(name: str | None, as_json: bool) -> None:
    """Say whether everything Carnet needs is there and holds."""
    settings = load()
    with opening.house() as house:
        findings = _findings(settings, house)
    if name is not None:
        with opening.room(name) as (_, room):
            room.vault.verify()
            findings.append(("seals", True, f"{sum(room.vault.sizes().values())} rows hold"))
    for check, ok, detail in findings:
        if as_json:
            emit({"check": check, "ok": ok, "detail": detail})
        else:
            click.echo(f"{'✓' if ok else '✗'} {check}: {detail}")
    if not all(ok for _, ok, _ in findings):
        raise click.exceptions.Exit(1)


def _findings(settings: Settings, house: House) -> list[tuple[str, bool, str]]:
    free_gib = shutil.disk_usage(settings.home).free / 2**30
    dimensions = len(house.embedder.question("test"))
    walls = [
        "resource limits",
        *(["landlock"] if landlock_here() else []),
        *(["seccomp"] if filter_program() else []),
    ]
    return [
        ("python", True, platform.python_version()),
        ("data folder", _private(settings.home), "readable by this user only"),
        ("server shares", _private(settings.secrets), "outside the data folder"),
        ("disk", free_gib > 1, f"{free_gib:.0f} GiB free"),
        ("signed texts", True, "development key" if house.prompts.development else "clinicians"),
        ("connectors", True, ", ".join(manifest.id for manifest in registry.manifests())),
        ("sandbox", True, ", ".join(walls)),
        ("embeddings", dimensions == house.embedder.dimensions, house.embedder.space),
        (
            "model",
            True,
            settings.model if settings.has_model and settings.model else "none: answers are composed",
        ),
    ]


def _private(folder: Path) -> bool:
    return not folder.exists() or not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


COMMANDS = (serve, doctor)
