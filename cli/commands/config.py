"""humanward config show, explain, set, unset, check, sample, schema, path."""

import json
from dataclasses import replace

import click

from cli import output
from cli.params import Signed, home_of
from config import drop, render, write
from config.errors import Problem, SettingsError
from config.keys import find
from config.load import load
from config.paths import Home
from config.schema import DEFAULTS, Settings
from config.warn import warnings


@click.group("config")
def config_command() -> None:
    """See, understand and change the settings. A running daemon picks changes up by itself."""


@config_command.command("show")
@click.pass_context
def show_command(ctx: click.Context) -> None:
    """Show the settings in force, as a settings file."""
    click.echo(render.sample(load(home_of(ctx).settings)), nl=False)


@config_command.command("explain")
@click.argument("key", required=False)
@click.pass_context
def explain_command(ctx: click.Context, key: str | None) -> None:
    """Tell what each setting means and is, or only KEY ("watch.every", "limit")."""
    found = render.explain(key)
    settings = _in_force(home_of(ctx))
    for number, entry in enumerate(found):
        if number:
            click.echo()
        named = replace(entry, key=key) if key and find(key) else entry
        if settings and named.key != entry.key and not render.held(settings, named.key):
            problem = Problem(named.key, None, "No limit has that name.")
            raise SettingsError([problem], hint="`humanward limits` lists them all.")
        click.echo(_entry(named, settings))


@config_command.command("set", cls=Signed)
@click.argument("key")
@click.argument("value")
@click.pass_context
def set_command(ctx: click.Context, key: str, value: str) -> None:
    """Change one setting, keeping the comments of the file ("limit.break.at_most 45m")."""
    home = home_of(ctx)
    home.make_folders()
    settings = write.set_value(home.settings, key, value)
    click.echo(f"{key} is {write.as_stored(key, value)} now.")
    for warning in warnings(settings):
        output.tell(warning, err=True)


@config_command.command("unset")
@click.argument("key")
@click.pass_context
def unset_command(ctx: click.Context, key: str) -> None:
    """Take one setting, or a limit ("limit.NAME"), out of the file: its default holds again.

    What stands there and is no setting is taken out as well.
    """
    path = home_of(ctx).settings
    if not drop.unknown(path, key):
        write.unset(path, key)
    settings = _in_force(home_of(ctx))
    is_now = render.held(settings, key) if settings and find(key) else ""
    click.echo(f"{key} is {is_now} again." if is_now else f"{key} is out of the file.")


@config_command.command("check")
@click.pass_context
def check_command(ctx: click.Context) -> None:
    """Tell everything that is wrong in the settings file, by key and line."""
    path = home_of(ctx).settings
    settings = load(path)
    there = "is fine" if path.exists() else "is not there, so the defaults hold"
    output.tell(f"{path} {there}.")
    for warning in warnings(settings):
        output.tell(warning)


@config_command.command("sample")
def sample_command() -> None:
    """Write a settings file with every default and what it means."""
    click.echo(render.sample(), nl=False)


@config_command.command("schema")
def schema_command() -> None:
    """Write the JSON Schema of the settings file, for editors."""
    click.echo(json.dumps(render.json_schema(), indent=2))


@config_command.command("path")
@click.pass_context
def path_command(ctx: click.Context) -> None:
    """Tell where the settings file is."""
    click.echo(home_of(ctx).settings)


def _in_force(home: Home) -> Settings | None:
    """The settings in force; None where a mistake in the file keeps them from being known."""
    try:
        return load(home.settings)
    except SettingsError:
        return None


def _entry(entry: render.Entry, settings: Settings | None) -> str:
    bounds = f", {entry.bounds}" if entry.bounds else ""
    lines = [entry.key, entry.meaning, f"It is {entry.takes}{bounds}."]
    default = render.held(DEFAULTS, entry.key) or entry.default
    lines.append(f"Default: {default}" if default else "It must be given.")
    is_now = render.held(settings, entry.key) if settings else ""
    if is_now not in {"", default}:
        lines.append(f"In force: {is_now}")
    return "\n    ".join(lines)
