"""Tìm văn bản: what was typed, with or without accents, over the register and the words in the files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from dossiers.documents.status import UNFINISHED, Direction, DocumentState
from dossiers.models import DocumentFile, OfficialDocument, OfficialQuerySet, Task
from portal.errors import DomainError
from portal.text import fold, sought

_S = DocumentState
SHORTEST = 2


@dataclass(frozen=True)
class Shelf:
    """One filter of a list: the word of the address, its name, and which documents it holds."""

    word: str
    label: str
    condition: Callable[[date], Q]


def _states(*states: DocumentState) -> Callable[[date], Q]:
    return lambda today: Q(state__in=states)


def _late(today: date) -> Q:
    """A task that ran out, or the office's own due day."""
    late = Task.objects.filter(document=OuterRef("pk"), state__in=UNFINISHED, due_on__lt=today)
    return Q(Exists(late)) | Q(due_on__lt=today, state__in=(_S.REGISTERED, _S.IN_WORK))


SHELVES: dict[Direction, tuple[Shelf, ...]] = {
    Direction.IN: (
        Shelf("", "Tất cả", lambda today: Q()),
        Shelf("cho-but-phe", "Chờ bút phê", _states(_S.REGISTERED)),
        Shelf("dang-giai-quyet", "Đang giải quyết", _states(_S.IN_WORK)),
        Shelf("qua-han", "Quá hạn", _late),
        Shelf("da-giai-quyet", "Đã giải quyết", _states(_S.DONE)),
        Shelf("tra-lai-huy", "Trả lại, hủy", _states(_S.RETURNED, _S.VOID)),
    ),
    Direction.OUT: (
        Shelf("", "Tất cả", lambda today: Q()),
        Shelf("soan-thao", "Đang soạn thảo", _states(_S.DRAFT)),
        Shelf("cho-duyet", "Chờ duyệt", _states(_S.SUBMITTED)),
        Shelf("cho-cap-so", "Chờ cấp số", _states(_S.APPROVED)),
        Shelf("cho-phat-hanh", "Chờ phát hành", _states(_S.NUMBERED)),
        Shelf("da-phat-hanh", "Đã phát hành", _states(_S.ISSUED)),
        Shelf("thu-hoi-huy", "Thu hồi, hủy", _states(_S.REVOKED, _S.VOID)),
    ),
}


def shelf(direction: Direction, word: str) -> Shelf:
    return next((one for one in SHELVES[direction] if one.word == word), SHELVES[direction][0])


def counts(found: OfficialQuerySet, direction: Direction, today: date) -> list[int]:
    """How many lie on each shelf, in one query."""
    shelves = SHELVES[direction]
    numbers = found.order_by().aggregate(
        **{f"n{place}": Count("pk", filter=one.condition(today)) for place, one in enumerate(shelves)}
    )
    return [numbers[f"n{place}"] for place in range(len(shelves))]


def matching(found: OfficialQuerySet, words: str) -> OfficialQuerySet:
    """Those whose number, subject, sender, signer, or a word in a file says it."""
    wanted = fold(sought(words))
    if len(wanted) < SHORTEST:
        return found
    said = DocumentFile.objects.filter(is_current=True, folded_text__contains=wanted)
    return found.filter(Q(search_text__contains=wanted) | Q(pk__in=said.values("document")))


def the_one(visible: OfficialQuerySet, words: str) -> OfficialDocument:
    """The document that a whole number means, else the only one that says the words."""
    standing = visible.exclude(state=_S.VOID)
    by_number = standing.filter(Q(sender_number__iexact=words) | Q(symbol__iexact=words))
    found = list(by_number[:2]) or list(matching(standing, words)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise DomainError("Có nhiều văn bản như vậy: ghi đủ số, ký hiệu.")
    raise DomainError("Không thấy văn bản nào như vậy trong phạm vi của bạn.")


def narrowed(found: OfficialQuerySet, chosen: dict[str, Any]) -> OfficialQuerySet:
    """By what the filters of the list say; an empty one says nothing."""
    if chosen.get("q"):
        found = matching(found, chosen["q"])
    if chosen.get("loai"):
        found = found.filter(kind=chosen["loai"])
    if chosen.get("tu"):
        found = found.filter(listed_on__gte=chosen["tu"])
    if chosen.get("den"):
        found = found.filter(listed_on__lte=chosen["den"])
    return found
