"""Soạn báo cáo: begin one, write its words, set its thể thức, give it up."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from portal import audit, formats
from portal.errors import DomainError
from portal.models import Unit, User
from reports import composer, kinds
from reports.kinds import ReportKind
from reports.letterhead import Letterhead
from reports.models import Report
from reports.periods import Period

_OF_ONE_REPORT = ("number", "issued_on")


@transaction.atomic
def begin(kind: ReportKind, unit: Unit, period: Period, *, by: User) -> tuple[Report, bool]:
    """Lập báo cáo, with the words of the unit's previous one; the one there is, if there is one."""
    kind.check(unit, period)
    earlier = previous(kind.code, unit, period)
    header = dict(earlier.header) if earlier else {}
    report, is_new = Report.objects.get_or_create(
        kind=kind.code,
        unit=unit,
        period_first=period.first,
        period_last=period.last,
        defaults={
            "period_code": period.code,
            "texts": dict(earlier.texts) if earlier else {},
            "header": {name: value for name, value in header.items() if name not in _OF_ONE_REPORT},
            "created_by": by,
        },
    )
    if is_new:
        audit.record("report.begun", by=by, target=report, unit=unit)
    return report, is_new


def previous(kind: str, unit: Unit, period: Period) -> Report | None:
    """The unit's last report of the kind before a period."""
    return Report.objects.filter(kind=kind, unit=unit, period_last__lt=period.last).first()


@transaction.atomic
def write(report: Report, texts: Mapping[str, str], *, by: User) -> None:
    """Ghi lời văn; a token that means nothing is refused."""
    kept = {code: text.strip() for code, text in texts.items() if text.strip()}
    kind = kinds.kind(report.kind)
    for text in kept.values():
        composer.check_text(text)
        kind.check_text(text)
    if kept != report.texts:
        report.texts, report.edited_at = kept, timezone.now()
        report.save(update_fields=["texts", "edited_at"])
        audit.record("report.written", by=by, target=report, unit=report.unit, sections=sorted(kept))


@transaction.atomic
def set_letterhead(report: Report, head: Letterhead, *, by: User) -> None:
    """Ghi thể thức: number, date, who signs, who receives."""
    header = head.as_json()
    if header != report.header:
        report.header, report.edited_at = header, timezone.now()
        report.save(update_fields=["header", "edited_at"])
        audit.record("report.letterhead_set", by=by, target=report, unit=report.unit)


@transaction.atomic
def give_up(report: Report, *, by: User) -> None:
    """Bỏ bản soạn: only while no file was ever built from it."""
    current = Report.objects.select_for_update(of=("self",)).select_related("job").get(pk=report.pk)
    if current.is_building:
        raise DomainError("Báo cáo đang được dựng tệp. Chờ dựng xong rồi hãy thử lại.")
    if current.built_at:
        raise DomainError(
            f"Báo cáo đã dựng tệp lúc {formats.day_on_screen(timezone.localtime(current.built_at).date())}, "
            "không bỏ được nữa; sửa lời văn rồi dựng lại nếu cần."
        )
    audit.record("report.given_up", by=by, target=current, unit=current.unit)
    current.delete()
