"""What the address of a page of figures asks: whose figures, of when, broken down by what.

`?don-vi=19405&ky=2026-Q3&theo=field` uses the names that the commands use; a code means the unit that was
valid on the period's last day.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone

from portal.access import OfficerRequest
from portal.models import Unit, User
from portal.models.user import FIGURE_ROLES, Role
from reports.figures import By, Scope
from reports.forms.days import DaysForm
from reports.periods import Period, latest_legal_quarter


@dataclass(frozen=True)
class Question:
    scope: Scope
    by: By

    @property
    def unit(self) -> Unit:
        return self.scope.unit

    @property
    def period(self) -> Period:
        return self.scope.period

    def address(self, **changes: str) -> str:
        """The query string of this question with some of its words changed; empty words are left out."""
        words = {"don-vi": self.unit.code, "ky": self.period.code, "theo": self.by.value} | changes
        return "?" + urlencode({name: word for name, word in words.items() if word}, safe=".@")


def ask(request: OfficerRequest) -> Question:
    """Read the address; PeriodError and UnknownUnit carry sentences, a unit out of reach is not there."""
    user = request.user
    wanted = request.GET
    if wanted.get("tu") or wanted.get("den"):
        period = DaysForm(wanted).period()
    elif wanted.get("ky"):
        period = Period.parse(wanted["ky"])
    else:
        period = default_period(user)
    if wanted.get("don-vi"):
        unit = user.tree.named(wanted["don-vi"], on=period.last)
    else:
        unit = _then(user, home_unit(user), period.last)
    if unit.pk not in user.readable_unit_ids:
        raise Http404("Đơn vị này không thuộc phạm vi theo dõi của bạn.")
    return Question(Scope.of(unit, period, user.tree), _by(wanted.get("theo", "")))


def home_unit(user: User) -> Unit:
    """The highest unit whose figures the user sees: the one supervised, else their own."""
    for role in (Role.SUPERVISOR, *FIGURE_ROLES):
        for pk in user.roles.get(role, ()):
            return user.tree.units[pk]
    raise Http404("Tài khoản này chưa được giao đơn vị nào.")


def default_period(user: User) -> Period:
    """The last legal quarter that is over; of a unit that is no more, the last one of its own time."""
    end = home_unit(user).valid_to
    return latest_legal_quarter(min(timezone.localdate(), end or date.max))


def _then(user: User, unit: Unit, day: date) -> Unit:
    """The unit as it stood on a day: itself, or what bore its code then, if the user reaches that."""
    return unit if unit.is_valid_on(day) else user.tree.named(unit.code, on=day)


def _by(word: str) -> By:
    return By(word) if word in set(By) else By.UNIT
