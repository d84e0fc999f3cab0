"""humanward tools list, which, add, ignore, rename, remove."""

from datetime import timedelta

import click

from cli import output
from cli.paragraph import count
from cli.params import format_option, home_of
from config.say import shown
from config.tools import Tool
from monitor.core.types import Kind
from monitor.service import tools
from monitor.service.matching import load_matcher
from monitor.store.rejudge import Moved

_KINDS = [kind.value for kind in Kind if kind is not Kind.BROWSER]
_WORTH_TELLING = timedelta(minutes=1)


@click.group("tools")
def tools_command() -> None:
    """See which tools are recognised and by what, and add your own.

    A running daemon picks changes up by itself, and the kept past is judged anew.
    """


@tools_command.command("list")
@click.option("--kind", type=click.Choice(_KINDS), help="Only tools of this kind.")
@click.option("--own", is_flag=True, help="Only what you added, ignore or call otherwise.")
@format_option("text", "json", "csv")
@click.pass_context
def list_command(ctx: click.Context, kind: str | None, own: bool, form: str) -> None:  # noqa: FBT001 - click's form
    """List the tools that are recognised, yours included."""
    version, known = tools.listed(home_of(ctx))
    found = [
        one
        for one in known
        if kind in {None, one.tool.kind} and (not own or one.is_own or one.is_ignored or one.was)
    ]
    if form == "json":
        output.as_json({"catalogue": version, "tools": [_plain(one) for one in found]})
    elif form == "csv":
        rows = ((one.tool.name, one.tool.kind, " ".join(one.keys)) for one in found)
        output.as_csv(("tool", "kind", "keys"), rows)
    else:
        for one in found:
            kind_words = output.word(one.tool.kind)
            line = f"{one.tool.name:<28} {kind_words:<14} {', '.join(one.keys)}{_marks(one)}"
            output.tell(output.safe(line), hang=44)
        output.tell(f"{count(len(found), 'tool')}, catalogue {version}.", err=True)


@tools_command.command("which")
@click.option("--app", default="", help="The desktop's name of a program (WM_CLASS, app id).")
@click.option("--program", default="", help="A program inside a terminal.")
@click.option("--url", default="", help="An address in a browser.")
@click.option("--title", default="", help="A window title: a weak sign, used last.")
@format_option()
@click.pass_context
def which_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context, app: str, program: str, url: str, title: str, form: str
) -> None:
    """Tell which tool something is recognised as, and why."""
    if not any((app, program, url, title)):
        raise click.UsageError("Give at least one of --app, --program, --url, --title.")
    matcher, address = load_matcher(home_of(ctx)), _with_scheme(url)
    if url and not matcher.host_of(address):
        raise click.UsageError(f"{shown(url)} is no address of a site.")
    verdict = matcher.which(app=app, program=program, url=address, title=title)
    if form == "json":
        output.as_json({
            "tool": verdict.tool or None,
            "kind": verdict.kind.value,
            "because": verdict.because,
            "weak": verdict.weak,
        })  # fmt: skip
    elif verdict.tool:
        kind = output.word(verdict.kind.value)
        output.tell(output.safe(f"{verdict.tool} ({kind}), because {verdict.because}."))
    else:
        output.tell(output.safe(f"No tool: {verdict.because}."))


@tools_command.command("add")
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is for; a known tool needs none.")
@click.option("--host", "hosts", multiple=True,
              help="An address in a browser: chat.example.com/path, localhost:3000.")  # fmt: skip
@click.option("--app", "apps", multiple=True, help="The desktop's name of its window.")
@click.option("--program", "programs", multiple=True, help="What runs in a terminal.")
@click.option("--title", "titles", multiple=True,
              help="A pattern for the page title where no host is known: a weak sign.")  # fmt: skip
@click.option("--tag", "tags", multiple=True, help="A word of yours, as for limits.")
@format_option()
@click.pass_context
def add_command(  # noqa: PLR0913, PLR0917 - click's form
    ctx: click.Context,
    name: str,
    kind: str | None,
    hosts: tuple[str, ...],
    apps: tuple[str, ...],
    programs: tuple[str, ...],
    titles: tuple[str, ...],
    tags: tuple[str, ...],
    form: str,
) -> None:
    """Add a tool of your own, or a key or a tag to a known one. `tools remove NAME` undoes it.

    Your company's chat: tools add "Acme Chat" --kind assistant --host chat.acme.example.
    What is for work: tools add "GitHub Copilot" --tag work
    """
    is_known_by = hosts or apps or programs or titles
    if not (is_known_by or tags):
        raise click.UsageError("Give at least one of --host, --app, --program, --title, --tag.")
    tool = Tool(name, kind or "", hosts, apps, programs, titles, tags)
    done = tools.add(home_of(ctx), tool)
    told = [f"is known by {_keys(done)}"] if is_known_by else []
    told += [f"bears the tag {tag}" for tag in tags]
    back = f" Taken back: {', '.join(done.removed)}." if done.removed else ""
    _tell(done, form, f"{_named(done)} {' and '.join(told)}.{back}")


@tools_command.command("ignore")
@click.argument("name", required=False)
@click.option("--host", help="An address, with all below it.")
@format_option()
@click.pass_context
def ignore_command(ctx: click.Context, name: str | None, host: str | None, form: str) -> None:
    """Count a tool, or a host, as no AI. `tools remove` undoes it."""
    if bool(name) is bool(host):
        raise click.UsageError("Give either a tool's NAME or --host.")
    done = tools.ignore(home_of(ctx), name=name or "", host=host or "")
    still = "".join(f" Your own {tool} stays, known by {key}." for tool, key in done.still)
    _tell(done, form, f"{done.tool.name if done.tool else name} counts as no AI.{still}")


@tools_command.command("rename")
@click.argument("name")
@click.argument("to")
@format_option()
@click.pass_context
def rename_command(ctx: click.Context, name: str, to: str, form: str) -> None:
    """Call a tool otherwise, as in reports. `tools remove` undoes it."""
    done = tools.rename(home_of(ctx), name, to)
    _tell(done, form, f"{name} is called {to}.")


@tools_command.command("remove")
@click.argument("name")
@format_option()
@click.pass_context
def remove_command(ctx: click.Context, name: str, form: str) -> None:
    """Take back what you said of a tool or a host; what the catalogue says of it holds again."""
    done = tools.remove(home_of(ctx), name)
    _tell(done, form, f"Taken back of {name}: {', '.join(done.removed)}.")


def _tell(done: tools.Changed, form: str, sentence: str) -> None:
    if form == "text":
        output.tell(output.safe(sentence))
        output.tell(_moved(done.moved))
        return
    tool = done.tool
    output.as_json({
        "tool": tool.name if tool else None,
        "kind": tool.kind if tool else None,
        "tags": list(tool.tags) if tool else [],
        "removed": list(done.removed),
        "still": [{"tool": name, "host": key} for name, key in done.still],
        "moved": {
            "subjects": done.moved.subjects,
            "seconds": output.seconds(done.moved.time),
            "ai_seconds": output.seconds(done.moved.ai),
            "tagged_seconds": output.seconds(done.moved.tagged),
        },
    })  # fmt: skip


def _moved(moved: Moved) -> str:
    """What changed of the past, in one line."""
    if moved.time < _WORTH_TELLING <= moved.tagged:
        return f"{output.length(moved.tagged)} of the past goes by its tags as they are now."
    if moved.time < _WORTH_TELLING:
        return "Nothing kept so far is judged otherwise by it."
    hours = output.length(moved.time)
    if not moved.ai:
        return f"{hours} of the past moved; no AI time among it."
    more = "more" if moved.ai > timedelta() else "less"
    return f"{hours} of the past moved: {output.length(abs(moved.ai))} {more} with AI tools."


def _named(done: tools.Changed) -> str:
    return f"{done.tool.name} ({output.word(done.tool.kind)})" if done.tool else "It"


def _keys(done: tools.Changed) -> str:
    return ", ".join(tools.Listed(done.tool).keys) if done.tool else ""


def _plain(one: tools.Listed) -> dict[str, object]:
    return {
        "tool": one.tool.name,
        "kind": one.tool.kind,
        "keys": list(one.keys),
        "tags": list(one.tool.tags),
        "own": one.is_own,
        "ignored": one.is_ignored,
        "was": one.was or None,
    }


def _marks(one: tools.Listed) -> str:
    told = [
        "yours" if one.is_own else "",
        "ignored" if one.is_ignored else "",
        f"the catalogue's {one.was}" if one.was else "",
        *(f"tag {tag}" for tag in one.given),
    ]
    words = ", ".join(filter(None, told))
    return f"  ({words})" if words else ""


def _with_scheme(url: str) -> str:
    return f"https://{url}" if url and "://" not in url else url
