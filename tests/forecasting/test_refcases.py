"""Known projections of other engines, reproduced; the files are outside the project and may be absent."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "refcases"


@pytest.mark.skipif(
    not CASES.is_dir(), reason=f"no reference cases beside the project ({CASES.name}/ is not there)"
)
def test_every_reference_case_is_reproduced():
    command = [sys.executable, "-m", "tests.refcases", str(CASES)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "comparisons pass" in run.stdout
