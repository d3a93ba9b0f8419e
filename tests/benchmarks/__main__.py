"""Runs the benchmarks: ``python3 run.py bench`` all of them, ``python3 run.py bench import search`` those two.

A benchmark is a module ``bench_<name>.py`` with a docstring of one line and ``main()``, which prints its ratios: what is
measured and what it is measured against run side by side in one process or one after the other, never against the clock
of another day.
"""

import sys
import time
from importlib import import_module
from pkgutil import iter_modules

import tests.benchmarks


def main(wanted: list[str]) -> int:
    """Run the benchmarks of these names, all for none; returns the exit code."""
    modules = (module.name for module in iter_modules(tests.benchmarks.__path__))
    names = [name.removeprefix("bench_") for name in modules if name.startswith("bench_")]
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    for name in wanted or names:
        module = import_module(f"tests.benchmarks.bench_{name}")
        print(f"== {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        started = time.monotonic()
        module.main()
        print(f"   ({time.monotonic() - started:.0f} s)\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
