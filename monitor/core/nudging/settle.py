"""One step of the state machine: from what is due, what was said and how it is, to a decision.

A finding that is due waits. While the moment forbids a nudge it waits in vain, and expires. Once
nothing forbids it, it is given at the next breakpoint, or when patience ends. What waits with it
is said with it. What no longer holds is dropped: a break that was taken needs no nudge.
"""

from collections.abc import Iterable, Sequence
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
    Held,
    History,
    Law,
    Moment,
    Waiting,
)

_WAITS = "it waits for a pause in what you do"


def settle(now: datetime, facts: Facts, history: History, law: Law) -> Decision:
    """Decide what to say now, if anything; the decision tells what waits from now on."""
    moment, given = facts.moment, history.given
    reasons = {one: holds.of_one(one, now, given, moment, law) for one in facts.findings}
    due = [finding for finding, reason in reasons.items() if reason is None]
    kept = tuple(reason for reason in reasons.values() if reason is not None)
    forbidden = holds.of_all(now, given, moment, law.policy)
    queue = _follow(history.waiting, due, now, forbidden, law.policy)
    ended = (*_moot(history.waiting, due, now), *_expired(history.waiting, due, now, forbidden))
    if forbidden:
        queue = tuple(replace(one, has_expired=one.until <= now) for one in queue)
        held = forbidden if queue else kept
        return Decision(held=held, waiting=queue, ended=ended)
    return _give(now, queue, moment, law, Decision(held=kept, ended=ended))


def _give(
    now: datetime, queue: tuple[Waiting, ...], moment: Moment, law: Law, so_far: Decision
) -> Decision:
    """Give what waits if this is the moment for it; what is left out by chance is so just then."""
    if not queue:
        return so_far
    ends = min((one.free or now) + law.policy.patience for one in queue)
    if moment.between is None and now < ends:
        waits = tuple(Held(one.finding.rule, _WAITS, ends) for one in queue)
        return replace(so_far, waiting=queue, held=(*so_far.held, *waits))
    first = max(queue, key=lambda one: _ratio(one.finding))
    others = tuple(one for one in queue if one is not first)
    if _is_left_out(first.finding, law.policy):
        silent = tuple(Ended(one, now, End.SILENT) for one in (first, *others))
        return replace(so_far, ended=(*so_far.ended, *silent))
    also, later = tuple(one.finding for one in others[:MERGED]), others[MERGED:]
    return replace(so_far, chosen=first.finding, expires=first.until, also=also, waiting=later)


def _follow(
    waiting: Iterable[Waiting],
    due: Iterable[Finding],
    now: datetime,
    forbidden: Sequence[Held],
    policy: Policy,
) -> tuple[Waiting, ...]:
    """What waits now: the findings that are due, each with its waiting so far."""
    before = {one.key: one for one in waiting}
    return tuple(
        _next(before.get((finding.rule, finding.occasion)), finding, now, forbidden, policy)
        for finding in due
    )


def _next(
    before: Waiting | None,
    finding: Finding,
    now: datetime,
    forbidden: Sequence[Held],
    policy: Policy,
) -> Waiting:
    one = before
    if one is None or now < one.since or (one.until <= now and not forbidden):
        since = one.free if one and not forbidden and now >= one.since else None
        one = Waiting(finding, now, now + policy.expires, free=since)
    reasons = one.reasons | {held.reason for held in forbidden}
    free = None if forbidden else one.free or now
    return replace(one.following(finding), reasons=reasons, free=free)


def _moot(waiting: Iterable[Waiting], due: Sequence[Finding], now: datetime) -> tuple[Ended, ...]:
    """What waited and is no longer due: the person took the break, or somebody said it."""
    still = {(finding.rule, finding.occasion) for finding in due}
    return tuple(
        Ended(one, now, End.MOOT) for one in waiting if one.key not in still and not one.has_expired
    )


def _expired(
    waiting: Iterable[Waiting], due: Sequence[Finding], now: datetime, forbidden: Sequence[Held]
) -> tuple[Ended, ...]:
    """What is still due and waited in vain up to its end; what is free now waits for a pause."""
    still = {(finding.rule, finding.occasion) for finding in due}
    held = {one.reason for one in forbidden}
    return tuple(
        Ended(replace(one, reasons=one.reasons | held), now, End.EXPIRED)
        for one in waiting
        if one.key in still
        and one.until <= now
        and (forbidden or not one.free)
        and not one.has_expired
    )


def _is_left_out(finding: Finding, policy: Policy) -> bool:
    """By chance, but the same chance for the same occasion, however often it is asked."""
    return crc32(f"{finding.rule} {finding.occasion}".encode()) % 100 < policy.stay_silent


def _ratio(finding: Finding) -> float:
    """How far beyond its limit; a finding that counts no time is just at it."""
    amount, limit = finding.figure("amount"), finding.figure("limit")
    if amount is None or limit is None:
        return 1.0
    return amount / limit if limit else float("inf")
