"""Mã theo dõi: by it alone a sender follows a feedback. It is said once and not kept, only its digest.

It is made from the one-use key of the form, so that a form sent twice (a lost answer, a second tap) is
answered with the same code.
"""

import uuid

from django.core import signing
from django.utils.crypto import salted_hmac

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are read for one another: I, L, O, 0, 1."""
LENGTH = 12
_SIGNER = signing.TimestampSigner(salt="dossiers.feedback-form", sep="~")
LONGEST = 24 * 3600
"""Seconds that an opened form may be sent in."""


def of_form(key: uuid.UUID) -> str:
    """`K7QM-2XHA-9RTB`: 59 bits that nobody guesses."""
    number = int.from_bytes(salted_hmac("dossiers.feedback-code", key.hex, algorithm="sha256").digest())
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    code = "".join(letters)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def digest(code: str) -> str:
    """What is kept of a code, however it is typed: small letters, spaces, without strokes."""
    plain = "".join(sign for sign in code.upper() if sign in _LETTERS)
    return salted_hmac("dossiers.feedback-digest", plain, algorithm="sha256").hexdigest()


def new_form() -> str:
    """The signed key of a form that is opened now."""
    return _SIGNER.sign(uuid.uuid4().hex)


def form_key(signed: str) -> uuid.UUID | None:
    """The key of a form that this portal gave out within a day; else none."""
    try:
        return uuid.UUID(hex=_SIGNER.unsign(signed, max_age=LONGEST))
    except (signing.BadSignature, ValueError):
        return None


def is_older(signed: str, seconds: int) -> bool:
    """Whether a form has been open for so long; nobody writes a complaint in a moment, machines do."""
    try:
        _SIGNER.unsign(signed, max_age=seconds)
    except signing.SignatureExpired:
        return True
    except signing.BadSignature:
        return False
    return False
