"""Pages of docs/ that are drawn from code say what the code says."""

from dossiers.management.commands import draw_states
from reports.management.commands import draw_indicators


def test_the_page_of_states_is_the_table_of_transitions():
    assert draw_states.PAGE.read_text(encoding="utf-8") == draw_states.drawing()


def test_the_page_of_indicators_is_the_catalogue():
    assert draw_indicators.PAGE.read_text(encoding="utf-8") == draw_indicators.drawing()
