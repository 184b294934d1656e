"""Celery tasks of the dossiers: leaves that delegate."""

from celery import shared_task
from django.utils import timezone


@shared_task
def send_messages() -> None:
    """Send the messages that are due. The rows say what is to be done; a lost run loses nothing."""
    from dossiers.messaging import sending

    sending.send_due()


@shared_task
def remind_officers() -> None:
    """Begin this morning's reminders, as a job that survives its worker."""
    from dossiers.messaging import reminding

    reminding.enqueue(timezone.localdate())


@shared_task
def forget_old_drafts() -> None:
    """Xóa phiếu nhập dở, lần hướng dẫn dở, người hẹn, người nhờ xem giấy tờ trước quá hạn giữ."""
    from dossiers import drafts, guiding
    from dossiers.advance import forgetting as advance
    from dossiers.appointments import forgetting

    drafts.forget_old()
    guiding.forget_old()
    forgetting.forget_old()
    advance.forget_old()


@shared_task
def close_queues() -> None:
    """Đóng số thứ tự, lịch hẹn của những ngày trước mà chưa ai kết thúc. Who was served came."""
    from dossiers.appointments import closing as appointments
    from dossiers.queueing import closing

    closing.close_before(timezone.localdate())
    appointments.close_before(timezone.localdate())


@shared_task
def put_decisions_into_effect() -> None:
    """Áp dụng những lần công bố thủ tục đến ngày hiệu lực; what took effect is left alone."""
    from dossiers.revisions import keeping

    keeping.take_effect_due(timezone.localdate())


@shared_task
def draft_apologies() -> None:
    """Dự thảo xin lỗi cho hồ sơ trễ hoặc sắp trễ; what has one is left alone."""
    from dossiers import lateness

    lateness.draft_all()


@shared_task
def remind_of_feedback() -> None:
    """Nhắc hạn phản ánh; told twice in a day it is one notice."""
    from dossiers.voices import reminding

    reminding.remind(timezone.localdate())


@shared_task
def remind_of_help() -> None:
    """Nhắc hạn yêu cầu hỗ trợ trước; told twice in a day it is one notice."""
    from dossiers.advance import reminding

    reminding.remind(timezone.localdate())


@shared_task
def remind_of_documents() -> None:
    """Nhắc hạn việc giao từ văn bản; told twice in a day it is one notice."""
    from dossiers.documents import reminding

    reminding.remind(timezone.localdate())


@shared_task
def remind_of_appointments() -> None:
    """Nhắc người hẹn ngày làm việc hôm sau; run each working hour, told twice it is one message."""
    from dossiers.appointments import reminding

    reminding.remind(timezone.localdate())


@shared_task
def tell_saved_searches() -> None:
    """Báo bộ lọc đã lưu; run each working hour, so that a morning without a worker loses nothing."""
    from dossiers import saved_searches

    saved_searches.tell_owners(timezone.localdate())
