"""What the bundle starts: the same as ``python -m trainingdesk``."""

import multiprocessing
import sys

from trainingdesk.app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process of the bundle starts here too
    sys.exit(main())
