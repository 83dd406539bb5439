"""``carnet import | records | search``: what goes in, and what is there."""

import time
from collections.abc import Iterator
from pathlib import Path

import click

from core.clock import today
from core.errors import InputError
from core.language import detect
from records.model import Kind, Problem
from retrieval import hybrid
from retrieval.ingest.pipeline import ingest_file
from retrieval.query import plan
from retrieval.room import Room
from retrieval.samples import Summary
from ui.cli import opening
from ui.cli.output import Plain, emit, note, of_fact, of_source, say_error


@click.command("import")
@opening.account_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@opening.json_option
@click.option("--embed/--no-embed", default=True, help="Prepare search by meaning before leaving.")
@click.pass_context
def import_(context: click.Context, name: str, files: tuple[Path, ...], as_json: bool, embed: bool) -> None:
    """Read FILES (folders are walked) into the account."""
    failed = False
    with opening.room(name) as (_, room):
        for file in _walk(files):
            result = _import_one(room, file)
            failed = failed or not result["connector"]
            emit(result) if as_json else note(_line(result))
        if embed:
            _settle(room)
    if failed:
        context.exit(2)


def _walk(files: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for file in files:
        found += sorted(path for path in file.rglob("*") if path.is_file()) if file.is_dir() else [file]
    return found


def _import_one(room: Room, file: Path) -> Plain:
    started = time.monotonic()
    try:
        report = ingest_file(room, file.name, _bytes(file))
    except InputError as error:
        say_error(error)
        problems: list[Plain] = [{"code": error.code, "count": 1, "page": None}]
        return {
            "file": str(file), "connector": None, "added": 0, "merged": 0, "to_confirm": 0,
            "problems": problems, "seconds": round(time.monotonic() - started, 3),
        }  # fmt: skip
    return {
        "file": str(file),
        "connector": report.connector or None,
        "added": len([fact for fact in report.added if fact.same_as is None]),
        "merged": report.merged,
        "to_confirm": len(report.to_confirm),
        "conflicts": len(report.conflicts),
        "passages": report.passages,
        "samples": [
            {"metric": one.metric, "n": one.n, "first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in report.samples
        ],
        "already_here": report.already_here,
        "file_id": report.file_id,
        "problems": [_problem(problem) for problem in report.problems],
        "seconds": round(report.seconds, 3),
    }


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise InputError("file_not_found") from None


def _problem(problem: Problem) -> Plain:
    return {
        "code": problem.code,
        "count": problem.count,
        "page": problem.source.page if problem.source is not None else None,
    }


def _line(result: Plain) -> str:
    codes = ", ".join(problem["code"] for problem in result["problems"])
    samples = sum(one["n"] for one in result.get("samples", ()))
    return (
        f"{Path(result['file']).name}: {result['connector'] or 'not read'}, {result['added']} added, "
        f"{result['merged']} merged, {result['to_confirm']} to confirm"
        + (f", {samples} samples" if samples else "")
        + (f", problems: {codes}" if codes else "")
        + f" ({result['seconds']} s)"
    )


def _settle(room: Room) -> None:
    done, total = room.embedding_progress()
    if done < total:
        note(f"Preparing search by meaning for {total - done} texts …")
    room.settle()


@click.command()
@opening.account_option
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only this kind.")
@opening.json_option
def records(name: str, kind: str | None, as_json: bool) -> None:
    """List what was read, newest first; then what devices measured, metric by metric."""
    with opening.room(name) as (_, room):
        facts = room.facts.select(kinds=(Kind(kind),) if kind else ())
        for fact in facts:
            plain = of_fact(fact)
            if as_json:
                emit(plain)
            else:
                click.echo(
                    f"{plain['date'] or '—'}  {fact.kind.value:<12} {fact.label}: "
                    f"{plain['value_text'] or fact.detail or ''} {plain['unit'] or ''}".rstrip()
                )
        for plain in () if kind else _metrics(room):
            if as_json:
                emit(plain)
            else:
                dates, sources = f"{plain['first']} to {plain['last']}", ", ".join(plain["sources"])
                what = f"{'metric':<12} {plain['label']}: {plain['n']} samples"
                click.echo(f"{plain['last']}  {what}, {dates}, {sources}")


def _metrics(room: Room) -> Iterator[Plain]:
    """What devices measured: how much there is of each metric, from when to when, from which sources."""
    for key in room.samples.held():
        if (summary := room.samples.summary(key)) is not None:
            yield _of_metric(room, summary)


def _of_metric(room: Room, summary: Summary) -> Plain:
    key = summary.metric.key
    page = room.samples.pages_of(key)[0]
    return {
        "id": page.id,
        "kind": "metric",
        "label": summary.metric.name(room.profile.language),
        "metric": key,
        "ucum": summary.metric.unit,
        "n": summary.n,
        "days": len(summary.days),
        "first": summary.first.isoformat(),
        "last": summary.last.isoformat(),
        "sources": list(summary.sources),
        "source": of_source(room.evidence(page.id).source),
    }


@click.command()
@opening.account_option
@click.argument("words")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100))
@opening.json_option
def search(name: str, words: str, count: int, as_json: bool) -> None:
    """Find facts and passages for WORDS, best first."""
    with opening.room(name) as (house, room):
        query = plan(
            words,
            detect(words, room.profile.language),
            today=today(house.clock),
            labels=room.facts.labels(),
            held=room.samples.held(),
        )
        for rank, evidence in enumerate(hybrid.search(room, query, count), start=1):
            if as_json:
                emit(
                    {
                        "rank": rank,
                        "text": evidence.text,
                        "score": round(float(evidence.score), 4),
                        "source": of_source(evidence.source),
                    }
                )
            else:
                click.echo(f"{rank:>2}. {evidence.text}  ({evidence.source.file_name})")


COMMANDS = (import_, records, search)
