from portal.forms.fields import DayField, LineField, MomentField, PastDayField
from portal.forms.sign_in import OwnPasswordForm, SignInForm

__all__ = ["DayField", "LineField", "MomentField", "OwnPasswordForm", "PastDayField", "SignInForm"]
