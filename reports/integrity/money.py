"""Phí, lệ phí: a desk's dossier says what its charges and payments add up to; the book is in pairs."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.db.models import F, Q, Sum

from dossiers.fees.account import Account
from dossiers.models import Charge, Dossier, EntryKind, Payment, Source
from dossiers.models.dossier import day_of
from portal import formats
from reports.integrity.model import Problem, Span

CHUNK = 1000


def problems(_: Span) -> Iterator[Problem]:
    yield from _columns()
    yield from _lines()
    yield from _pairs()


def _columns() -> Iterator[Problem]:
    """`fee` and `is_paid_online` are the indicators' own columns; a sheet's row keeps the sheet's."""
    with_money = Q(fee__gt=0) | Q(is_paid_online=True) | Q(charges__isnull=False)
    rows = Dossier.objects.filter(with_money, source=Source.DESK, received_at__isnull=False)
    found = rows.distinct().order_by("pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        charges: dict[int, list[Charge]] = defaultdict(list)
        payments: dict[int, list[Payment]] = defaultdict(list)
        for charge in Charge.objects.filter(dossier__in=chunk):
            charges[charge.dossier_id].append(charge)
        for payment in Payment.objects.filter(dossier__in=chunk):
            payments[payment.dossier_id].append(payment)
        for dossier in chunk:
            account = Account(charges[dossier.pk], payments[dossier.pk])
            record = f"Hồ sơ {dossier.code}"
            if dossier.fee != account.due:
                message = (
                    f"ghi phải thu {formats.money(dossier.fee)}, "
                    f"cộng các khoản thu là {formats.money(account.due)}."
                )
                yield Problem("money.fee", record, message)
            if dossier.is_paid_online != account.is_paid_online:
                message = "dấu “thanh toán trực tuyến” không khớp với các lần thu."
                yield Problem("money.online", record, message)


def _lines() -> Iterator[Problem]:
    for payment in Payment.objects.order_by("pk").iterator(chunk_size=CHUNK):
        record = f"Lần thu số {payment.pk}"
        if payment.amount != payment.fee_part + payment.duty_part:
            yield Problem("money.parts", record, "phí và lệ phí cộng lại không bằng số tiền.")
        if payment.paid_on != day_of(payment.paid_at):
            yield Problem("money.day", record, "ngày không khớp với thời điểm thu.")


def _pairs() -> Iterator[Problem]:
    """What was given back or reversed is of the same dossier and never more than what came in."""
    out = Payment.objects.exclude(entry=EntryKind.PAYMENT)
    for payment in out.filter(Q(reverses=None) | ~Q(reverses__dossier=F("dossier"))):
        message = "hoàn trả hoặc hủy không gắn với lần thu nào của cùng hồ sơ."
        yield Problem("money.pair", f"Lần thu số {payment.pk}", message)
    taken = Payment.objects.filter(entry=EntryKind.PAYMENT).exclude(reversals=None)
    for payment in taken.annotate(gone=Sum("reversals__amount")):
        left = payment.amount + payment.gone
        if left < 0:
            message = f"đã hoàn trả, hủy quá số đã thu {formats.money(-left)}."
            yield Problem("money.pair", f"Lần thu số {payment.pk}", message)
    for payment in out.filter(entry=EntryKind.REVERSAL).exclude(reverses__amount=-F("amount")):
        message = "bút toán hủy không bằng lần thu mà nó hủy."
        yield Problem("money.pair", f"Lần thu số {payment.pk}", message)
