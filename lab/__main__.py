"""`python -m lab`: up, down, status, doctor, truth, capture."""

import sys

from lab.cli import main

if __name__ == "__main__":
    sys.exit(main())
