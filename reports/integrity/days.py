"""Ngày của những việc được đếm: reuse, apology and second request as a dossier's row has them, against what
tells of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from dossiers.models import Apology, Dossier, DossierEvent
from dossiers.models.dossier import day_of
from portal import formats
from reports.integrity.model import Problem, Span

Days = dict[int, date | None]


def problems(_: Span) -> Iterator[Problem]:
    yield from _differences("apologised_on", "xin lỗi", _apologised())
    yield from _differences("asked_again_on", "yêu cầu bổ sung lần hai", _asked_again())
    yield from _reused()


def _apologised() -> Days:
    issued = Apology.objects.filter(issued_at__isnull=False).values_list("dossier_id", "issued_at")
    return {pk: day_of(at) for pk, at in issued.iterator()}


def _asked_again() -> Days:
    """By the second request of each that was not undone."""
    told = DossierEvent.objects.filter(action__in=("request_supplement", "undo")).order_by("pk")
    requests: dict[int, dict[int, date | None]] = defaultdict(dict)
    for pk, dossier, action, at, details in told.values_list(
        "pk", "dossier_id", "action", "at", "details"
    ).iterator():
        if action == "request_supplement":
            requests[dossier][pk] = day_of(at)
        else:
            requests[dossier].pop(details.get("event"), None)
    return {dossier: list(days.values())[1] for dossier, days in requests.items() if len(days) > 1}


def _differences(column: str, what: str, told: Days) -> Iterator[Problem]:
    rows = Dossier.objects.filter(**{f"{column}__isnull": False}).values_list("pk", column)
    stored: Days = dict(rows.iterator())
    wrong = sorted(pk for pk in stored.keys() | told.keys() if stored.get(pk) != told.get(pk))
    codes = Dossier.objects.in_bulk(wrong)
    for pk in wrong:
        message = f"ngày {what} ghi là {_said(stored.get(pk))}, theo diễn biến là {_said(told.get(pk))}."
        yield Problem("dossier.counted_day", f"Hồ sơ {codes[pk].code}", message)


def _reused() -> Iterator[Problem]:
    """A day of reuse is the day of an event; who reuses now has one."""
    reuses = DossierEvent.objects.filter(action="reuse_paper").values_list("dossier_id", "at")
    told: dict[int, set[date | None]] = defaultdict(set)
    for pk, at in reuses.iterator():
        told[pk].add(day_of(at))
    rows = Dossier.objects.filter(reused_on__isnull=False) | Dossier.objects.filter(reuses_papers=True)
    for dossier in rows.only("code", "reused_on", "reuses_papers").iterator():
        if dossier.reused_on not in told[dossier.pk]:
            message = f"ngày dùng lại giấy tờ ghi là {_said(dossier.reused_on)}, không diễn biến nào nói thế."
            yield Problem("dossier.counted_day", f"Hồ sơ {dossier.code}", message)


def _said(day: date | None) -> str:
    return formats.day_on_screen(day) if day else "trống"
