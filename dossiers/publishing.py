"""Công khai thủ tục: an office's word on a procedure, kept by later loads of the catalogue."""

from django.db import transaction

from dossiers.models import Procedure
from portal import audit
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def confirm(procedure: Procedure, *, by: User) -> Procedure:
    """Xác nhận và công khai: the office has checked it against its province's decision."""
    current = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if current.confirmed_by_office and current.is_published:
        raise DomainError(f"Thủ tục {current.code} đã được xác nhận và đang công khai.")
    _say(current, confirmed=True, published=True)
    audit.record("procedure.confirmed", by=by, target=current)
    return current


@transaction.atomic
def withdraw(procedure: Procedure, *, by: User) -> Procedure:
    """Thôi công khai: citizens no longer see it and the desk no longer takes it; its dossiers stay."""
    current = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if not current.is_published:
        raise DomainError(f"Thủ tục {current.code} hiện không công khai.")
    _say(current, confirmed=False, published=False)
    audit.record("procedure.withdrawn", by=by, target=current)
    return current


@transaction.atomic
def set_pause_rule(procedure: Procedure, *, rule: str, by: User) -> Procedure:
    """Cách tính lại hạn của riêng thủ tục; empty: as each office has set it. Ended pauses stay."""
    current = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if current.pause_rule != rule:
        current.pause_rule = rule
        current.save(update_fields=["pause_rule"])
        audit.record("procedure.pause_rule_set", by=by, target=current, rule=rule)
    return current


def _say(procedure: Procedure, *, confirmed: bool, published: bool) -> None:
    procedure.confirmed_by_office, procedure.is_published = confirmed, published
    procedure.save(update_fields=["confirmed_by_office", "is_published"])
