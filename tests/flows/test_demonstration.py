"""What `./demo.sh` shows: found, bought, mailed, admitted once and refused the second time."""

from deploy import demo
from deploy.people import System
from tests.flows.books import Books


def test_the_demonstration_ends_with_admitted_and_then_refused(system: System, books: Books):
    assert demo.walk(system) == ["admitted", "refused: already_checked_in"]
    assert books.violations() == []
