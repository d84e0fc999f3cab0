"""Which links a button may open: ways to reach a person, and none that could start a program."""

SCHEMES = frozenset(
    {
        *("tel", "sms", "mailto", "sip", "sips", "callto", "facetime", "facetime-audio"),
        *("http", "https", "xmpp", "matrix", "irc", "ircs", "im"),
        *("signal", "sgnl", "whatsapp", "tg", "threema", "viber", "skype", "imessage"),
        *("msteams", "zoommtg", "zoomus", "slack", "discord"),
    }
)
_LONGEST = 2000  # what every system's opener takes
_NEVER = frozenset(' "<>\\^`{|}')  # no link has them, and a shell would read some
_WEB = ("http", "https")
_PLAIN = ("tel", "sms", "mailto", "sip", "sips", "callto")  # what follows is a number or an address
_ATTACHES = "attach"  # some mail programs would put a file of the person's into the message


def refusal(link: str) -> str:
    """Why a button does not open this link, in words that do not repeat it; '' when it may."""
    scheme, colon, rest = link.partition(":")
    scheme = scheme.lower()
    reasons = {
        "it is no link such as tel:, mailto: or https:": not colon or not rest.strip("/"),
        "links of this kind are not opened; those that lead to people are": scheme not in SCHEMES,
        f"it is longer than {_LONGEST} letters": len(link) > _LONGEST,
        "it has letters that no link has": not link.isprintable() or _NEVER.intersection(link),
        "it names no site": scheme in _WEB and not rest.startswith("//"),
        "it would attach a file": scheme == "mailto"
        and _ATTACHES in rest.partition("?")[2].lower(),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def address(link: str) -> str:
    """Tell where a link leads, as one would dial or write it: a bare number, address or site."""
    scheme, _, rest = link.partition(":")
    return rest.partition("?")[0] if scheme.lower() in _PLAIN else link
