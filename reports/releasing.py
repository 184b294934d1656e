"""Công bố báo cáo: a finished report's PDF becomes everybody's, until it is built anew or withdrawn."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.errors import DomainError
from portal.models import Role, User
from reports.models import FileFormat, Report

RELEASERS = (Role.REFORM, Role.LEADER)


@transaction.atomic
def release(report: Report, *, by: User) -> Report:
    """Công bố tệp PDF trên trang của cơ quan; pressed twice it is released once."""
    current = _locked(report, by)
    if current.is_released:
        return current
    if current.built_at is None or current.is_building:
        raise DomainError("Dựng xong tệp rồi mới công bố được.")
    if current.was_edited_since:
        raise DomainError("Lời văn hoặc thể thức đã sửa sau khi dựng tệp. Dựng lại tệp rồi công bố.")
    if not current.files.filter(format=FileFormat.PDF).exists():
        raise DomainError("Báo cáo chưa có tệp PDF.")
    current.released_at, current.released_by = timezone.now(), by
    current.save(update_fields=["released_at", "released_by"])
    audit.record("report.released", by=by, target=current, unit=current.unit)
    return current


@transaction.atomic
def withdraw(report: Report, *, by: User) -> Report:
    """Thôi công bố."""
    current = _locked(report, by)
    if current.released_at is not None:
        current.released_at = current.released_by = None
        current.save(update_fields=["released_at", "released_by"])
        audit.record("report.withdrawn", by=by, target=current, unit=current.unit)
    return current


def _locked(report: Report, by: User) -> Report:
    if report.unit_id not in by.unit_ids(RELEASERS):
        raise DomainError(f"{report.unit.name} ngoài phạm vi của bạn.")
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit", "job")
    return rows.get(pk=report.pk)
