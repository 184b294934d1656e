"""Cách tính lại hạn của riêng một thủ tục, where special law counts a pause otherwise than offices do."""

from django.db import transaction

from dossiers.models import Procedure
from dossiers.revisions.keeping import is_keeper
from portal import audit
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def set_rule(procedure: Procedure, *, rule: str, by: User) -> Procedure:
    """For every office of the installation; empty: as each office has set it. Ended pauses stay."""
    if not is_keeper(by):
        raise DomainError("Cách tính lại hạn chung cho mọi đơn vị do người giữ danh mục đặt.")
    current = Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    if current.pause_rule != rule:
        current.pause_rule = rule
        current.save(update_fields=["pause_rule"])
        audit.record("procedure.pause_rule_set", by=by, target=current, rule=rule)
    return current
