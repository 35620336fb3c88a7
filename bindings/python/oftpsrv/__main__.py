"""``python -m oftpsrv``."""

import sys

from ._commandline import main

if __name__ == "__main__":
    sys.exit(main())
