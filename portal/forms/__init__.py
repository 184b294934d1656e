from portal.forms.fields import DayField, LineField, MomentField, PastDayField, TextField
from portal.forms.sign_in import OwnPasswordForm, SignInForm

__all__ = [
    "DayField",
    "LineField",
    "MomentField",
    "OwnPasswordForm",
    "PastDayField",
    "SignInForm",
    "TextField",
]
