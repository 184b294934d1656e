"""Vòng đời hồ sơ: every move is a verb, one transaction, one event. It raises, or it has happened.

`at` is when the thing happened; it is now unless records are entered later.
"""

from dossiers.lifecycle.moving import ACTION_SENTENCES
from dossiers.lifecycle.receiving import Paper, receive
from dossiers.lifecycle.returning import return_result
from dossiers.lifecycle.supplementing import receive_supplement, request_supplement
from dossiers.lifecycle.working import conclude, refuse, start_processing, stop, withdraw

__all__ = [
    "ACTION_SENTENCES",
    "Paper",
    "conclude",
    "receive",
    "receive_supplement",
    "refuse",
    "request_supplement",
    "return_result",
    "start_processing",
    "stop",
    "withdraw",
]
