"""`python -m dixit`: the command."""

import sys

from dixit._command import main

sys.exit(main())
