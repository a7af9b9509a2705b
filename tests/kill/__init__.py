"""Deaths of every part at every step."""

import pytest

# What does not hold is shown, not only that something does not.
pytest.register_assert_rewrite("tests.kill.checks")
