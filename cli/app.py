"""The command line: finds the command, and turns every error into a sentence and an exit code."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from cli import streams
from cli.lazy import LazyGroup
from cli.params import HomeFolder
from config.errors import SettingsError
from monitor.errors import AlreadyRunningError, MonitorError, NotRunningError

_FAILED, _USAGE, _SETTINGS, _RUNNING = 1, 2, 3, 4
_COMMANDS = {
    "run": "cli.commands.daemon",
    "start": "cli.commands.daemon",
    "stop": "cli.commands.daemon",
    "status": "cli.commands.status",
    "today": "cli.commands.report",
    "report": "cli.commands.report",
    "live": "cli.commands.live",
    "index": "cli.commands.index",
    "explain": "cli.commands.explain",
    "correct": "cli.commands.correct",
    "pause": "cli.commands.pause",
    "resume": "cli.commands.pause",
    "nudges": "cli.commands.nudges",
    "answer": "cli.commands.nudges",
    "why": "cli.commands.why",
    "limits": "cli.commands.limits",
    "people": "cli.commands.people",
    "reached": "cli.commands.reached",
    "tools": "cli.commands.tools",
    "data": "cli.commands.data",
    "import": "cli.commands.imports",
    "config": "cli.commands.config",
    "doctor": "cli.commands.doctor",
    "demo": "cli.commands.demo",
    "autostart": "cli.commands.autostart",
    "desktop": "cli.commands.desktop",
    "browser": "cli.commands.browser",
}


class _Commands(LazyGroup):
    """Every command; a slip is met with what was meant."""

    places = _COMMANDS

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

            near = get_close_matches(args[0], list(_COMMANDS), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx) from None


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415 - costs as much as all else

        click.echo(f"humanward {version('humanward')}")
        ctx.exit()


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Without a command it shows today. Everything stays on this computer.",
)
@click.option(
    "--home",
    type=HomeFolder(),
    envvar="HUMANWARD_HOME",
    help="Keep settings and data in this folder.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """See how much you lean on AI tools and screens, and turn towards people.

    An estimate that explains itself, never a diagnosis.
    """
    ctx.obj = home
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if ctx.invoked_subcommand is None:
        today = ctx.command.get_command(ctx, "today")  # type: ignore[attr-defined] # it is a group
        ctx.invoke(today)


def run() -> None:
    """Run the command line and leave with its exit code."""
    streams.make_sure_of_them()
    sys.exit(_code(lambda: main.main(prog_name="humanward", standalone_mode=False)))


def _code(command: Callable[[], object]) -> int:
    try:
        told = command()
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        streams.give_up_output()
        return 0
    except (click.ClickException, click.Abort, KeyboardInterrupt) as error:
        return _tell_slip(error)
    except (SettingsError, MonitorError) as error:
        return _tell_failure(error)
    except (UnicodeEncodeError, OSError) as error:
        return _tell_trouble(error)
    return told if isinstance(told, int) else 0


def _tell_slip(error: BaseException) -> int:
    """Something about the words of the command, or the person stopped it."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    return _say("Nothing was done." if isinstance(error, click.Abort) else "Stopped.", "", _FAILED)


def _tell_trouble(error: UnicodeEncodeError | OSError) -> int:
    """Something about the system, or a word that it could not have."""
    if isinstance(error, UnicodeEncodeError):
        return _say("One of the words is no valid text (UTF-8).", "", _USAGE)
    streams.give_up_output()
    where = f"{error.filename}: " if error.filename else ""
    return _say(f"{where}{error.strerror or error}.", "", _FAILED)


def _tell_failure(error: SettingsError | MonitorError) -> int:
    if isinstance(error, SettingsError):
        return _say(str(error), "", _SETTINGS)
    is_about_running = isinstance(error, AlreadyRunningError | NotRunningError)
    return _say(str(error), error.hint, _RUNNING if is_about_running else _FAILED)


def _say(message: str, hint: str, code: int) -> int:
    from cli.output import safe  # noqa: PLC0415 - only for what went wrong

    for line in f"humanward: {message}\n{hint}".rstrip("\n").split("\n"):
        click.echo(safe(line), err=True)
    return code
