"""In mã QR niêm yết: an order, and the job that lays its sheets out.

What is printed is the procedure as the job finds it; only then is its revision noted on the code, so that
the list of sheets to replace tells the truth.
"""

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dossiers.models import PostedCode, PostedKind, PosterPrint, Procedure, SheetKind
from dossiers.posting import hanging, sheets
from portal import audit, jobs
from portal.errors import DomainError
from portal.models import Job, Unit, User

KIND = "print-posters"
MOST_PAGES = 400
BOOKLET_PLACE = "Sổ mã QR"
_EVERY = 10
"""Codes drawn between two words on progress."""


@transaction.atomic
def order(
    unit: Unit, codes: Sequence[PostedCode], *, sheet: SheetKind, by: User, copies: int = 1
) -> PosterPrint:
    """In các mã: the same order twice, while the first is being made, is one."""
    if unit.pk not in by.unit_ids(hanging.ROLES):
        raise DomainError(f"{unit.name} ngoài phạm vi của bạn.")
    if not codes:
        raise DomainError("Chưa có mã nào để in: chọn ít nhất một thủ tục.")
    if len(codes) * copies > MOST_PAGES * (sheets.STICKERS_A_PAGE if sheet == SheetKind.STICKERS else 1):
        raise DomainError(f"Một bản in có nhiều nhất {MOST_PAGES} trang: in từng lĩnh vực.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    wanted = {code.pk for code in codes}
    waiting = PosterPrint.objects.filter(unit=unit, sheet=sheet, copies=copies, made_by=by, file="")
    for one in waiting.select_related("job").prefetch_related("codes"):
        if one.job and not one.job.is_over and {code.pk for code in one.codes.all()} == wanted:
            return one
    made = PosterPrint.objects.create(unit=unit, sheet=sheet, copies=copies, made_by=by)
    made.codes.set(codes)
    made.job = jobs.enqueue(KIND, by=by, poster_print=made.pk)
    made.save(update_fields=["job"])
    audit.record("posting.printed", by=by, target=made, unit=unit, sheet=str(sheet), codes=len(codes))
    return made


@transaction.atomic
def order_booklet(unit: Unit, *, by: User) -> PosterPrint:
    """Sổ mã QR của cả danh mục: every procedure that the unit offers, by field."""
    offered = Procedure.objects.offered_by(unit).valid_on(timezone.localdate())
    codes = hanging.post_each(unit, offered.only("pk"), place=BOOKLET_PLACE, by=by)
    cover = hanging.post(unit=unit, kind=PostedKind.CATALOGUE, place=BOOKLET_PLACE, by=by)
    return order(unit, [cover, *codes], sheet=SheetKind.BOOKLET, by=by)


def work_off(job: Job) -> None:
    """Lay the sheets out; an order that has its file already is left as it is."""
    import pypdfium2  # a slow library

    made = PosterPrint.objects.select_related("unit").get(pk=job.payload["poster_print"])
    if made.file:
        return
    codes = _in_order(made)
    job.beat(total=2 * len(codes), step="Đang vẽ mã")
    drawn = sheets.signs(
        codes, progress=lambda done: job.beat(done=done) if done % _EVERY == 0 else None
    )  # fmt: skip
    job.beat(done=len(codes), step="Đang dàn trang")
    content = sheets.pdf(SheetKind(made.sheet), drawn, unit=made.unit, copies=made.copies)
    document = pypdfium2.PdfDocument(content)
    made.pages = len(document)
    document.close()
    made.sha256 = hashlib.sha256(content).hexdigest()
    made.file.save(made.file_name, ContentFile(content), save=False)
    with transaction.atomic():
        made.save()
        _note_revisions(codes)


def notice(job: Job) -> tuple[str, str] | None:
    """What whoever ordered the sheets reads under the bell."""
    made = PosterPrint.objects.filter(pk=job.payload["poster_print"]).first()
    if made is None:
        return None
    said = f"không in được. {job.error}" if job.error else f"sẵn sàng để in, {made.pages} trang."
    return f"{made}: {said}", made.get_absolute_url()


def _in_order(made: PosterPrint) -> list[PostedCode]:
    """The catalogue's own code first, then by field and name."""
    related = made.codes.select_related("unit", "field", "procedure__field")
    return sorted(
        related,
        key=lambda code: (
            code.procedure is not None,
            (code.procedure.field.position, code.procedure.field.name, code.procedure.name)
            if code.procedure
            else (0, code.subject, ""),
        ),
    )


def _note_revisions(codes: Sequence[PostedCode]) -> None:
    now = timezone.now()
    for code in codes:
        code.printed_at = now
        code.printed_revision = code.procedure.revision if code.procedure else None
    PostedCode.objects.bulk_update(codes, ["printed_at", "printed_revision"], batch_size=100)
