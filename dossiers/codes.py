"""Mã hồ sơ: unit, reception day, running number of that day (NĐ 61/2018 Đ.26; TT 01/2018/TT-VPCP Đ.19)."""

from datetime import date

from django.db import transaction

from dossiers.models import CodeCounter, Dossier
from portal.models import Unit


@transaction.atomic
def allot(unit: Unit, day: date) -> str:
    """The next free code of a unit and day: `19405-261122-0001`.

    The counter row stays locked until the caller's transaction ends, so two desks never draw one number and a
    rolled-back intake leaves no gap. Codes that came in by import are stepped over.
    """
    counter, _ = CodeCounter.objects.select_for_update().get_or_create(unit=unit, day=day)
    while True:
        counter.last += 1
        code = f"{unit.code_prefix}-{day:%y%m%d}-{counter.last:04d}"
        if not Dossier.objects.filter(code=code).exists():
            CodeCounter.objects.filter(pk=counter.pk).update(last=counter.last)
            return code
