"""The reference page of the codes is the one that the checks would write today."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.flows.checks import all_checks
from engine.flows.checks.reference import errors_page

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "errors.md"


def test_page_is_current() -> None:
    current = PAGE.read_text(encoding="utf-8")
    assert current == errors_page(), (
        "run: python -m engine.flows.checks.reference > docs/reference/errors.md"
    )


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_page_explains_every_code(code: str) -> None:
    entry = errors_page().split(f"### `{code}`\n", 1)[1].split("\n### ", 1)[0]
    assert entry.count("```") == 2
    assert f"*{all_checks()[code].severity.value}" in entry
