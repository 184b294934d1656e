"""Vietnamese text: one form for storing (NFC), one for searching (without marks)."""

import re
import unicodedata

# What XML 1.0 cannot carry (Word and Excel files are XML), and the invisible marks that come along with
# pasted text: C1 controls, zero-width characters, the byte order mark, the soft hyphen, bidi overrides.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

_LONGEST_SEARCH = 300


def nfc(value: str) -> str:
    """TCVN 6909:2001: Vietnamese is stored with precomposed letters."""
    return unicodedata.normalize("NFC", value)


def clean(value: str) -> str:
    """Precomposed letters only, line ends as `\\n`, nothing that a Word or Excel file refuses."""
    return nfc(_UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(value: str) -> str:
    """`clean`, with every run of white space as one space."""
    return " ".join(clean(value).split())


def sought(value: str) -> str:
    """What was typed to be searched for. Databases give up on patterns of many thousand letters or words, and
    nothing here has a name that long."""
    return one_line(value[:_LONGEST_SEARCH])


def fold(value: str) -> str:
    """The form in which names are searched: “Nguyễn  Thị Đào” and “nguyen thi dao” are equal."""
    decomposed = unicodedata.normalize("NFD", clean(value).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.replace("đ", "d").split())
