"""The evidence for a nudge: what a limit counted, subject by subject, and nothing else."""

from datetime import timedelta

from hypothesis import given, settings

from config.schema import Per
from monitor.core.evidence import Counted, evidence, with_ai
from monitor.core.limits import Seen, begin, fold
from monitor.core.types import Presence, Stretch, Subject, Track
from tests.judging import BERLIN, CLAUDE, EDITOR, NOON, limit, minutes
from tests.proof import counts
from tests.test_limits_laws import RULES, lives

CHAT, PEN = Subject("firefox", host="claude.ai"), Subject("pen")


def use(first: float, last: float, subject: Subject) -> Seen:
    verdict = CLAUDE if subject is CHAT else EDITOR
    return Stretch(NOON + minutes(first), NOON + minutes(last), subject), verdict


def test_subjects_are_summed_up_the_longest_first() -> None:
    life = [use(0, 5, CHAT), use(5, 20, PEN), use(20, 40, CHAT)]

    assert evidence(limit(per=Per.SPELL), life, BERLIN) == (
        Counted(CHAT, CLAUDE, minutes(25)),
        Counted(PEN, EDITOR, minutes(15)),
    )
    assert evidence(limit("ai"), life, BERLIN) == (Counted(CHAT, CLAUDE, minutes(25)),)


def test_what_came_before_a_break_is_no_evidence() -> None:
    life = [use(0, 30, CHAT), use(36, 46, PEN)]

    assert evidence(limit(per=Per.SPELL), life, BERLIN) == (Counted(PEN, EDITOR, minutes(10)),)


@settings(max_examples=counts(100, 5_000))
@given(lives())
def test_the_evidence_adds_up_to_what_the_limit_counted(life: tuple[Seen, ...]) -> None:
    for rule in RULES:
        (count,) = fold([begin(rule)], life, BERLIN)

        assert (
            sum((one.length for one in evidence(rule, life, BERLIN)), timedelta()) == count.amount
        )


def test_time_with_ai_is_attended_time_with_an_ai_tool() -> None:
    idle = Stretch(NOON, NOON + minutes(9), CHAT, Presence.IDLE)
    agent = Stretch(NOON, NOON + minutes(9), CHAT, track=Track.UNATTENDED)
    life = [(idle, CLAUDE), (agent, CLAUDE), use(9, 10, CHAT), use(10, 20, PEN)]

    assert with_ai(life) == (Counted(CHAT, CLAUDE, minutes(1)),)
