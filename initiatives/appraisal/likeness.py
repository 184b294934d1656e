"""Văn bản giống nhau: passages that an initiative shares with earlier ones, side by side. It decides nothing.

Each text is known by the hashes of its runs of words, so that one is compared with thousands quickly; only
those that share some are read and laid beside each other.
"""

import re
from array import array
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import F, QuerySet

from initiatives.models import Initiative, TextPrint
from portal.models import User
from portal.text import fold

RUN = 6
"""Words that stand together in both: fewer are everyday phrases of offices."""
SHOWN = 5
_WORD = re.compile(r"\w+")
_Word = tuple[str, int, int]
"""A word as it is compared, and where it stands."""
_TEXTS = ("title", "solution")


@dataclass(frozen=True)
class Passage:
    """The same words in both, as each wrote them."""

    here: str
    there: str
    words: int


@dataclass(frozen=True)
class Likeness:
    """How much of a text stands in another."""

    other: Initiative
    share: int
    """Percent of the words here."""
    same_title: bool
    passages: list[Passage]


@dataclass(frozen=True)
class Comparison:
    compared: int
    found: list[Likeness]


def compare(initiative: Initiative, user: User) -> Comparison:
    """With the earlier initiatives that this user may read."""
    visible = Initiative.objects.visible_to(user).exclude(pk=initiative.pk).exclude(submitted_at=None)
    if initiative.submitted_at is not None:
        visible = visible.filter(submitted_at__lt=initiative.submitted_at)
    refresh(visible)
    own = hashes(initiative)
    title = fold(initiative.title)
    shared: list[tuple[int, int]] = []
    prints = TextPrint.objects.filter(initiative__in=visible).values_list("initiative", "hashes")
    compared = 0
    for pk, stored in prints.iterator():
        compared += 1
        if common := len(own & frozenset(_unpacked(stored))):
            shared.append((common, pk))
    nearest = [pk for _, pk in sorted(shared, reverse=True)[:SHOWN]]
    others = Initiative.objects.select_related("unit").in_bulk(nearest)
    found = [_laid_beside(initiative, others[pk], title) for pk in nearest]
    found += [
        Likeness(one, 0, same_title=True, passages=[])
        for one in visible.filter(title=initiative.title).exclude(pk__in=nearest)[:SHOWN]
    ]
    return Comparison(compared, sorted(found, key=lambda one: -one.share))


def refresh(initiatives: QuerySet[Initiative]) -> None:
    """Take the prints of texts that were written since."""
    stale = list(
        initiatives.exclude(text_print__version=F("version")).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(stale), 200):
        some = Initiative.objects.filter(pk__in=stale[start : start + 200]).only("version", *_TEXTS)
        TextPrint.objects.bulk_create(
            [
                TextPrint(
                    initiative=one, version=one.version, hashes=array("q", sorted(hashes(one))).tobytes()
                )
                for one in some
            ],
            update_conflicts=True,
            unique_fields=["initiative"],
            update_fields=["version", "hashes"],
        )


def hashes(initiative: Initiative) -> frozenset[int]:
    words = [word for word, _, _ in _words(_text(initiative))]
    return frozenset(_hash(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def passages(here: str, there: str) -> list[Passage]:
    """The runs of words that both have, each as long as it goes, in the order of the first text."""
    mine, theirs = _words(here), _words(there)
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(theirs) - RUN + 1):
        places.setdefault(tuple(word for word, _, _ in theirs[at : at + RUN]), []).append(at)
    found: list[Passage] = []
    at = 0
    while at <= len(mine) - RUN:
        starts = places.get(tuple(word for word, _, _ in mine[at : at + RUN]))
        if starts is None:
            at += 1
            continue
        start, length = max(((one, _length(mine, at, theirs, one)) for one in starts), key=lambda one: one[1])
        found.append(
            Passage(
                here[mine[at][1] : mine[at + length - 1][2]],
                there[theirs[start][1] : theirs[start + length - 1][2]],
                length,
            )
        )
        at += length
    return found


def _laid_beside(initiative: Initiative, other: Initiative, title: str) -> Likeness:
    mine = _text(initiative)
    found = passages(mine, _text(other))
    whole = len(_words(mine)) or 1
    share = round(100 * sum(one.words for one in found) / whole)
    return Likeness(other, share, fold(other.title) == title, found)


def _text(initiative: Initiative) -> str:
    return "\n".join(getattr(initiative, name) for name in _TEXTS)


def _words(text: str) -> list[_Word]:
    return [(fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _hash(words: list[str]) -> int:
    digest = blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _unpacked(stored: bytes | memoryview) -> "array[int]":
    numbers = array("q")
    numbers.frombytes(bytes(stored))
    return numbers


def _length(mine: list[_Word], at: int, theirs: list[_Word], start: int) -> int:
    """For how many words both go on alike."""
    length = 0
    while (
        at + length < len(mine)
        and start + length < len(theirs)
        and mine[at + length][0] == theirs[start + length][0]
    ):
        length += 1
    return length
