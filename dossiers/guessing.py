"""Chống đoán bốn số cuối: few guesses for a stranger, while no stranger shuts a dossier for whom it is.

Four digits are 10,000, and two numbers (phone, personal number) may fit: one guess in 5,000 is right. Whoever
has a code may try, from as many machines as they like. So guesses are counted three ways, each for a day:

1. From one machine at one code: six wrong answers, with a growing pause from the third on. It shuts this
   machine out of this code and nobody else.
2. At one code from all machines together: after twelve wrong answers four digits are no longer enough; the
   whole phone or personal number is asked for. Who it belongs to knows it, so nobody is locked out.
3. Of whole numbers at one code from all machines: thirty wrong answers, then only machines are heard from
   which the right answer came within the last month. Others hear that the office answers at its desk.

A count begins with its first answer, so that within any 24 hours it may be filled twice. With any number of
machines the chance is at most 24/5,000 for four digits, and 12/5,000 more for somebody behind the very
address from which the owner asks: 0.72 %. A whole number has a million possibilities and more even for who
knows the year and the province of birth: 60 answers add 0.006 %. Somebody who knows all of one number but
its last four digits has 24, 60 and 12 answers at one in 10,000: 0.96 %. So nobody reaches one in a hundred.

To shut out an owner who has never asked before takes 42 wrong answers from seven machines, and lasts a day;
one who has asked before is not shut out at all.

A code that does not exist is counted in the same way. Keys are keyed digests: the cache tells neither codes
nor addresses.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from portal import caches

DAY, MONTH = 86_400, 30 * 86_400
FROM_ONE_MACHINE = 6
FOUR_DIGITS = 12
WHOLE_NUMBERS = 30
PAUSES = {3: 60, 4: 300, 5: 1_800}
"""Seconds after so many wrong answers from one machine."""
SHORT = 4


class Refusal(StrEnum):
    """Why an answer is not heard."""

    PAUSE = "pause"
    HERE = "here"
    WHOLE = "whole"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class _Count:
    key: str
    most: int

    def add(self) -> int:
        """One more, counted before it is looked at, so that many at once are counted too."""
        return caches.count(self.key, seconds=DAY)

    def take_back(self) -> None:
        try:
            cache.decr(self.key)
        except ValueError:
            return


class Guesses:
    """The answers given for one code from one machine: `hear` before looking, then `wrong` or `right`."""

    def __init__(self, code: str, machine: str) -> None:
        named = _digest(re.sub(r"[\s\-–_]", "", code).upper())
        here = _digest(f"{named} {machine}")
        self._here = _Count(f"guesses-here-{here}", FROM_ONE_MACHINE)
        self._short = _Count(f"guesses-short-{named}", FOUR_DIGITS)
        self._whole = _Count(f"guesses-whole-{named}", WHOLE_NUMBERS)
        self._paused, self._known = f"guesses-pause-{here}", f"guesses-known-{here}"
        self._counted: list[_Count] = []
        self._wrong_here = 0

    def hear(self, digits: str) -> Refusal | None:
        """Whether the answer may be looked at; it counts from now on, until it is told to be right."""
        if cache.get(self._paused):
            return Refusal.PAUSE
        is_short = len(digits) == SHORT
        everywhere = self._short if is_short else self._whole
        asked = [self._here] if cache.get(self._known) else [self._here, everywhere]
        refused = None
        for count in asked:
            number = count.add()
            self._counted.append(count)
            if count is self._here:
                self._wrong_here = number
            if number > count.most:
                refused = count
                break
        if refused is None:
            return None
        self._take_back()
        if refused is self._here:
            return Refusal.HERE
        return Refusal.WHOLE if is_short else Refusal.EVERYWHERE

    def wrong(self) -> None:
        if seconds := PAUSES.get(self._wrong_here):
            cache.set(self._paused, True, seconds)

    def right(self) -> None:
        """It does not count, and this machine is known for a month."""
        self._take_back()
        cache.set(self._known, True, MONTH)

    def _take_back(self) -> None:
        for count in self._counted:
            count.take_back()
        self._counted = []


def _digest(text: str) -> str:
    return salted_hmac("dossiers.guessing", text, algorithm="sha256").hexdigest()
