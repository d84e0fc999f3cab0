"""Which links a button may open: those that lead to a person, and no others."""

from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.link import SCHEMES, address, refusal
from monitor.notify.opener import Opener
from tests.rig import wait_for


@pytest.mark.parametrize(
    "link",
    [
        *("tel:+49 30 1".replace(" ", ""), "TEL:1", "mailto:anna@x.example?subject=Hi", "sms:+1"),
        *("https://meet.example/anna#1", "xmpp:anna@x.example", "matrix:u/anna:x.example"),
        *("signal://send?phone=1", "sgnl://x", "whatsapp://send?phone=1", "tg://resolve?domain=a"),
        *("sip:anna@x.example", "facetime:anna@x.example", "https://xn--bcher-kva.example/ä"),
    ],
)
def test_links_to_people_are_opened(link: str) -> None:
    assert refusal(link) == ""


@pytest.mark.parametrize(
    "link",
    [
        *("", "anna", "tel:", "https:", "https://", "https:anna", ":x", "//host/share", "C:\\x"),
        *("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "smb://h/x", "vnc://h"),
        *("ms-msdt:/id", "search-ms:query=x", "ssh://h", "desktop:x", "about:blank", "trash:///"),
        *("tel:1\n2", "tel:1\0", "tel:1\u202e2", "java\nscript:x", "-tel:1", " tel:1", "tel:1 2"),
        *('tel:1"', "tel:1'<", "https://x/`id`", "https://x/\\..", "https://x/" + "a" * 2000),
        *("mailto:a@x?attach=/etc/passwd", "MAILTO:a@x?cc=b&Attachment=/etc/passwd"),
    ],
)
def test_what_leads_to_no_person_or_hides_something_is_not_opened(
    link: str, caplog: pytest.LogCaptureFixture
) -> None:
    links: SimpleQueue[str] = SimpleQueue()
    Opener(startfile=links.put).open(link)
    wait_for(lambda: caplog.messages, "word in the log")

    assert refusal(link)
    assert links.empty()
    assert len(link) < 8 or link not in caplog.text


@given(
    st.text(max_size=60) | st.builds("{}:{}".format, st.sampled_from(["tel", "FILE"]), st.text())
)
def test_whatever_is_opened_is_of_a_known_kind_and_can_be_read(link: str) -> None:
    if not refusal(link):
        assert link.partition(":")[0].lower() in SCHEMES
        assert link.isprintable()
        assert not link.startswith("-")


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("tel:+4930123456", "+4930123456"),
        ("SMS:+4930123456?body=Tea", "+4930123456"),
        ("mailto:anna@home.example?subject=Tea%3F", "anna@home.example"),
        ("https://chat.example/anna?room=1", "https://chat.example/anna?room=1"),
    ],
)
def test_where_a_link_leads_is_told_as_one_would_dial_or_write_it(link: str, told: str) -> None:
    assert address(link) == told
