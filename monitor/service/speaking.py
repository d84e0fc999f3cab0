"""Put a decision into the words of the person's language."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from config.translation import translation
from monitor.core import words
from monitor.core.evidence import evidence
from monitor.core.notices import Finding, Nudge
from monitor.core.nudging import places
from monitor.core.nudging.words import Decision
from monitor.core.wording.tongue import Tongue
from monitor.service import letter
from monitor.service.situation import Situation
from monitor.store import nudges, people, read
from monitor.store.connect import Connection


def compose(
    seen: Connection,
    path: Path,
    decision: Decision,
    situation: Situation,
    complain: Callable[[str], None],
) -> Nudge | None:
    """Say what was chosen, with what waited beside it as far as there is room; None: nothing."""
    finding, now, settings = decision.chosen, situation.now, situation.settings
    if finding is None:
        return None
    spoken = translation(settings.nudge.language, os.environ)
    if spoken.trouble:
        complain(spoken.trouble)
    earlier = (one.nudge.text for one in reversed(situation.told) if one.nudge.rule == finding.rule)
    material = words.Material(
        limits=settings.limit,
        people=people.every(seen) if finding.person else (),
        tongue=Tongue(spoken.say, spoken.count),
        tools={one.rule: _tool(seen, one, situation) for one in (finding, *decision.also)},
        last=next(earlier, ""),
    )
    new = places.is_new(now, situation.moment)
    if finding.rule in words.TOLD:
        one = letter.compose(path, settings, finding, now, spoken.say)
        told = (one.title, one.within(words.room(finding, material, new=new)))
        material = replace(material, told=told)
    return words.compose(
        finding,
        decision.also,
        material,
        code=words.new_code(nudges.codes(seen), int(now.timestamp())),
        now=now,
        expires=decision.expires or now,
        new=new,
    )


def _tool(seen: Connection, finding: Finding, situation: Situation) -> str:
    """The one tool that the time of a limit went to; '' for several, or for none."""
    named = (one for one in situation.settings.limit if one.name == finding.rule)
    limit, since = next(named, None), finding.figure("since")
    if limit is None or since is None:
        return ""
    begins = datetime.fromtimestamp(since, UTC)
    spent = read.stretches(seen, begins, situation.now, read.subjects(seen))
    counted = evidence(limit, spent, situation.moment.calendar)
    tools = {one.verdict.tool for one in counted}
    return tools.pop() if len(tools) == 1 else ""
