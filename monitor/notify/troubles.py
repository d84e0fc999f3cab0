"""What went wrong when a nudge was shown, in words for ``status`` and ``doctor``."""

from collections.abc import Sequence

from monitor.core.notices import Delivery, Outcome

_LOG = "log"
_UNSEEN = "It reached the log alone, where nobody sees it."
_LOST = "It reached nobody."


def in_words(deliveries: Sequence[Delivery]) -> tuple[str, ...]:
    """Each channel that failed a nudge, with its reason; nothing when the first one took it."""
    failed = tuple(
        f"{one.channel}: {one.reason}" for one in deliveries if one.outcome is Outcome.FAILED
    )
    taken = [one.channel for one in deliveries if one.outcome is not Outcome.FAILED]
    if not failed or set(taken) - {_LOG}:
        return failed
    return (*failed, _UNSEEN if taken else _LOST)
