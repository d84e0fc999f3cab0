"""What went wrong with a nudge is told, channel by channel."""

import pytest

from monitor.core.notices import Delivery, Outcome
from monitor.notify.troubles import in_words

FAILED = Outcome.FAILED


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ({"desktop": Outcome.SHOWN}, ()),
        ({"desktop": Outcome.UNKNOWN}, ()),
        ({"log": Outcome.UNKNOWN}, ()),
        ({"desktop": FAILED, "plyer": Outcome.UNKNOWN}, ("desktop: why desktop",)),
        (
            {"desktop": FAILED, "plyer": FAILED, "log": Outcome.UNKNOWN},
            (
                "desktop: why desktop",
                "plyer: why plyer",
                "It reached the log alone, where nobody sees it.",
            ),
        ),
        ({"desktop": FAILED}, ("desktop: why desktop", "It reached nobody.")),
        ({}, ()),
    ],
)
def test_each_channel_that_failed_is_told_with_its_reason(
    outcomes: dict[str, Outcome], told: tuple[str, ...]
) -> None:
    deliveries = [Delivery(name, outcome, f"why {name}") for name, outcome in outcomes.items()]

    assert in_words(deliveries) == told
