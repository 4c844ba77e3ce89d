"""Every measurement of this folder, one after the other: ``python -m bench``."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run each measurement in a process of its own; 1 when one of them failed."""
    failed = 0
    for path in sorted(HERE.glob("[a-z]*.py")):
        print(f"== {path.stem}", flush=True)
        run = subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], check=False)
        failed |= run.returncode != 0
        print(flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
