# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""A library that is imported only when something of it is used."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
import types
import typing as t


class _LateModule(types.ModuleType):
    """Imports itself when a name is looked up that it does not have yet."""

    def __getattr__(self, name: str) -> t.Any:
        module: types.ModuleType = self
        module.__class__ = types.ModuleType  # from here on, a name that it does not have is missing
        importlib.reload(module)
        return getattr(module, name)


@contextlib.contextmanager
def put_off(library: str, *, classes: t.Sequence[str]) -> t.Iterator[None]:
    """While the block imports what needs a library, that library is not imported itself.

    Afterwards, or with any other name that the block takes from it, it is, with the first use. The standard library's
    ``importlib.util.LazyLoader`` does not do here: it imports a library as soon as a name is taken from it.

    :param classes: of the library, which the block needs for annotations. Empty ones stand in for them, of which nothing
        is an instance.
    """
    spec = None if library in sys.modules else importlib.util.find_spec(library)
    if spec is None:
        yield
        return
    module = importlib.util.module_from_spec(spec)
    module.__class__ = _LateModule
    stand_ins = {name: type(name, (), {"__module__": library}) for name in classes}
    vars(module).update(stand_ins)
    sys.modules[library] = module
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if vars(module).get(name) is stand_in:
                delattr(module, name)
