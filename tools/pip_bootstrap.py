# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Give an environment without pip the pip that is asked for, from the wheel that comes with Python.

ansible-test runs this in place of the script that it would download. Its arguments are requirements for pip.
"""

from __future__ import annotations

import ensurepip
import pathlib
import sys


def main() -> None:
    """Run pip out of its own wheel and let it install what the arguments name."""
    wheels = sorted((pathlib.Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    sys.path.insert(0, str(wheels[-1]))

    from pip._internal.cli.main import main as pip

    wanted = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
    sys.exit(pip(["install", "--upgrade", *wanted]))


if __name__ == "__main__":
    main()
