"""humanward tools list, which."""

import click

from cli import output
from cli.params import format_option
from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher
from monitor.core.types import Kind

_KINDS = [kind.value for kind in Kind if kind is not Kind.BROWSER]


@click.group("tools")
def tools_command() -> None:
    """See which tools are recognised, and by what."""


@tools_command.command("list")
@click.option("--kind", type=click.Choice(_KINDS), help="Only tools of this kind.")
@format_option("text", "json", "csv")
def list_command(kind: str | None, form: str) -> None:
    """List the tools of the catalogue."""
    catalogue = load_catalogue()
    tools = [tool for tool in catalogue.tools if kind in {None, tool.kind}]
    rows = [(tool.name, tool.kind, [*tool.hosts, *tool.apps, *tool.programs]) for tool in tools]
    if form == "json":
        keys = ("tool", "kind", "keys")
        output.as_json({"catalogue": catalogue.version,
                        "tools": [dict(zip(keys, row, strict=True)) for row in rows]})  # fmt: skip
    elif form == "csv":
        output.as_csv(
            ("tool", "kind", "keys"), ((name, kind, " ".join(keys)) for name, kind, keys in rows)
        )
    else:
        for tool, what, known in rows:
            click.echo(f"{tool:<28} {output.word(what):<14} {', '.join(known)}")
        click.echo(f"{len(rows)} tools, catalogue {catalogue.version}.", err=True)


@tools_command.command("which")
@click.option("--app", default="", help="The desktop's name of a program (WM_CLASS, app id).")
@click.option("--program", default="", help="A program inside a terminal.")
@click.option("--url", default="", help="An address in a browser.")
@click.option("--title", default="", help="A window title: a weak sign, used last.")
@format_option()
def which_command(app: str, program: str, url: str, title: str, form: str) -> None:
    """Tell which tool something is recognised as, and why."""
    if not any((app, program, url, title)):
        raise click.UsageError("Give at least one of --app, --program, --url, --title.")
    verdict = Matcher(load_catalogue()).which(
        app=app, program=program, url=_with_scheme(url), title=title
    )
    if form == "json":
        output.as_json({
            "tool": verdict.tool or None,
            "kind": verdict.kind.value,
            "because": verdict.because,
            "weak": verdict.weak,
        })  # fmt: skip
    elif verdict.tool:
        kind = output.word(verdict.kind.value)
        click.echo(output.safe(f"{verdict.tool} ({kind}), because {verdict.because}."))
    else:
        click.echo(output.safe(f"No tool: {verdict.because}."))


def _with_scheme(url: str) -> str:
    return f"https://{url}" if url and "://" not in url else url
