"""humanward reached."""

from shlex import join

import click

from cli import output, persons, when
from cli.params import format_option, home_of
from monitor.core.people import How
from monitor.service import explain, people
from monitor.service.clock import SystemClock


@click.command("reached")
@click.argument("name", nargs=-1)
@click.option("--how", type=click.Choice([how.value for how in How]),
              help="How you talked; else the way that they like best.")  # fmt: skip
@click.option(
    "--when",
    "moment",
    default="now",
    help='When it was: "yesterday 18:00", "2 days ago"; now by itself.',
)
@click.option("--undo", is_flag=True, help="Take the talk that was noted last out again.")
@format_option()
@click.pass_context
def reached_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context, name: tuple[str, ...], how: str | None, moment: str, undo: bool, form: str  # noqa: FBT001 - click's form
) -> None:  # fmt: skip
    """Note a talk with somebody you named; the first letters of the NAME will do."""
    home, clock = home_of(ctx), SystemClock()
    if bool(name) is undo:
        raise click.UsageError("Give either a NAME or --undo.")
    calendar = explain.calendar(home)
    if undo:
        talk = people.take_back(home, clock)
    else:
        at = when.moment(moment, calendar, explain.present(clock), what="a talk")
        talk = people.reached(home, clock, " ".join(name), How(how) if how else None, at)
    if form == "json":
        output.as_json({"undone": undo, **persons.plain_talk(talk)})
        return
    click.echo(f"{'Taken back' if undo else 'Noted'}: {persons.talk(talk, calendar)}.")
    if not undo:
        click.echo("`humanward reached --undo` takes it back.")
    elif talk.person:
        day = f"{calendar.local(talk.at):%Y-%m-%d %H:%M}"
        words = (talk.person, "--how", talk.how.value, "--when", day)
        click.echo(f"`humanward reached {output.safe(join(words))}` notes it again.")
