"""Nhãn của biểu mẫu: the words of a form as an office set them, at the time a slip was issued.

A text that an office sets holds for slips issued from then on; a reprint keeps the words of its time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils import timezone

from dossiers.models import FormText
from dossiers.printing.sets import FormSet
from dossiers.printing.wording import LABELS, Label
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User
from portal.text import one_line

TITLE = "title"
LONGEST = 600
_PLACE = re.compile(r"\{(\w*)\}")


class UnusableLabel(DomainError):
    """A text that would print wrongly; `key` says whose it is."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True)
class Texts:
    """The words of one form: `texts["phone"]`, or with its places filled `texts.say("due", moment=…)`."""

    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def say(self, key: str, **values: object) -> str:
        """The text with its places filled in; its first letter stays a capital."""
        said = _PLACE.sub(lambda place: str(values[place[1]]), self.words[key])
        return said[:1].upper() + said[1:]


def labels_of(form_set: FormSet, kind: str) -> tuple[Label, ...]:
    """The title and every label of a form, with the words they ship with."""
    return _shipped(form_set.title(kind), kind)


@cache
def _shipped(title: str, kind: str) -> tuple[Label, ...]:
    return (Label(TITLE, title, "tên biểu mẫu"), *LABELS[kind])


def texts(form_set: FormSet, kind: str, *, unit: Unit, at: datetime | None = None) -> Texts:
    """What the office's form says at a moment: its own words where it had set any, else the usual ones."""
    words = {label.key: label.text for label in labels_of(form_set, kind)}
    for key, text in _set_by_office(form_set, kind, unit, at).items():
        if key in words and text is not None:
            words[key] = text
    return Texts(words)


def own_texts(form_set: FormSet, kind: str, unit: Unit) -> dict[str, str]:
    """Only what the office has changed, as it stands now."""
    found = _set_by_office(form_set, kind, unit, None)
    return {key: text for key, text in found.items() if text is not None}


def _set_by_office(
    form_set: FormSet, kind: str, unit: Unit, at: datetime | None
) -> dict[str, str | None]:  # fmt: skip
    rows = FormText.objects.filter(
        unit=unit, form_set=form_set.key, kind=kind, set_at__lte=at or timezone.now()
    )
    return dict(rows.order_by("set_at", "pk").values_list("key", "text"))


@transaction.atomic
def change(form_set: FormSet, kind: str, *, unit: Unit, wanted: Mapping[str, str], by: User) -> list[str]:
    """Sửa nhãn: set what differs from now; a text equal to the usual one goes back to it. Keys changed."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    usual = {label.key: label.text for label in labels_of(form_set, kind)}
    now = texts(form_set, kind, unit=unit)
    changed = []
    for key, text in checked(form_set, kind, wanted).items():
        if text != now[key]:
            FormText.objects.create(
                unit=unit,
                form_set=form_set.key,
                kind=kind,
                key=key,
                text=None if text == usual[key] else text,
                set_by=by,
            )
            changed.append(key)
    if changed:
        audit.record("form.worded", by=by, unit=unit, form=kind, set=form_set.key, labels=len(changed))
    return changed


def checked(form_set: FormSet, kind: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form as they would be kept; refuses what could not be printed."""
    usual = {label.key: label.text for label in labels_of(form_set, kind)}
    kept = {}
    for key, text in wanted.items():
        if key not in usual:
            raise UnusableLabel(key, f"Biểu mẫu này không có nhãn “{key}”.")
        kept[key] = one_line(text)
        if refusal := unusable(kept[key], usual[key]):
            raise UnusableLabel(key, refusal)
    return kept


def unusable(text: str, usual: str) -> str:
    """Why a text can't stand for the usual one; empty if it can."""
    if len(text) > LONGEST:
        return f"Nhãn dài {len(text)} chữ, tối đa {LONGEST}."
    places, wanted = set(_PLACE.findall(text)), set(_PLACE.findall(usual))
    if unknown := sorted(places - wanted):
        known = ", ".join(f"{{{name}}}" for name in sorted(wanted))
        said = f"chỉ dùng được {known}" if known else "nhãn này không có chỗ điền nào"
        return f"Không hiểu chỗ điền {{{unknown[0]}}}: {said}."
    if missing := sorted(wanted - places):
        return f"Nhãn phải giữ chỗ điền {{{missing[0]}}}: hệ thống ghi số liệu của hồ sơ vào đó."
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        return "Dấu ngoặc { } chỉ dùng cho chỗ điền, không in được."
    return ""
