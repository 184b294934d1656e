"""Báo cho người gửi phản ánh: by text message or letter, where they left a number or an address; and under
the bell of whoever is to do the next step.

A message names the number and where to look, never what was written; the code to follow by is the sender's.
"""

from django.conf import settings
from django.urls import reverse

from dossiers import phones
from dossiers.messaging import templates, writing
from dossiers.models import Feedback, FeedbackEvent, Message, MessageChannel, Office
from dossiers.voices import people
from dossiers.voices.status import Move
from portal import notices

TOLD_OF = {
    Move.RECEIVE: "voice_received",
    Move.ASK: "voice_asked",
    Move.REFUSE: "voice_refused",
    Move.APPROVE: "voice_answered",
}
"""Move → the news it is."""
_BELL = {
    Move.RECEIVE: "Phản ánh mới {code}, tiếp nhận hoặc từ chối trong 2 ngày làm việc.",
    Move.FORWARD: "Phản ánh {code} chuyển đến, tiếp nhận hoặc từ chối trong 2 ngày làm việc.",
    Move.ASSIGN: "Phản ánh {code} được giao.",
    Move.ADD: "Người gửi đã bổ sung phản ánh {code}.",
    Move.SEND_BACK: "Lãnh đạo trả lại dự thảo trả lời phản ánh {code}.",
    Move.REOPEN: "Người gửi phản ánh tiếp {code}.",
    Move.DRAFT: "Dự thảo trả lời phản ánh {code} chờ duyệt.",
}


def tell_sender(feedback: Feedback, event: FeedbackEvent) -> None:
    """Báo tin, as rows of the move's own transaction."""
    key = TOLD_OF.get(Move(event.action))
    addresses = {MessageChannel.EMAIL: feedback.email, MessageChannel.SMS: phones.mobile(feedback.phone)}
    if key is None or not any(addresses.values()):
        return
    office = Office.of(feedback.unit)
    if not office.tells_citizens:
        return
    Message.objects.bulk_create(
        writing.messages(
            f"feedback-{event.pk}",
            office=office,
            template=key,
            values=_values(feedback, office),
            addresses=addresses,
            feedback=feedback,
            by=event.actor,
        )
    )


def tell_officers(feedback: Feedback, event: FeedbackEvent) -> None:
    """Báo cho cán bộ: what came in, what was given to somebody, what waits for a leader."""
    words = _BELL.get(Move(event.action))
    if words is None:
        return
    told = people.leaders(feedback) if event.action == Move.DRAFT else people.in_charge(feedback)
    notices.tell_many(
        (user, words.format(code=feedback.code), feedback.get_absolute_url(), f"feedback-{event.pk}")
        for user in told
        if user != event.actor
    )


def _values(feedback: Feedback, office: Office) -> dict[str, str]:
    blank = dict.fromkeys(templates.PLACES, "")
    ways = [f"điện thoại {office.phone}"] if office.phone else []
    ways += [office.address] if office.address else []
    return blank | {
        "so_phan_anh": feedback.code,
        "don_vi": office.one_stop_name or feedback.unit.name,
        "han_tra_loi": f"{feedback.answer_due_on:%d/%m/%Y}",
        "theo_doi": f"{settings.BASE_URL}{reverse('dossiers:public-feedback-follow')}",
        "lien_he": ", ".join(ways) or "trong giờ làm việc",
    }
