"""``python -m trainingdesk`` is the same as the ``trainingdesk`` command."""

import sys

from trainingdesk.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
