"""Address books as the programs of thirty years write them, and who is in each."""

from base64 import b64encode

Told = tuple[str, str, str, str]
"""A name, a number, an address and a birthday."""

_PICTURE = b64encode(bytes(range(256)) * 12).decode()


def _folded(text: str, width: int = 73) -> str:
    return "\r\n ".join(text[at : at + width] for at in range(0, len(text), width))


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


GOOGLE = _crlf(
    """BEGIN:VCARD
VERSION:3.0
FN:Anna Lena Schmidt
N:Schmidt;Anna;Lena;;
EMAIL;TYPE=INTERNET;TYPE=HOME:anna@example.org
TEL;TYPE=CELL:+49 170 1234567
BDAY:1990-04-12
item1.URL:http\\://www.google.com/profiles/1
item1.X-ABLabel:PROFILE
NOTE:a line\\nwith another\\, and a comma
PHOTO:https://lh3.googleusercontent.com/contacts/abc
CATEGORIES:myContacts
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ярослав Мудрый
N:Мудрый;Ярослав;;;
TEL;TYPE=HOME:030 123456
END:VCARD
"""
).encode()

APPLE = _crlf(
    f"""BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.5//EN
N:O'Brien;Seán;;Dr.;
FN:Dr. Seán O'Brien
item1.EMAIL;type=INTERNET;type=pref:sean@example.ie
item1.X-ABLabel:_$!<Other>!$_
item2.TEL;type=pref:+353 1 234 5678
item2.X-ABLabel:_$!<Mobile>!$_
item3.IMPP;X-SERVICE-TYPE=Jabber;type=pref:xmpp:sean@example.ie
BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29
PHOTO;ENCODING=b;TYPE=JPEG:{_folded(_PICTURE)}
X-ABUID:1\\:ABPerson
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
FN:
ORG:Praxis am Markt\\, Zahnärzte;Empfang
X-ABShowAs:COMPANY
TEL;type=WORK;type=VOICE:(030) 99 88 77
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Friends;;;;
FN:Friends
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1
END:VCARD
"""
).encode()

OUTLOOK = (
    _crlf("""BEGIN:VCARD
VERSION:2.1
X-MS-OL-DEFAULT-CHARSET:Windows-1252
N;LANGUAGE=de;CHARSET=Windows-1252:Müller-Lüdenscheidt;Jörg
FN;CHARSET=Windows-1252:Jörg Müller-Lüdenscheidt
ORG;CHARSET=Windows-1252:Gebäude & Söhne
TEL;WORK;FAX:+49 (30) 11111
TEL;WORK;VOICE:+49 (0) 30 22222
TEL;CELL;VOICE:+49 (0171) 33333
ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Stra=DFe 1=0D=0A=
Hinterhaus;Berlin;;10115;Deutschland
EMAIL;PREF;INTERNET:joerg@example.de
PHOTO;TYPE=JPEG;ENCODING=BASE64:
""")
    + "".join(f" {_PICTURE[at : at + 74]}\r\n" for at in range(0, len(_PICTURE), 74))
    + _crlf("""
X-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://schemas.microsoft.com/office/outlook" ver="1.0"/>
BDAY:19601231
REV:20260101T120000Z
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE:L=F6we;Ren=E9;;Herr
FN;ENCODING=QUOTED-PRINTABLE:Herr Ren=E9 L=F6we=20=
der J=FCngere
END:VCARD
""")
).encode("cp1252")

NEXTCLOUD = (
    """BEGIN:VCARD
VERSION:4.0
PRODID:-//Thunderbird.net/NONSGML Thunderbird CardBook V77.0//EN-GB
UID:2b1a
FN;PREF=1:Zoë\\, die Große
N:;Zoë;;;
TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-0100
TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+1-555-0199;ext=7
EMAIL;PREF=1;TYPE=home:zoe@example.com
BDAY;VALUE=DATE:--0412
GENDER:F
PHOTO:data:image/jpeg;base64,"""
    + _PICTURE
    + """
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:李小龍
N:李;小龍;;;
BDAY:19401127T000000Z
END:VCARD
"""
).encode()

ANDROID = _crlf(
    """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9A=D0=BE=D0=BC=D0=BC=D0=B5=D1=80=D1=87;=D0=94=D0=BC=D0=B8=D1=82=D1=80=D0=
=B8=D0=B9;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=94=D0=BC=D0=B8=D1=82=D1=80=D0=B8=
=D0=B9=20=D0=9A=D0=BE=D0=BC=D0=BC=D0=B5=D1=80=D1=87
TEL;CELL:+70000000000
BDAY:--05-20
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;;1;;;;;;;;;;;;;
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:;Mum;;;
TEL;CELL;PREF:0170-55
TEL;HOME:030-66
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=53=6D=69=74=68=3B=4A=72;=4A=6F;;;
END:VCARD
"""
).encode()

LOTUS = _crlf(
    """begin:vcard
version:2.1
n:Alt;Karl
fn :Karl Alt
x_lotus_thing:1
agent:
begin:vcard
version:2.1
fn:The Secretary
end:vcard
tel;work:123456
end:vcard
"""
).encode()

WIDE = _crlf("BEGIN:VCARD\nVERSION:3.0\nFN:Ólafur Grímsson\nTEL:+354 1\nEND:VCARD\n").encode(
    "utf-16"
)
MARKED = b"\xef\xbb\xbf" + b"BEGIN:VCARD\nVERSION:3.0\nFN:Marked\nEND:VCARD\n"
OLD_MAC = b"BEGIN:VCARD\rVERSION:3.0\rFN:Carriage\rEND:VCARD\r"
MISLED = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-1:Čapek\nEND:VCARD\n".encode()
UNNAMED = (
    b"BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nEMAIL:only@example.org\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:3.0\nNICKNAME:Nick\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:3.0\nFN:\nN:;;;;\nN:Second;Name;;;\nEND:VCARD\n"
)

BOOKS: dict[str, tuple[bytes, tuple[Told, ...]]] = {
    "google": (
        GOOGLE,
        (
            ("Anna Lena Schmidt", "+49 170 1234567", "anna@example.org", "1990-04-12"),
            ("Ярослав Мудрый", "030 123456", "", ""),
        ),
    ),
    "apple": (
        APPLE,
        (
            ("Dr. Seán O'Brien", "+353 1 234 5678", "sean@example.ie", "--02-29"),
            ("Praxis am Markt, Zahnärzte Empfang", "(030) 99 88 77", "", ""),
        ),
    ),
    "outlook": (
        OUTLOOK,
        (
            ("Herr René Löwe der Jüngere", "", "", ""),
            ("Jörg Müller-Lüdenscheidt", "+49 (0171) 33333", "joerg@example.de", "1960-12-31"),
        ),
    ),
    "nextcloud": (
        NEXTCLOUD,
        (
            ("Zoë, die Große", "+1-555-0199", "zoe@example.com", "--04-12"),
            ("李小龍", "", "", "1940-11-27"),
        ),
    ),
    "android": (
        ANDROID,
        (
            ("Jo Smith;Jr", "", "", ""),
            ("Mum", "0170-55", "", ""),
            ("Дмитрий Коммерч", "+70000000000", "", "--05-20"),
        ),
    ),
    "lotus": (LOTUS, (("Karl Alt", "123456", "", ""),)),
    "utf-16": (WIDE, (("Ólafur Grímsson", "+354 1", "", ""),)),
    "byte order mark": (MARKED, (("Marked", "", "", ""),)),
    "old mac": (OLD_MAC, (("Carriage", "", "", ""),)),
    "misled": (MISLED, (("Čapek", "", "", ""),)),
    "unnamed": (
        UNNAMED,
        (
            ("Name Second", "", "", ""),
            ("Nick", "", "", ""),
            ("only@example.org", "", "only@example.org", ""),
        ),
    ),
}
