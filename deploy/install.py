"""Installs a pinned requirements file with pip: one line of progress, the seconds, and pip's words on failure."""

import re
import subprocess
import sys
import time
from pathlib import Path


def main(file: str) -> int:
    wanted = len(re.findall(r"^[A-Za-z0-9_.-]+==", Path(file).read_text(encoding="utf-8"), re.MULTILINE))
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--progress-bar",
        "off",
        "-r",
        file,
    ]
    started, seen, lines = time.monotonic(), 0, []
    again = "\r\033[K" if sys.stdout.isatty() else ""  # back to the start of the line
    print(f"Installing {file}: {wanted} pinned packages ...", flush=True)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or []:
            lines.append(line)
            if found := re.match(r"(?:Collecting|Processing|Requirement already satisfied:) (\S+)", line):
                seen += 1
                name = found[1].rpartition("/")[2]
                if again:
                    print(f"{again}  {seen} of {wanted}: {name[:60]}", end="", flush=True)
                elif seen % 20 == 0:
                    print(f"  {seen} of {wanted}", flush=True)
            elif line.startswith("Installing collected"):
                print(f"{again}  unpacking", end="" if again else "\n", flush=True)
    if pip.returncode:
        print("\n" + "".join(lines[-25:]), file=sys.stderr)
        print("The installation failed. The first one needs a package index.", file=sys.stderr)
        return 1
    print(f"{again}Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
