"""Which tools are here, how they are started, and what machine this is."""

import os
import pathlib
import re
import shutil
import subprocess

MODULES = {"polars": "polars", "duckdb": "duckdb", "numpy": "numpy", "openfisca": "openfisca-core"}


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except OSError:
        return ""


class Peers:
    def __init__(self, build):
        self.sources = sources = build / "peers"
        self.programs = build / "bin"
        self.programs.mkdir(parents=True, exist_ok=True)
        self.compiler = next(filter(shutil.which, ("gcc", "cc", "clang")), None)
        self.launcher = self.compiled(sources / "spawn.c", "spawn", "-O2")
        self.national = self.compiled(sources / "national.c", "national", "-O2")
        self.sweep = self.compiled(sources / "sweep.c", "sweep", "-O2")
        self.sweep_native = self.compiled(sources / "sweep.c", "sweep-native", "-O3", "-march=native")
        self.lua = next(filter(shutil.which, ("lua5.4", "lua")), None)
        self.luajit = shutil.which("luajit") and "luajit"
        self.python = str(build / "venv/bin/python")
        self.modules = self.find_modules()

    def compiled(self, source, name, *flags):
        """Nothing where there is no compiler, or none that can compile this."""
        program = self.programs / name
        if not self.compiler:
            return None
        command = [self.compiler, "-std=gnu11", *flags, "-o", program, source]
        return str(program.absolute()) if subprocess.run(command).returncode == 0 else None

    def find_modules(self):
        """Versions of the Python peers that are there."""
        if not os.access(self.python, os.X_OK):
            return {}
        ask = "import importlib.metadata as m, sys\nfor name in sys.argv[1:]:\n" \
              "  try: print(name, m.version(name))\n  except m.PackageNotFoundError: pass"
        found = dict(line.split() for line in output(self.python, "-c", ask, *MODULES.values()).splitlines())
        return {module: found[package] for module, package in MODULES.items() if package in found}

    def lua_scripts(self, script, label=""):
        """Name and beginning of the command, for LuaJIT and for Lua."""
        for name, program in (("LuaJIT", self.luajit), ("Lua", self.lua)):
            if program:
                yield name + label, [program, str(self.sources / script)]

    def python_scripts(self, work):
        for module in self.modules:
            name = {"duckdb": "DuckDB", "openfisca": "OpenFisca"}.get(module, module)
            yield name, [self.python, str(self.sources / f"{work}_{module}.py")]

    def versions(self):
        """What each tool says of itself; nothing where it is absent."""
        first = lambda text: (re.search(r"\d+(\.\d+)+\S*", text) or [""])[0].rstrip(",)")
        yield "hledger", shutil.which("hledger") and first(output("hledger", "--version"))
        yield "ledger", shutil.which("ledger") and first(output("ledger", "--version"))
        yield "LuaJIT", self.luajit and first(output("luajit", "-v"))
        yield "Lua", self.lua and first(output(self.lua, "-v"))
        yield "C compiler", self.compiler and f"{self.compiler} {first(output(self.compiler, '--version'))}"
        yield "Python", first(output(self.python, "--version"))
        for module in MODULES:
            yield module, self.modules.get(module)


def described(path, pattern):
    found = re.search(pattern, pathlib.Path(path).read_text())
    return found and found[1]


def describe(binary, peers):
    model = described("/proc/cpuinfo", r"model name\s*: (.*)") or "unknown processor"
    memory = int(described("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) / 1024 / 1024
    here = [f"{name} {version}" for name, version in peers.versions() if version]
    absent = [name for name, version in peers.versions() if not version]
    lines = [
        f"Machine: {model}, {os.cpu_count()} cores, {memory:.0f} GB; Linux {os.uname().release}",
        f"Tools: codi-plan {output(binary, '--version')}, {', '.join(here)}",
    ]
    if peers.compiler:
        lines.append("C is compiled with -O2, C native with -O3 -march=native")
    if absent:
        lines.append(f"Absent: {', '.join(absent)}")
    return "\n".join(lines)
