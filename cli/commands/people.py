"""humanward people list, add, edit, remove, import, export."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, TypeVar

import click

from cli import made_up, output, persons
from cli.params import format_option, home_of
from cli.target import opened, target_options
from config.paths import Home
from monitor.core.people import Person
from monitor.service import people
from monitor.service.clock import SystemClock

_Command = TypeVar("_Command", bound=Callable[..., Any])
_NAME = click.argument("name", nargs=-1, required=True)
_EVERY = "How often you want to be in touch: 1w, 10d, monthly; a week by itself."
_SAID = (
    ("--every", _EVERY),
    ("--how", "How you talk, the best first: call,visit,message."),
    ("--phone", "Their number; the button of a nudge calls it."),
    ("--email", "Their address; the button begins a message."),
    ("--link", "What opens a talk: https:, signal:, xmpp: and others."),
    ("--birthday", "Their birthday: 1990-04-12, or --04-12 without the year."),
)


def _said_of(command: _Command) -> _Command:
    """What can be said of somebody."""
    for flag, words in reversed(_SAID):
        command = click.option(flag, help=words)(command)
    return command


@click.group("people", invoke_without_command=True)
@format_option("text", "json", "csv")
@click.pass_context
def people_command(ctx: click.Context, form: str) -> None:
    """See who has not heard from you for long, and name the people who matter to you.

    They stay on this computer. Until somebody is named, nobody is brought to your mind.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx, form)
    elif form != "text":
        raise click.UsageError(f"Give --format after {ctx.invoked_subcommand}.")


@people_command.command("list")
@format_option("text", "json", "csv")
@click.pass_context
def list_command(ctx: click.Context, form: str) -> None:
    """Show who is due for a talk, the most overdue first, and whose birthday is near."""
    _list(ctx, form)


@people_command.command("add")
@_NAME
@_said_of
@format_option()
@click.pass_context
def add_command(
    ctx: click.Context, /, name: tuple[str, ...], form: str, **said: str | None
) -> None:
    """Name somebody you want to be in touch with: people add Anna --every 2w --phone ..."""
    words = people.Words(" ".join(name), **said)
    with _as_slip():
        person = people.add(home_of(ctx), SystemClock(), words)
    _tell(person, form, f"{persons.named(person.name)} is named: {_summary(person)}.")


@people_command.command("edit")
@_NAME
@click.option("--rename", help="Call them otherwise.")
@_said_of
@format_option()
@click.pass_context
def edit_command(
    ctx: click.Context, /, name: tuple[str, ...], rename: str | None, form: str, **said: str | None
) -> None:
    """Change what is kept of somebody; an empty word takes it away: --phone ""."""
    if rename is None and all(word is None for word in said.values()):
        raise click.UsageError("Say what to change, for example --every 2w.")
    with _as_slip():
        words = people.Words(rename, **said)
        before, after = people.edit(home_of(ctx), SystemClock(), " ".join(name), words)
    was = f" (was {persons.named(before.name)})" if before.name != after.name else ""
    _tell(after, form, f"{persons.named(after.name)}{was}: {_summary(after)}.")


@people_command.command("remove")
@click.argument("name", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help="Everybody, with every talk.")
@click.option("--talks", is_flag=True, help="The talks noted with them as well.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove_command(
    ctx: click.Context, name: tuple[str, ...], everybody: bool, talks: bool, yes: bool  # noqa: FBT001 - click's form
) -> None:  # fmt: skip
    """Forget somebody by their whole NAME; it is taken out of past nudges, too.

    Talks noted with them stay as talks with somebody unnamed, unless --talks is given.
    """
    home, clock = home_of(ctx), SystemClock()
    if bool(name) is everybody:
        raise click.UsageError("Give either a NAME or --all.")
    if everybody:
        kept = people.kept(home)
        what = persons.counted(kept.people, kept.talks)
        _ask(f"Forget {what}?", yes=yes)
        people.remove_all(home, clock)
        click.echo(f"Forgotten: {what}.")
        return
    person = people.find(home, " ".join(name), whole=True)
    who = persons.named(person.name)
    _ask(f"Forget {who}{' and the talks noted with them' if talks else ''}?", yes=yes)
    count = people.remove(home, clock, person.name, with_talks=talks)
    noted, stay = (f"{count} talks", "stay") if count != 1 else ("1 talk", "stays")
    rest = f", with {noted}" if talks else f"; {noted} {stay} without a name" if count else ""
    click.echo(f"{who} is forgotten{rest}.")


@people_command.command("import")
@click.argument("files", nargs=-1, required=True,
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--name", "names", multiple=True, help="Take in this person; give it again for more.")
@click.option("--all", "everybody", is_flag=True, help="Take in everybody.")
@click.option("--every", default=people.EVERY, show_default=True,
              help="How often you want to be in touch with them.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would come in, but keep nothing.")
@click.option("--yes", is_flag=True, help="Do not ask when there are many.")
@format_option()
@click.pass_context
def import_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context, files: tuple[Path, ...], names: tuple[str, ...], everybody: bool,  # noqa: FBT001 - click's form
    every: str, dry_run: bool, yes: bool, form: str,  # noqa: FBT001 - as above
) -> None:  # fmt: skip
    """Take people in from address books: vCard FILES (.vcf) of any program or phone.

    It shows who is in them and asks whom to take in. Who is named already keeps all that you said
    of them; only what is not known yet is filled in. Photos and the rest are not looked at.
    """
    from cli import address_books  # noqa: PLC0415 - no other command of this file needs it

    if names and everybody:
        raise click.UsageError("Give either --name or --all.")
    with _as_slip():
        address_books.bring(
            home_of(ctx), files, ("all",) if everybody else names,
            every=every, is_dry=dry_run, is_sure=yes, form=form,
        )  # fmt: skip


@people_command.command("export")
@format_option("json", "csv")
@target_options
@click.pass_context
def export_command(ctx: click.Context, form: str, target: Path | None, force: bool) -> None:  # noqa: FBT001 - click's form
    """Write everybody and every talk that is kept."""
    home = home_of(ctx)
    kept = people.kept(home)
    if form == "csv":
        made_up.tell(home, err=True)
    if target is None:
        _write(home, kept, form)
        return
    with opened(target, force=force) as stream, redirect_stdout(stream):
        _write(home, kept, form)
    click.echo(f"{persons.counted(kept.people, kept.talks)} written to {target}.", err=True)


def _list(ctx: click.Context, form: str) -> None:
    home = home_of(ctx)
    found = people.listed(home, SystemClock())
    if form == "json":
        output.as_json({
            **made_up.marked(home),
            "people": [persons.plain_standing(one) for one in found.standings],
            "seen": [persons.plain_talk(one) for one in found.seen],
        })  # fmt: skip
    elif form == "csv":
        made_up.tell(home, err=True)
        output.as_csv(persons.LIST_HEADER, persons.rows(found.standings))
    else:
        made_up.tell(home)
        output.draw(lambda console: persons.draw(console, found))


def _write(home: Home, kept: people.Kept, form: str) -> None:
    if form == "csv":
        output.as_csv(persons.KEPT_HEADER, persons.kept_rows(kept.people, kept.talks))
        return
    output.as_json({
        **made_up.marked(home),
        "people": [persons.plain(one) for one in kept.people],
        "talks": [persons.plain_talk(one) for one in kept.talks],
    })  # fmt: skip


def _tell(person: Person, form: str, sentence: str) -> None:
    if form == "json":
        output.as_json(persons.plain(person))
    else:
        click.echo(sentence)


def _summary(person: Person) -> str:
    told = (
        persons.often(person.every),
        persons.ways(person.how),
        person.phone,
        person.email,
        person.link,
        f"birthday {persons.born(person.birthday)}" if person.birthday else "",
    )
    return ", ".join(output.safe(word) for word in told if word)


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        click.confirm(f"{question} This cannot be undone.", abort=True, err=True)


@contextmanager
def _as_slip() -> Iterator[None]:
    """A word that is none is a slip of the command line."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(output.safe(str(error))) from error
