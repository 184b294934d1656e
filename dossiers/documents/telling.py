"""Báo cho cán bộ về văn bản: under the bell of whoever is to do the next step."""

from collections.abc import Sequence

from dossiers.documents import people
from dossiers.documents.status import Move
from dossiers.models import DocumentEvent, OfficialDocument, Task
from portal import formats, notices
from portal.models import User

_TO_LEADERS = {
    Move.REGISTER: "{label} mới vào sổ, chờ bút phê.",
    Move.SUBMIT: "{label} chờ duyệt.",
}
_TO_AUTHOR = {
    Move.SEND_BACK: "{label} được trả lại để sửa.",
    Move.COMMENT: "{label} có góp ý mới.",
    Move.ISSUE: "{label} đã phát hành.",
}
_TO_KEEPERS = {Move.APPROVE: "{label} đã duyệt, chờ cấp số."}
_TO_DOERS = {
    Move.ASSIGN: "Việc giao từ {label}, hạn {due}.",
    Move.ACCEPT: "Kết quả việc giao từ {label} đã được duyệt.",
    Move.REDO: "Việc giao từ {label} cần làm lại.",
    Move.EXTEND: "Việc giao từ {label} được gia hạn đến {due}.",
    Move.CANCEL_TASK: "Việc giao từ {label} đã thôi giao.",
}


def of_document(document: OfficialDocument, event: DocumentEvent) -> None:
    if document.is_confidential:
        return
    made = Move(event.action)
    if made in _TO_LEADERS:
        chosen = [document.signer] if document.signer else people.leaders(document.unit_id)
        _bell(chosen, _TO_LEADERS[made], document, event)
    elif made in _TO_KEEPERS:
        _bell(people.keepers(document.unit_id), _TO_KEEPERS[made], document, event)
    elif made in _TO_AUTHOR:
        _bell([document.author], _TO_AUTHOR[made], document, event)


def of_task(task: Task, event: DocumentEvent) -> None:
    made = Move(event.action)
    if made in _TO_DOERS:
        _bell(people.doers(task), _TO_DOERS[made], task.document, event, task)
    elif made is Move.REPORT:
        _bell([task.assigned_by], "Kết quả việc giao từ {label} chờ duyệt.", task.document, event, task)


def _bell(
    told: Sequence[User],
    words: str,
    document: OfficialDocument,
    event: DocumentEvent,
    task: Task | None = None,
) -> None:
    label = document.label[0].lower() + document.label[1:]
    text = words.format(label=label, due=formats.day_on_screen(task.due_on) if task else "")
    url = (task or document).get_absolute_url()
    notices.tell_many(
        (user, text[0].upper() + text[1:], url, f"document-{event.pk}")
        for user in told
        if user.pk != event.actor_id
    )
