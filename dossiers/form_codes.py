"""Mã của người dân: what a form that is sent once gives its sender, to come back with.

A code is made from the one-use key of the form, so that a form sent twice (a lost answer, a second tap) is
answered with the same code. Each purpose has codes and forms of its own.
"""

import uuid
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import salted_hmac

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are read for one another: I, L, O, 0, 1."""
LENGTH = 12
LONGEST = 24 * 3600
"""Seconds that an opened form may be sent in."""


@dataclass(frozen=True)
class FormCodes:
    """The codes of one purpose."""

    purpose: str

    def of_form(self, key: uuid.UUID) -> str:
        """`K7QM-2XHA-9RTB`: 59 bits that nobody guesses."""
        digest = salted_hmac(f"dossiers.{self.purpose}-code", key.hex, algorithm="sha256").digest()
        number = int.from_bytes(digest)
        letters = []
        for _ in range(LENGTH):
            number, place = divmod(number, len(LETTERS))
            letters.append(LETTERS[place])
        return spaced("".join(letters))

    def digest(self, code: str) -> str:
        """What is kept of a code that is said but once, however it is typed."""
        salt = f"dossiers.{self.purpose}-digest"
        return salted_hmac(salt, plain(code), algorithm="sha256").hexdigest()

    def new_form(self) -> str:
        """The signed key of a form that is opened now."""
        return self._signer.sign(uuid.uuid4().hex)

    def form_key(self, signed: str) -> uuid.UUID | None:
        """The key of a form that this portal gave out within a day; else none."""
        try:
            return uuid.UUID(hex=self._signer.unsign(signed, max_age=LONGEST))
        except (signing.BadSignature, ValueError):
            return None

    def is_older(self, signed: str, seconds: int) -> bool:
        """Whether a form has been open for so long; nobody fills one in at once, machines do."""
        try:
            self._signer.unsign(signed, max_age=seconds)
        except signing.SignatureExpired:
            return True
        except signing.BadSignature:
            return False
        return False

    @property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"dossiers.{self.purpose}-form", sep="~")


def plain(code: str) -> str:
    """A code however it is typed: small letters, spaces, without strokes."""
    return "".join(sign for sign in code.upper() if sign in LETTERS)


def spaced(letters: str) -> str:
    """In groups of four, as a code is read out."""
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
