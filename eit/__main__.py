"""`python -m eit …`"""

from __future__ import annotations

import sys

from eit.cli import main

sys.exit(main())
