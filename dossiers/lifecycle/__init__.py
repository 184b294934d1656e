"""Vòng đời hồ sơ: every move is a verb, one transaction, one event. It raises, or it has happened.

`at` is when the thing happened; it is now unless records are entered later. `override` is a leader's reason
for letting a legal limit be passed (`dossiers.limits`).
"""

from dossiers.lifecycle.admitting import accept, not_accept, refuse_walk_in
from dossiers.lifecycle.apologising import apologise, draft_apology, proposed_date
from dossiers.lifecycle.moving import ACTION_SENTENCES
from dossiers.lifecycle.receiving import Paper, receive
from dossiers.lifecycle.rescheduling import Moved, reschedule
from dossiers.lifecycle.returning import return_result
from dossiers.lifecycle.supplementing import Asked, open_request, receive_supplement, request_supplement
from dossiers.lifecycle.undoing import last_step, undo, undo_refusal
from dossiers.lifecycle.working import conclude, refuse, start_processing, stop, withdraw

__all__ = [
    "ACTION_SENTENCES",
    "Asked",
    "Moved",
    "Paper",
    "accept",
    "apologise",
    "conclude",
    "draft_apology",
    "last_step",
    "not_accept",
    "open_request",
    "proposed_date",
    "receive",
    "receive_supplement",
    "refuse",
    "refuse_walk_in",
    "request_supplement",
    "reschedule",
    "return_result",
    "start_processing",
    "stop",
    "undo",
    "undo_refusal",
    "withdraw",
]
