"""The types that clients are compiled with are those of the rows and commands as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from projections import typescript

ROWS = Path(__file__).parents[2] / "clients/sync/src/rows.ts"


def test_the_clients_types_are_generated_from_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    typescript.main()
    generated = capsys.readouterr().out
    assert ROWS.read_text(encoding="utf-8") == generated, (
        "python -m projections.typescript > clients/sync/src/rows.ts"
    )
