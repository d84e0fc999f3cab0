"""How a person is reached: what may be their number and their address."""

import re

_LONGEST = 100  # letters, with all that is written around a number
_PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){2})[+(]?[0-9(][0-9 ()./*#-]{1,38}")
_HOME_ALONE = re.compile(r"^(\+.*?)\(0\)")  # +49 (0) 170: from elsewhere the nought is not dialled
_EXTENSION = re.compile(r"\s*(?:;|,|x|ext)[.=a-z]*\s*[0-9]{1,8}$", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"'\\?&%#]{1,64}@[^\s@<>()\[\],;:\"'\\?&%#/]{1,189}")


def phone(text: str) -> str:
    """A number as people write it; a ValueError tells in a sentence why it is none."""
    number = " ".join(text[: _LONGEST + 1].split())
    number = _EXTENSION.sub("", re.sub(r"^tel:", "", number, flags=re.IGNORECASE))
    number = " ".join(_HOME_ALONE.sub(r"\1 ", number).split())
    if len(text) > _LONGEST or not _PHONE.fullmatch(number):
        raise ValueError(f'"{text}" is no telephone number; write it as +49 170 1234567.')
    return number


def email(text: str) -> str:
    """An e-mail address; a ValueError tells in a sentence why it is none."""
    address = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
    if not _EMAIL.fullmatch(address) or not address.isprintable():
        raise ValueError(f'"{text}" is no e-mail address; write it as anna@example.org.')
    return address
