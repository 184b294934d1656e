"""Báo tin về yêu cầu hỗ trợ: to the citizen by text message or letter, to officers under the bell.

A message says the code, the step and where to look; never what was written or photographed.
"""

from django.conf import settings
from django.urls import reverse

from dossiers import phones
from dossiers.advance import people
from dossiers.advance.status import Move
from dossiers.messaging import templates, writing
from dossiers.models import AdvanceEvent, AdvanceRequest, Message, MessageChannel, Office
from portal import notices

NEWS = {
    Move.SEND: "advance_received",
    Move.ASK: "advance_asked",
    Move.DRAFT: "advance_draft",
    Move.OFFER: "advance_times",
    Move.CLOSE: "advance_closed",
}
"""Move → the news it is; of the hour the appointment tells by itself."""
_BELL = {
    Move.SEND: "Yêu cầu hỗ trợ trước {code} mới gửi đến.",
    Move.ADD: "Người dân đã bổ sung giấy tờ cho yêu cầu {code}.",
    Move.AGREE: "Người dân đồng ý dự thảo của yêu cầu {code}.",
    Move.OBJECT: "Người dân báo dự thảo của yêu cầu {code} có chỗ sai.",
    Move.CHOOSE: "Người dân đã chọn giờ đến, yêu cầu {code}.",
    Move.NO_TIME: "Người dân chưa chọn được giờ, yêu cầu {code}: gọi lại.",
    Move.CANCEL: "Người dân thôi nhờ, yêu cầu {code}.",
    Move.ASSIGN: "Được giao yêu cầu hỗ trợ trước {code}.",
}


def tell_citizen(request: AdvanceRequest, event: AdvanceEvent) -> None:
    """Báo tin, as rows of the move's own transaction."""
    key = NEWS.get(Move(event.action))
    addresses = {MessageChannel.EMAIL: request.email, MessageChannel.SMS: phones.mobile(request.phone)}
    if key is None or not any(addresses.values()):
        return
    office = Office.of(request.unit)
    if not office.tells_citizens:
        return
    Message.objects.bulk_create(
        writing.messages(
            f"advance-{event.pk}",
            office=office,
            template=key,
            values=_values(request, office),
            addresses=addresses,
            advance=request,
            by=event.actor,
        )
    )


def tell_officers(request: AdvanceRequest, event: AdvanceEvent) -> None:
    """Báo cho cán bộ: what came in, what the citizen said, what was given to somebody."""
    words = _BELL.get(Move(event.action))
    if words is None:
        return
    notices.tell_many(
        (user, words.format(code=request.code), request.get_absolute_url(), f"advance-{event.pk}")
        for user in people.in_charge(request)
        if user != event.actor
    )


def _values(request: AdvanceRequest, office: Office) -> dict[str, str]:
    blank = dict.fromkeys(templates.PLACES, "")
    ways = [f"điện thoại {office.phone}"] if office.phone else []
    ways += [office.address] if office.address else []
    return blank | {
        "ma_ho_tro": request.code,
        "thu_tuc": request.procedure.name,
        "don_vi": office.one_stop_name or request.unit.name,
        "han_tra_loi": f"{request.answer_due_on:%d/%m/%Y}",
        "xem_ho_tro": f"{settings.BASE_URL}{reverse('dossiers:public-advance-follow')}",
        "lien_he": ", ".join(ways) or "trong giờ làm việc",
    }
