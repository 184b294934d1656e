"""Đặc tả giấy tờ: whether it must be digitised and why not, and the fields that describe it.

TT 01/2023/TT-VPCP Đ.4 says what is not digitised; Đ.9 asks for basic descriptive fields.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import DossierComponent
from dossiers.papers import coding
from dossiers.papers.counting import recount
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def describe(
    component: DossierComponent, *,
    must_digitise: bool, why_not: str, number: str, issuer: str,
    issued_on: date | None, expires_on: date | None, by: User | None, type_code: str = "",
    signer: str = "", issued_at_place: str = "", holder_name: str = "", holder_number: str = "",
) -> DossierComponent:  # fmt: skip
    """Ghi đặc tả và cấp mã: what changed is told by its columns' names; the same again tells nothing."""
    if not must_digitise and not why_not:
        raise DomainError("Chọn lý do giấy tờ này không phải số hóa (TT 01/2023/TT-VPCP, Điều 4).")
    if issued_on and expires_on and expires_on < issued_on:
        raise DomainError("Ngày hết giá trị trước ngày cấp.")
    dossier = locked(component.dossier)
    current = DossierComponent.objects.get(pk=component.pk)
    wanted = {
        "must_digitise": must_digitise, "why_not": "" if must_digitise else why_not, "number": number,
        "issuer": issuer, "issued_on": issued_on, "expires_on": expires_on, "type_code": type_code,
        "signer": signer, "issued_at_place": issued_at_place, "holder_name": holder_name,
        "holder_number": holder_number,
    }  # fmt: skip
    changed = [name for name, value in wanted.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, wanted[name])
    current.save(update_fields=changed)
    is_coded = coding.give(current)
    if not changed and not is_coded:
        return current
    recount(dossier)
    reason = current.name if must_digitise else f"{current.name}: {current.why_not_in_words}"
    tell(
        dossier, "describe_paper", dossier.status, at=timezone.now(), by=by, reason=reason[:1000],
        details={"paper": current.pk, "changed": [*changed, *(["digital_code"] if is_coded else [])]},
    )  # fmt: skip
    return current
