"""`python -m eit …`"""

from __future__ import annotations

import sys

from eit.cli import main

if __name__ == "__main__":
    sys.exit(main())
