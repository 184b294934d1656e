"""Chuyển khoản: the unit's account, what a dossier owes and the VietQR code that joins the two."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString

from dossiers.fees import vietqr
from dossiers.fees.account import Account, collecting_unit
from dossiers.models import Dossier, Office
from portal import formats
from portal.barcodes import qr


@dataclass(frozen=True)
class Transfer:
    """What somebody needs who pays by transfer; the purpose is the dossier's code."""

    office: Office
    amount: int
    purpose: str

    @property
    def text(self) -> str:
        """What the code says to a bank's app."""
        return vietqr.payload(
            bank_bin=self.office.bank_bin,
            account=self.office.bank_account,
            amount=self.amount,
            purpose=self.purpose,
        )

    @property
    def bank(self) -> str:
        """Who keeps the account, for somebody who types it in."""
        return vietqr.BANKS.get(self.office.bank_bin, f"ngân hàng mã {self.office.bank_bin}")

    @property
    def code(self) -> SafeString:
        label = f"Mã VietQR chuyển {formats.money(self.amount)}, nội dung {self.purpose}"
        return qr(self.text, label=label)


def owed_by(dossier: Dossier, account: Account | None = None) -> Transfer | None:
    """None where nothing is owed, or the unit that collects has set no account."""
    owed = (account or Account.of(dossier)).owed
    office = Office.of(collecting_unit(dossier, timezone.localdate()))
    if owed <= 0 or not (office.bank_bin and office.bank_account):
        return None
    return Transfer(office, owed, dossier.code)
