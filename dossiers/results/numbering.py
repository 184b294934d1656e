"""Số, ký hiệu kết quả: where the office says so, a number of a year stands for the result of one dossier."""

from datetime import date

from django.utils import timezone

from dossiers.models import Dossier, FilledForm, Office, Result, WordPurpose
from dossiers.wordforms.filling import NUMBER
from portal.errors import DomainError


def check(dossier: Dossier, number: str, issued_on: date | None) -> None:
    """Refuse a number that the result or draft of another dossier has; inside the transaction that
    writes it. The lock settles two officers who number at once."""
    unit = dossier.resolving_unit_id
    if not number or not Office.objects.select_for_update().filter(unit=unit, numbers_results_once=True):
        return
    year = (issued_on or timezone.localdate()).year
    same = Result.objects.standing().filter(dossier__resolving_unit=unit, number__iexact=number)
    others = same.exclude(dossier=dossier).select_related("dossier")
    taken = next((one for one in others if _year(one) == year), None)
    if taken is not None:
        raise DomainError(f"Số {number} năm {year} đã cấp cho kết quả của hồ sơ {taken.dossier.code}.")
    drafts = FilledForm.objects.filter(
        dossier__resolving_unit=unit,
        template__purpose=WordPurpose.RESULT,
        filled_at__year=year,
        **{f"values__{NUMBER}": number},
    )
    other = drafts.exclude(dossier=dossier).select_related("dossier").first()
    if other is not None:
        raise DomainError(f"Số {number} đang ghi trên dự thảo kết quả của hồ sơ {other.dossier.code}.")


def _year(result: Result) -> int:
    return (result.issued_on or timezone.localtime(result.added_at)).year
