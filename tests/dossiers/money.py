"""Records of money and results for tests: a dossier with charges, a payment, a small PDF."""

from io import BytesIO
from uuid import uuid4

import pikepdf
from django.utils import timezone

from dossiers import lifecycle
from dossiers.fees import taking
from dossiers.fees.lines import Line
from dossiers.models import FeeKind, PaymentMethod
from tests.dossiers.factories import OfficerFactory, ProcedureFactory

REGISTRY = Line(FeeKind.DUTY, "Lệ phí hộ tịch", 5000)
COPY = Line(FeeKind.FEE, "Phí bản sao trích lục", 16000)


def charged(*lines, officer=None, **fields):
    """A dossier received now with these charges."""
    officer = officer or OfficerFactory()
    return lifecycle.receive(
        procedure=fields.pop("procedure", None) or ProcedureFactory(),
        unit=officer.unit,
        applicant_name=fields.pop("applicant_name", "Trần Thị Bích Ngọc"),
        by=officer,
        charges=lines,
        **fields,
    )


def paid(dossier, amount, *, method=PaymentMethod.CASH, by=None, **details):
    if method != PaymentMethod.CASH:
        details.setdefault("reference", "FT24001")
    payment, _ = taking.take(
        dossier, method=method, amount=amount, by=by or dossier.received_by, key=uuid4(), **details
    )
    return payment


def concluded(dossier):
    dossier.refresh_from_db()
    return lifecycle.conclude(dossier, by=dossier.received_by, at=timezone.now())


def small_pdf(pages=1):
    file = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)
    return file.getvalue()
