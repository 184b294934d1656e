from portal.forms.fields import DayField, LineField, MomentField
from portal.forms.sign_in import SignInForm

__all__ = ["DayField", "LineField", "MomentField", "SignInForm"]
