"""One step of the state machine: from what is due, what was said and how it is, to a decision.

A finding that is due waits. While the moment forbids a nudge it waits in vain, and expires. Once
nothing forbids it, it is given at the next breakpoint, or when patience ends. What waits with it
is said with it. What no longer holds is dropped: a break that was taken needs no nudge.

What the person ordered for its hour goes first and alone, is held by less than all else, and is
never left out by chance. Before that goes only what a law wants at its time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from config.schema import Nudge as Policy
from monitor.core.notices import Finding
from monitor.core.nudging import holds
from monitor.core.nudging.words import (
    MERGED,
    Decision,
    End,
    Ended,
    Facts,
    Given,
    Held,
    History,
    Law,
    Moment,
    Standing,
    Waiting,
)

_WAITS = "it waits for a pause in what you do"
_LEFT = "another nudge goes before it"
Bars = Mapping[str, tuple[Held, ...]]
"""What forbids a rule to speak now; nothing: it may."""


def settle(now: datetime, facts: Facts, history: History, law: Law) -> Decision:
    """Decide what to say now, if anything; the decision tells what waits from now on."""
    moment, given = facts.moment, history.given
    reasons = {one: holds.of_one(one, now, given, moment, law) for one in facts.findings}
    due = [finding for finding, reason in reasons.items() if reason is None]
    kept = tuple(reason for reason in reasons.values() if reason is not None)
    if not due and not history.waiting:
        return Decision(held=kept)
    bars = _bars(due, now, given, moment, law)
    queue = _follow(history.waiting, due, now, bars, law)
    ended = (*_moot(history.waiting, due, now), *_expired(history.waiting, due, now, bars, law))
    free = tuple(one for one in queue if not bars[one.finding.rule])
    barred = tuple(
        replace(one, has_expired=_expires(one, now, law)) for one in queue if bars[one.finding.rule]
    )
    if not free:
        least = max(barred, key=lambda one: _order(one.finding, law), default=None)
        held = bars[least.finding.rule] if least else kept
        return Decision(held=held, waiting=barred, ended=ended)
    behind = (
        Held(one.finding.rule, bar.reason, bar.until)
        for one in barred
        for bar in bars[one.finding.rule]
    )
    so_far = Decision(held=(*kept, *behind), waiting=barred, ended=ended)
    return _give(now, free, moment, law, so_far)


def _bars(
    due: Iterable[Finding], now: datetime, given: Sequence[Given], moment: Moment, law: Law
) -> Bars:
    """What forbids each rule now; it is asked once for each standing."""
    standings = {one.rule: law.standing(one.rule) for one in due}
    told = {one: holds.of_all(now, given, moment, law, one) for one in set(standings.values())}
    return {rule: told[one] for rule, one in standings.items()}


def _give(
    now: datetime, queue: tuple[Waiting, ...], moment: Moment, law: Law, so_far: Decision
) -> Decision:
    """Give what waits if this is the moment for it; what is left out by chance is so just then."""
    ends = min((one.free or now) + law.policy.patience for one in queue)
    if moment.between is None and now < ends:
        waits = tuple(Held(one.finding.rule, _WAITS, ends) for one in queue)
        queue = (*queue, *so_far.waiting)
        return replace(so_far, waiting=queue, held=(*so_far.held, *waits))
    first = max(queue, key=lambda one: _rank(one.finding, law))
    others = tuple(one for one in queue if one is not first)
    beside = [one for one in others if _is_said_with(first.finding, one.finding, law)][:MERGED]
    later = tuple(one for one in others if one not in beside)
    so_far = replace(so_far, waiting=(*later, *so_far.waiting))
    is_usual = law.standing(first.finding.rule) is Standing.USUAL
    if is_usual and _is_left_out(first.finding, law.policy):
        silent = tuple(Ended(one, now, End.SILENT) for one in (first, *beside))
        return replace(so_far, ended=(*so_far.ended, *silent))
    return replace(
        so_far,
        chosen=first.finding,
        expires=first.until,
        also=tuple(one.finding for one in beside),
        held=(*so_far.held, *(Held(one.finding.rule, _LEFT) for one in later)),
    )


def _is_said_with(first: Finding, other: Finding, law: Law) -> bool:
    """What was ordered is said alone; what leads needs its buttons, which no other has."""
    is_alone = Standing.ORDERED in {law.standing(first.rule), law.standing(other.rule)}
    return not is_alone and other.rule not in law.leading


def _follow(
    waiting: Iterable[Waiting],
    due: Iterable[Finding],
    now: datetime,
    bars: Bars,
    law: Law,
) -> tuple[Waiting, ...]:
    """What waits now: the findings that are due, each with its waiting so far."""
    before = {one.key: one for one in waiting}
    return tuple(
        _next(before.get((finding.rule, finding.occasion)), finding, now, bars, law)
        for finding in due
    )


def _next(
    before: Waiting | None,
    finding: Finding,
    now: datetime,
    bars: Bars,
    law: Law,
) -> Waiting:
    one, forbidden, until = before, bars[finding.rule], now + law.policy.expires
    if one is None or now < one.since:
        one = Waiting(finding, now, until)
    elif one.until <= now and not forbidden:
        goes_on = not _expires(one, now, law)
        one = replace(one, until=until) if goes_on else Waiting(finding, now, until, one.free)
    reasons = one.reasons | {held.reason for held in forbidden}
    free = None if forbidden else one.free or now
    return replace(one.following(finding), reasons=reasons, free=free)


def _moot(waiting: Iterable[Waiting], due: Sequence[Finding], now: datetime) -> tuple[Ended, ...]:
    """What waited and is no longer due: the person took the break, or somebody said it."""
    still = {(finding.rule, finding.occasion) for finding in due}
    return tuple(
        Ended(one, now, End.MOOT) for one in waiting if one.key not in still and not one.has_expired
    )


def _expires(one: Waiting, now: datetime, law: Law) -> bool:
    """Whether its time is over; what a law wants comes late rather than never."""
    return one.until <= now and one.finding.rule not in law.prompt


def _expired(
    waiting: Iterable[Waiting], due: Sequence[Finding], now: datetime, bars: Bars, law: Law
) -> tuple[Ended, ...]:
    """What is still due and waited in vain up to its end; what is free now waits for a pause."""
    still = {(finding.rule, finding.occasion) for finding in due}
    return tuple(
        Ended(replace(one, reasons=one.reasons | held), now, End.EXPIRED)
        for one in waiting
        if one.key in still and _expires(one, now, law) and not one.has_expired
        for held in [{bar.reason for bar in bars[one.finding.rule]}]
        if held or not one.free
    )


def _is_left_out(finding: Finding, policy: Policy) -> bool:
    """By chance, but the same chance for the same occasion, however often it is asked."""
    return crc32(f"{finding.rule} {finding.occasion}".encode()) % 100 < policy.stay_silent


def _rank(finding: Finding, law: Law) -> tuple[int, bool, float]:
    """A law's word, what was ordered, what needs its buttons, then what is farthest beyond."""
    return _order(finding, law), finding.rule in law.leading, _ratio(finding)


def _order(finding: Finding, law: Law) -> int:
    return law.standing(finding.rule).value


def _ratio(finding: Finding) -> float:
    """How far beyond its limit; a finding that counts no time is just at it."""
    amount, limit = finding.figure("amount"), finding.figure("limit")
    if amount is None or limit is None:
        return 1.0
    return amount / limit if limit else float("inf")
