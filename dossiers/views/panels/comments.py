"""Ý kiến: what colleagues said, and the leader's instructions with or without their answers."""

from dataclasses import dataclass

from django.utils import timezone

from dossiers.models import Comment, CommentKind, Dossier
from dossiers.process import people
from dossiers.views.panels.model import SIDE, Panel, Viewer


@dataclass(frozen=True)
class Thread:
    """One comment with its answers."""

    said: Comment
    replies: list[Comment]
    is_instruction: bool
    is_late: bool


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """Comments name people: only where these are seen in clear."""
    may_say = people.may_handle(viewer.user, dossier)
    if not (viewer.is_clear and may_say):
        return None
    every = list(dossier.comments.select_related("by"))
    today = timezone.localdate()
    threads = []
    for said in every:
        if said.answers_id is None:
            replies = [one for one in every if one.answers_id == said.pk]
            late = not replies and said.answer_by is not None and said.answer_by < today
            threads.append(Thread(said, replies, said.kind == CommentKind.INSTRUCTION, late))
    # Instructions that wait for an answer first, then the newest.
    threads.sort(key=lambda one: (not (one.is_instruction and not one.replies), -one.said.pk))
    return Panel("dossiers/panels/comments.html", {"dossier": dossier, "threads": threads}, SIDE)
