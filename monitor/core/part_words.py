"""What each part of the index says in words, how it is reckoned, and where it comes from."""

from monitor.core.figures import Figures
from monitor.core.parts import (
    GROWTH_BY,
    GROWTH_P,
    LEAST_ASKED,
    LEAST_EARLIER,
    LEAST_LATELY,
    Growth,
    Name,
)
from monitor.core.spread import mean

TITLES = {
    Name.TIME: "AI time a day",
    Name.SHARE: "share of the active time",
    Name.RETURNING: "coming back to AI",
    Name.NIGHT: "AI at night",
    Name.GROWTH: "growth",
    Name.PEOPLE: "AI against people",
    Name.FIRST: "asking AI first",
    Name.LONG: "long AI sessions",
}

UNITS = {
    Name.TIME: "min",
    Name.SHARE: "%",
    Name.RETURNING: "an hour",
    Name.NIGHT: "min",
    Name.GROWTH: "%",
    Name.PEOPLE: "%",
    Name.FIRST: "%",
    Name.LONG: "min",
}

SOURCES = {
    Name.TIME: "Fang et al. 2025 (arXiv 2503.17473, n = 981): those who chose to use a chatbot more"
    " fared worse, as a correlation. The bounds are judgement, set by 330 days of one real log.",
    Name.SHARE: "Judgement, after the idea of salience in Griffiths' components model. In one real"
    " log the median was 2.1 %.",
    Name.RETURNING: "Evidence disagrees: Ryding & Kuss 2020 found frequency telling, Marciano 2022"
    " did not. So its weight is modest.",
    Name.NIGHT: "Christensen 2016 (n = 653): more screen time in sleeping hours, worse sleep."
    " That it holds for AI is judgement.",
    Name.GROWTH: "One's own past as the yardstick: Pan 2019 needs two weeks for two months."
    " The gate keeps chance out: without it shuffled days spoke as often as real ones.",
    Name.PEOPLE: "Fang et al. 2025: more use went with less company, as a correlation. Text counts"
    " half: people rate calls above it (JCMC 2025, zmaf004). The bounds are judgement.",
    Name.FIRST: "Judgement, not validated by any study.",
    Name.LONG: "Judgement: what is known of breaks (Albulescu 2022) is about screens, not AI.",
}


def says(name: Name, x: float, of: Figures, growth: Growth | None) -> str:
    """Say a part in words."""
    if name is Name.GROWTH and growth is not None:
        return _growth_says(growth)
    if name is Name.FIRST:
        return f"{of.asked_ai:.0f} of {of.asked:.0f} searches for help began with AI"
    if name is Name.PEOPLE:
        contact = of.contact / of.days
        return f"{of.ai / of.days:.0f} min a day with AI, {contact:.0f} min with people"
    return {
        Name.TIME: f"{x:.0f} min a day with AI tools",
        Name.SHARE: f"{x:.0f} % of the active time was with AI tools",
        Name.RETURNING: f"{x:.1f} times an hour you came back to AI 1 to 10 min after leaving it",
        Name.NIGHT: f"{x:.0f} min a night with AI tools",
        Name.LONG: f"the longest AI session of a day took {x:.0f} min on average",
    }[name]


def reckoning(name: Name, x: float, of: Figures, growth: Growth | None) -> str:
    """Tell how the figure that a part takes comes about, for pencil and paper."""
    if name is Name.GROWTH and growth is not None:
        lately, earlier = mean(growth.lately), mean(growth.earlier)
        told = (
            f"({lately:.2f} + 5) / ({earlier:.2f} + 5) = {growth.ratio:.1f} %,"
            f" {growth.more:+.2f} min a day, p = {growth.p:.5f}"
        )
        gate = f"it counts with {GROWTH_BY:.0f} min more and p below {GROWTH_P:g}"
        return f"{told}; {gate}, so {'it does' if growth.speaks else 'it is taken as 100 %'}"
    if name is Name.PEOPLE:
        ai, people = of.ai / of.days, of.contact / of.days
        hours = f"calls {of.calls:.1f} + messages {of.messages:.1f} / 2 + talks {of.talks:.1f}"
        return (
            f"AI {of.ai:.1f} / {of.days} = {ai:.2f} min; people ({hours}) / {of.days}"
            f" = {people:.2f} min; {ai:.2f} / ({ai:.2f} + {people:.2f} + 10) = {x:.2f} %"
        )
    return {
        Name.TIME: f"{of.ai:.1f} min / {of.days} days = {x:.2f} min",
        Name.SHARE: f"{of.ai:.1f} min / {of.active:.1f} min = {x:.2f} %",
        Name.RETURNING: f"{of.returns:.0f} returns / {of.active / 60:.2f} hours = {x:.2f} an hour",
        Name.NIGHT: f"{of.night:.1f} min / {of.days} nights = {x:.2f} min",
        Name.FIRST: f"{of.asked_ai:.0f} / {of.asked:.0f} = {x:.2f} %",
        Name.LONG: f"{of.longest:.1f} min / {of.days} days = {x:.2f} min",
    }[name]


def why_missing(name: Name, of: Figures, lately: int, earlier: int) -> str:
    """Say why a part cannot be told."""
    return {
        Name.GROWTH: f"it takes {LEAST_LATELY} of the last 14 days and {LEAST_EARLIER} of the 28"
        f" before; there are {lately} and {earlier}",
        Name.PEOPLE: "contact is not known: no call and no message was seen on this computer",
        Name.FIRST: f"it takes {LEAST_ASKED} searches for help in the week; there were"
        f" {of.asked:.0f}",
    }.get(name, "no active time is left to count")


def _growth_says(growth: Growth) -> str:
    lately, earlier = mean(growth.lately), mean(growth.earlier)
    told = f"{lately:.0f} min a day in the last 14 days, {earlier:.0f} in the 28 before"
    return told if growth.speaks else f"{told}: within your own ups and downs"
