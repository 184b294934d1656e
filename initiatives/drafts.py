"""Ghi bản viết: what a form says goes into the draft part by part, so that co-authors lose nothing.

Each form carries the prints of what it was opened with. A part that its writer did not touch is left as the
others have it by now; one that two of them changed stays as it is stored, and both texts are shown.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from initiatives import moving, people
from initiatives.errors import NotYours
from initiatives.models import Author, Effect, Initiative, Participant
from portal import audit
from portal.errors import DomainError
from portal.files import storing
from portal.models import User

TEXTS = (
    "title", "field", "first_applied_on", "investor", "problem", "reason", "situation", "solution_heading",
    "solution", "applicability", "effect_money", "effect_time", "effect_people", "effect_other", "opinions",
    "conclusion", "conditions", "confidential",
)  # fmt: skip
ROWS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "authors": (
        Author,
        ("user_id", "name", "birth_on", "workplace", "post", "qualification", "share"),
    ),
    "effects": (Effect, ("what", "measure", "baseline", "result", "period", "source")),
    "participants": (
        Participant,
        ("name", "birth_on", "workplace", "post", "qualification", "work"),
    ),
}
"""Groups of rows: each is a part as a whole."""
Content = dict[str, Any]
"""Part → its text, or its rows."""


@dataclass(frozen=True)
class Saved:
    """How a save ended: the draft as it is now, the parts taken over from others, those that clash."""

    initiative: Initiative
    prints: dict[str, str]
    theirs: frozenset[str]
    clashes: frozenset[str]


def content_of(initiative: Initiative) -> Content:
    content: Content = {name: getattr(initiative, name) for name in TEXTS}
    for group, (_, columns) in ROWS.items():
        content[group] = list(getattr(initiative, group).values(*columns))
    return content


def prints_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A short digest of each part: the same words, the same digest."""
    return {name: _digest(value) for name, value in content.items()}


@transaction.atomic
def save(
    initiative: Initiative, *, content: Content, base: Mapping[str, str], by: User, at: datetime | None = None
) -> Saved:
    """Ghi những phần người viết đã sửa; `base` is what the form was opened with."""
    at = at or timezone.now()
    current = moving.locked(initiative)
    if not people.is_author(by, current):
        raise NotYours("Chỉ tác giả sửa được bản viết này.")
    if not current.is_writable:
        raise DomainError(
            f"Sáng kiến đang “{current.get_status_display()}”, không sửa được nữa. Nội dung vừa gõ chưa ghi."
        )
    typed, stored = prints_of(content), prints_of(content_of(current))
    mine = {name for name in content if typed[name] != base.get(name) and typed[name] != stored[name]}
    theirs = {name for name in base if name in stored and stored[name] != base[name]}
    clashes = mine & theirs
    _check_authors(content, mine - clashes, by)
    if taken := mine - clashes:
        _write(current, content, taken, at)
        audit.record("initiative.written", by=by, target=current, unit=current.unit, parts=sorted(taken))
    return Saved(
        current,
        prints_of(content_of(current)),
        frozenset(name for name in theirs - clashes if typed.get(name) != stored[name]),
        frozenset(clashes),
    )


@transaction.atomic
def delete(initiative: Initiative, *, by: User) -> None:
    """Xóa bản nháp that nobody but its authors ever had; what was submitted once is withdrawn instead."""
    current = moving.locked(initiative)
    if not people.is_author(by, current):
        raise NotYours("Chỉ tác giả xóa được bản nháp này.")
    if not current.may_be_deleted:
        raise DomainError("Sáng kiến đã từng nộp nên không xóa được; nếu thôi, hãy rút sáng kiến.")
    audit.record("initiative.deleted", by=by, target=current, unit=current.unit)
    files = list(current.attachments.values_list("file", flat=True))
    current.delete()  # with its history: nobody else ever saw it
    transaction.on_commit(partial(storing.take_away, files))


def _write(initiative: Initiative, content: Content, names: set[str], at: datetime) -> None:
    for name in names & set(TEXTS):
        setattr(initiative, name, content[name])
    for group in names & set(ROWS):
        model, _ = ROWS[group]
        getattr(initiative, group).all().delete()
        model._default_manager.bulk_create(
            model(initiative=initiative, position=position, **row)
            for position, row in enumerate(content[group], start=1)
        )
    initiative.changed_at = at
    initiative.version += 1
    initiative.fold()
    initiative.save()


def _check_authors(content: Content, names: set[str], by: User) -> None:
    if "authors" in names and by.pk not in {row["user_id"] for row in content["authors"]}:
        raise DomainError("Giữ tên mình trong danh sách tác giả: ai không còn trong đó không sửa được nữa.")


def _digest(value: Any) -> str:
    plain = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case str() | int():
            return value
        case Sequence():
            return [_plain(one) for one in value]
    raise TypeError(f"no print for {value!r}")
