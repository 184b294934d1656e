"""Quy định về tổ công nghệ số của một xã."""

from typing import Any

from django.db import transaction

from initiatives.models import TeamRules
from portal import audit
from portal.models import Unit, User


@transaction.atomic
def set_rules(commune: Unit, *, by: User, **fields: Any) -> TeamRules:
    """Đặt quy định; sessions already logged keep the rule that they were logged under."""
    rules, _ = TeamRules.objects.update_or_create(unit=commune, defaults=fields)
    audit.record("team.rules_set", by=by, target=commune, unit=commune, **fields)
    return rules
