"""Celery tasks of the dossiers: leaves that delegate."""

from celery import shared_task


@shared_task
def forget_old_drafts() -> None:
    """Xóa phiếu nhập dở quá hạn giữ."""
    from dossiers import drafts

    drafts.forget_old()


@shared_task
def draft_apologies() -> None:
    """Dự thảo xin lỗi cho hồ sơ trễ hoặc sắp trễ; what has one is left alone."""
    from dossiers import lateness

    lateness.draft_all()
