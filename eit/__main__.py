"""`python -m eit …`"""

import sys

from eit.cli import main

sys.exit(main())
