"""Hàng đợi: numbers of a day without a gap, counters that say as many, states that their events lead to."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from dossiers.models import QueueDay, Ticket, TicketEvent
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _counters()
    yield from _states()
    yield from _dossiers()
    yield from _appointments()


def _counters() -> Iterator[Problem]:
    of_day = Ticket.objects.filter(unit=OuterRef("unit"), day=OuterRef("day")).order_by().values("unit")
    days = QueueDay.objects.annotate(
        taken=Subquery(of_day.annotate(n=Count("pk")).values("n")),
        last=Subquery(of_day.annotate(n=Max("number")).values("n")),
        called=Subquery(of_day.annotate(n=Max("call_number")).values("n")),
    ).select_related("unit")
    for day in days.filter(~Q(taken=F("last_number")) | ~Q(last=F("last_number"))):
        if day.taken is not None or day.last_number:
            yield Problem(
                "queue.numbers", f"hàng đợi {day}",
                f"bộ đếm ghi {day.last_number} số, có {day.taken or 0} số, số lớn nhất {day.last or 0}.",
            )  # fmt: skip
    for day in days.filter(called__gt=F("last_call")):
        yield Problem(
            "queue.calls", f"hàng đợi {day}", f"đã gọi lượt {day.called}, sau bộ đếm {day.last_call}."
        )
    counted = QueueDay.objects.filter(unit=OuterRef("unit"), day=OuterRef("day")).values("pk")
    for ticket in Ticket.objects.annotate(counter=Subquery(counted)).filter(counter=None):
        yield Problem("queue.uncounted", str(ticket), "không có bộ đếm của ngày ấy.")


def _states() -> Iterator[Problem]:
    standing = TicketEvent.objects.filter(ticket=OuterRef("pk"), undone_at=None).order_by("-at", "-pk")
    told = Ticket.objects.annotate(told=Subquery(standing.values("state")[:1]))
    for ticket in told.filter(Q(told=None) | ~Q(told=F("state"))):
        yield Problem(
            "queue.state", str(ticket),
            f"trạng thái “{ticket.get_state_display()}” không phải là diễn biến cuối cùng của số.",
        )  # fmt: skip
    early = Q(called_at__lt=F("taken_at")) | Q(started_at__lt=F("called_at")) | Q(ended_at__lt=F("taken_at"))
    for unordered in Ticket.objects.filter(early):
        yield Problem(
            "queue.moments", str(unordered), "các thời điểm không theo thứ tự lấy số, gọi, phục vụ, xong."
        )


def _dossiers() -> Iterator[Problem]:
    links = Ticket.dossiers.through.objects.select_related("ticket", "dossier")
    foreign = links.exclude(dossier__receiving_unit=F("ticket__unit"))
    for link in foreign:
        yield Problem(
            "queue.dossier", str(link.ticket), f"hồ sơ {link.dossier.code} do đơn vị khác tiếp nhận."
        )


def _appointments() -> Iterator[Problem]:
    for ticket in Ticket.objects.filter(appointment__isnull=False).exclude(appointment__unit=F("unit")):
        yield Problem("queue.appointment", str(ticket), "lịch hẹn của số này là của đơn vị khác.")
