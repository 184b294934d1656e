"""Nothing is wrong in the demo and in the real years that came in by sheets."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.usefixtures("records")


def test_the_demo_and_the_real_years_hold_together():
    out = StringIO()

    call_command("check_integrity", years=8, format="json", stdout=out)

    assert json.loads(out.getvalue())["problems"] == []
