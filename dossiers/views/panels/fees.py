"""Phí, lệ phí: what is due, exempted, paid and still owed."""

from dossiers.fees.account import Account
from dossiers.models import Dossier
from dossiers.views.panels.model import Panel, Viewer


def panel(dossier: Dossier, viewer: Viewer) -> Panel | None:
    """A sheet's dossier shows its columns in the summary; a panel only once money is kept here."""
    account = Account.of(dossier)
    if not account.charges and not account.payments and not viewer.may_move:
        return None
    return Panel(
        "dossiers/panels/fees.html",
        {"dossier": dossier, "account": account, "may_take": viewer.may_move, "overpaid": -account.owed},
    )
