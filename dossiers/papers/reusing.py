"""Dùng lại giấy tờ đã số hóa: what a person handed in before need not be scanned again.

NĐ 61/2018/NĐ-CP Đ.25; NĐ 224/2026/NĐ-CP Đ.15: each datum is asked for once. The files are not copied.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import DossierComponent, Scan, ScanPage, ScanSource, ScanState
from dossiers.papers.counting import recount
from dossiers.papers.sight import seen_by_name
from portal.errors import DomainError
from portal.models import User
from portal.text import fold

SHOWN = 8
_COPIED = (
    "number", "issuer", "issued_on", "expires_on", "type_code", "signer", "issued_at_place", "holder_name",
    "holder_number",
)  # fmt: skip


def candidates(component: DossierComponent, user: User) -> list[DossierComponent]:
    """Papers of the same person that may stand in, those of the same name first, the newest first."""
    wanted = fold(component.name)
    found = list(_usable(component, user).select_related("dossier__procedure").order_by("-pk")[:200])
    found.sort(key=lambda one: fold(one.name) != wanted)
    return found[:SHOWN]


def _usable(component: DossierComponent, user: User) -> QuerySet[DossierComponent]:
    """Digitised, in force, of a dossier that the officer sees by name, of the same person."""
    dossier = component.dossier
    if not dossier.personal_number:
        return DossierComponent.objects.none()
    theirs = seen_by_name(user).filter(personal_number=dossier.personal_number)
    counting = Scan.objects.counting().filter(component=OuterRef("pk"))
    return DossierComponent.objects.filter(
        Exists(counting),
        Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()),
        dossier__in=theirs.exclude(pk=dossier.pk),
        reused_from=None,
    )


@transaction.atomic
def reuse(component: DossierComponent, source: DossierComponent, *, by: User) -> DossierComponent:
    """Dùng lại: the earlier paper's scans stand for this one too; pressing twice changes nothing."""
    dossier = locked(component.dossier)
    current = DossierComponent.objects.get(pk=component.pk)
    if current.reused_from_id == source.pk:
        return current
    if not _usable(component, by).filter(pk=source.pk).exists():
        raise DomainError("Giấy tờ này không còn dùng lại được: đã hết giá trị, đã bỏ, hoặc của người khác.")
    if current.scans.on_their_way().exists():
        raise DomainError("Giấy tờ đã có bản số hóa. Bỏ bản đó trước rồi mới dùng lại bản cũ.")
    _share(source, current, by)
    current.reused_from, current.is_digitised = source, True
    for name in _COPIED:
        setattr(current, name, getattr(current, name) or getattr(source, name))
    current.save(update_fields=["reused_from", "is_digitised", *_COPIED])
    recount(dossier)
    tell(
        dossier, "reuse_paper", dossier.status, at=timezone.now(), by=by, reason=current.name,
        details={"paper": current.pk, "from": source.dossier.code},
    )  # fmt: skip
    return current


def _share(source: DossierComponent, component: DossierComponent, by: User) -> None:
    for old in source.scans.counting().prefetch_related("pages"):
        scan = Scan.objects.create(
            component=component, source=ScanSource.REUSE, state=ScanState.READY, created_by=by,
            file=old.file, received_file=old.received_file, received_name=old.received_name,
            received_sha256=old.received_sha256, is_signed=old.is_signed,
            signature_state=old.signature_state, signatures=old.signatures, sha256=old.sha256, size=old.size,
            page_count=old.page_count, dpi=old.dpi, text=old.text, folded_text=old.folded_text,
            reading=old.reading,
        )  # fmt: skip
        ScanPage.objects.bulk_create(
            ScanPage(
                scan=scan, number=page.number, position=page.position, rotation=page.rotation,
                preview=page.preview, thumbnail=page.thumbnail, is_left_out=page.is_left_out,
            )
            for page in old.pages.all()
        )  # fmt: skip
