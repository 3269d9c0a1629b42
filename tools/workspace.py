# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the commands stand on: interpreters, virtual environments, copies of the tree. Standard library only.

Everything lies below .cache/ of this checkout. Two commands may run at once in one checkout: whoever wants to
change a shared folder holds its lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import glob
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import typing as t

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
REQUIREMENTS = ROOT / "tools" / "requirements"

# ansible-core series → the Pythons its controller runs on, best first. Between them they cover both ends.
CORES = {
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.13", "3.12", "3.14"),
    "2.22": ("3.13", "3.14"),
}
# As long as a series has no release, its candidates are taken.
CANDIDATES = {"2.22": "2.22.0rc1"}
# Looked for: everything that some supported ansible-core runs on, as controller or as target.
PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")

# Credentials and settings of whoever runs a command must not reach the tests, and must not be used by them.
FOREIGN = re.compile(
    r"^(ANSIBLE_|ALIBABA_CLOUD_|ALICLOUD_|COLLECTION_|PYTHON|PYTEST_|MYPY|NOX|MAKE|(MFLAGS|PYENV_VERSION|VIRTUAL_ENV)$)"
)


class WorkspaceError(Exception):
    """Something that the user has to know about, in a sentence."""


# -- interpreters ------------------------------------------------------------------------------------------------


@functools.cache
def interpreters() -> dict[str, pathlib.Path]:
    """Python series → interpreter, for those that are there and can make virtual environments."""
    found = {}
    for series in PYTHONS:
        for candidate in _candidates(series):
            if _works(candidate, series):
                found[series] = candidate
                break
    return found


def _candidates(series: str) -> t.Iterator[pathlib.Path]:
    name = f"python{series}"
    if f"{sys.version_info.major}.{sys.version_info.minor}" == series:
        yield pathlib.Path(sys.base_prefix) / "bin" / name
    for folder in _search_path():
        yield pathlib.Path(folder) / name
    # Version managers keep their Pythons side by side; most of them are not on PATH.
    homes = [pathlib.Path(sys.base_prefix).parent]
    if "PYENV_ROOT" in os.environ:
        homes.append(pathlib.Path(os.environ["PYENV_ROOT"]) / "versions")
    for home in homes:
        for path in sorted(glob.glob(f"{home}/*{series}*/bin/{name}"), reverse=True):
            yield pathlib.Path(path)


def _works(python: pathlib.Path, series: str) -> bool:
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    if not os.access(python, os.X_OK):
        return False
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.strip() == series


def _search_path() -> list[str]:
    # pyenv's shims fail for a Python that is not switched on, and ansible-test takes that for a fatal error.
    return [folder for folder in os.environ.get("PATH", os.defpath).split(":") if pathlib.Path(folder).name != "shims"]


def available_cores() -> dict[str, str]:
    """ansible-core series → the Python series for it, for those that can run here."""
    return {
        core: next(series for series in wanted if series in interpreters())
        for core, wanted in CORES.items()
        if any(series in interpreters() for series in wanted)
    }


def default_python() -> pathlib.Path:
    """The interpreter for what does not depend on a version: the one that runs this."""
    series = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = interpreters()
    usable = [found[key] for key in (series, "3.11", "3.12", "3.13", "3.14") if key in found]
    if not usable:
        raise WorkspaceError(f"Python {series} cannot make virtual environments here: its ensurepip module is missing.")
    return usable[0]


def environment(*first: pathlib.Path | None, **extra: str) -> dict[str, str]:
    """An environment without the user's own Ansible and cloud settings, with these folders first on PATH."""
    env = {key: value for key, value in os.environ.items() if not FOREIGN.match(key)}
    # The Pythons by their names, the plain "python3" of the user's PATH untouched as far as that goes.
    folders = [str(folder) for folder in first if folder] + _search_path()
    folders += [str(python.parent) for python in interpreters().values()]
    env["PATH"] = ":".join(dict.fromkeys(folders))
    for key in ("NO_PROXY", "no_proxy"):
        env[key] = ",".join(filter(None, [os.environ.get(key), "127.0.0.1", "localhost"]))
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    env["LC_ALL"] = "C.UTF-8"
    env.update(extra)
    return env


# -- locks and virtual environments --------------------------------------------------------------------------------


@contextlib.contextmanager
def lock(name: str) -> t.Iterator[None]:
    """Only one process at a time; freed by the system when its holder dies."""
    path = CACHE / "locks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def venv(
    name: str, requirements: t.Sequence[pathlib.Path], python: pathlib.Path | None = None, *packages: str
) -> pathlib.Path:
    """The bin folder of a virtual environment with these requirements, made when it is not there yet."""
    python = python or default_python()
    texts = [path.read_text() for path in requirements]
    key = hashlib.sha256("\0".join([str(python), *packages, *texts]).encode()).hexdigest()[:10]
    folder = CACHE / "venvs" / f"{name}-{key}"
    ready = folder / ".ready"
    with lock(f"venv-{folder.name}"):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _quietly([python, "-m", "venv", folder])
            arguments = [argument for path in requirements for argument in ("-r", path)]
            _quietly([folder / "bin" / "python", "-m", "pip", "install", "--no-input", *arguments, *packages])
            ready.touch()
    return folder / "bin"


def _quietly(command: t.Sequence[object]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(), check=False
    )
    if done.returncode:
        raise WorkspaceError(f"{done.stdout}\nThis command failed with status {done.returncode}: {' '.join(words)}")


def core_venv(core: str, *, lowest: bool = False) -> pathlib.Path:
    """ansible-core of a series with what the tests need beside it.

    :param lowest: the libraries in the lowest versions that the collection declares, not in the newest.
    """
    tests = [ROOT / "tests" / kind / "requirements.txt" for kind in ("unit", "e2e")]
    files = [REQUIREMENTS / "core.txt", *tests]
    packages = [f"ansible-core~={CANDIDATES.get(core, f'{core}.0')}", *(lowest_versions() if lowest else [])]
    name = f"core-{core}-lowest" if lowest else f"core-{core}"
    return venv(name, files, interpreters()[available_cores()[core]], *packages)


def lowest_versions() -> list[str]:
    """The lower bounds of meta/ee-requirements.txt as pip wants them."""
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text().splitlines()
    return [line.replace(">=", "==") for line in lines if ">=" in line]


# -- the tree --------------------------------------------------------------------------------------------------------


def files() -> list[str]:
    """What belongs to the collection's repository, committed or not yet."""
    command = ["git", "-C", str(ROOT), "ls-files", "-coz", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkspaceError(f"git cannot list the files of this checkout: {done.stderr.strip()}")
    # A file that was deleted but not yet committed is still listed.
    return [name for name in sorted(set(done.stdout.split("\0"))) if name and (ROOT / name).is_file()]


def copy_tree(target: pathlib.Path) -> None:
    """Make a folder a copy of the repository's files, with a git of its own; tests/output stays as it is.

    Without a git, ansible-test finds that the files of a git-ignored folder are ignored, skips them all and succeeds.
    In tests/output it keeps a virtual environment.
    """
    output, kept = target / "tests" / "output", target.with_name(f"{target.name}.output")
    if output.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        output.rename(kept)
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    for name in files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name, follow_symlinks=False)
    if kept.is_dir():
        kept.rename(output)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(target), "-c", "core.excludesFile=/dev/null", *command], check=True)


def link_live_tree() -> pathlib.Path:
    """A collections folder in which this checkout is alibabacloud.cdn: for pytest, mypy and editors."""
    link = CACHE / "collections" / "ansible_collections" / "alibabacloud" / "cdn"
    with lock("live-tree"):
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink() or link.resolve() != ROOT:
            link.unlink(missing_ok=True)
            link.symlink_to(os.path.relpath(ROOT, link.parent))
    return CACHE / "collections"


@contextlib.contextmanager
def scratch(name: str) -> t.Iterator[pathlib.Path]:
    """A folder for one run."""
    with tempfile.TemporaryDirectory(prefix=f"alibabacloud-cdn-{name}-", ignore_cleanup_errors=True) as folder:
        yield pathlib.Path(folder)


def build(tools: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Build the tarball from a clean copy of the tree and return its path.

    :param tools: a bin folder that has ansible-galaxy.
    """
    copy_tree(folder / "source")
    env = environment(tools, HOME=str(folder), ANSIBLE_HOME=str(folder / "ansible"))
    command = [tools / "ansible-galaxy", "collection", "build", "--output-path", folder, folder / "source"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    tarballs = list(folder.glob("alibabacloud-cdn-*.tar.gz"))
    if done.returncode or len(tarballs) != 1:
        raise WorkspaceError(f"{done.stdout}\nansible-galaxy collection build failed with status {done.returncode}.")
    return tarballs[0]


def install(tools: pathlib.Path, tarball: pathlib.Path, collections: pathlib.Path) -> None:
    """Install a tarball as a user would, without asking a server for anything."""
    env = environment(tools, HOME=str(tarball.parent), ANSIBLE_HOME=str(tarball.parent / "ansible"))
    command = [tools / "ansible-galaxy", "collection", "install", "--offline", "-p", collections, tarball]
    env["ANSIBLE_COLLECTIONS_PATH"] = str(collections)
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise WorkspaceError(f"{done.stdout}\nansible-galaxy collection install failed with status {done.returncode}.")


# -- ansible-test ----------------------------------------------------------------------------------------------------


def coverage_store() -> pathlib.Path:
    """Where the tests of the present state of the files leave which lines they reached."""
    digest = hashlib.sha256()
    for name in files():
        if name.startswith(("plugins/", "roles/", "tests/")):
            digest.update(f"{name}\0".encode() + (ROOT / name).read_bytes())
    return CACHE / "coverage" / digest.hexdigest()[:12]


def ansible_test_home(core: str, tools: pathlib.Path) -> pathlib.Path:
    """A home folder in which ansible-test finds its pip bootstrap script and need not download one.

    It keeps its own virtual environments there, so a second run is fast.
    """
    home = CACHE / "ansible-test" / core / "home"
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "tools" / "pip_bootstrap.py", cache / f"get_pip_{_pip_version(tools).replace('.', '_')}.py")
    # ansible-test hands on no PIP_ variables: settings that a user keeps in files must be found.
    for name in (".config/pip", ".pip", ".cache/pip"):
        source, link = pathlib.Path.home() / name, home / name
        if source.is_dir() and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source)
    return home


def _pip_version(tools: pathlib.Path) -> str:
    source = (
        next((tools.parent / "lib").glob("python3*")) / "site-packages/ansible_test/_internal/python_requirements.py"
    )
    found = re.search(r"\bpip='([0-9.]+)'", source.read_text())
    if not found:
        raise WorkspaceError(f"The pip version that this ansible-test wants is not where it was: {source}")
    return found[1]
