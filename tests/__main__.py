"""`make test`: every test on SQLite without servers, then what servers can change on PostgreSQL and Redis.

The servers are those of DATABASE_URL and REDIS_URL, else whatever answers on localhost. With
`--servers-needed` (used by .ci/run) a missing one is a failure; `--missing` names them and runs nothing.
"""

import getpass
import os
import subprocess
import sys
import time

POSTGRES_USERS = ("postgres", "root", getpass.getuser())


def postgres() -> str:
    """The address of a PostgreSQL where databases can be made, or nothing."""
    import psycopg

    named = os.environ.get("DATABASE_URL", "").strip()
    if named.startswith("postgres"):
        return named
    for user in dict.fromkeys(POSTGRES_USERS):
        try:
            with psycopg.connect(f"postgres://{user}@127.0.0.1:5432/postgres", connect_timeout=2) as server:
                row = server.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                )
                if (row.fetchone() or [False])[0]:
                    return f"postgres://{user}@127.0.0.1:5432/racetracker"
        except psycopg.Error:
            continue
    return ""


def redis() -> str:
    """The address of a Redis, or nothing. Number 15 on this machine: hardly anybody uses that."""
    from redis import Redis, RedisError

    if named := os.environ.get("REDIS_URL", "").strip():
        return named
    try:
        with Redis(host="127.0.0.1", db=15, socket_timeout=2) as client:
            client.ping()
    except RedisError:
        return ""
    return "redis://127.0.0.1:6379/15"


def environment_of_tests(**addresses: str) -> dict[str, str]:
    """Compiled files are kept: without them every worker and every process of a test compiles all modules."""
    left_out = {"DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return kept | {key: value for key, value in addresses.items() if value}


def run(title: str, arguments: list[str], **addresses: str) -> int:
    """One pytest run; 5 (no test was collected) counts as a failure."""
    print(f"\n=== {title}", flush=True)
    started = time.monotonic()
    status = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        env=environment_of_tests(**addresses),
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    print(f"=== {title}: {'passed' if status == 0 else f'FAILED (status {status})'}, "
          f"{time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
    return status


def on_every_core() -> list[str]:
    """The suite is divided among the cores, the longest files first (tests/fixtures/fast.py orders them).

    The tests of one file stay together, in their order.
    """
    cores = min(os.cpu_count() or 1, 8)
    divided = ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"] if cores > 1 else []
    return ["-q", *divided]


def missing_servers(database: str, broker: str) -> list[str]:
    return [name for name, address in (("PostgreSQL", database), ("Redis", broker)) if not address]


def main() -> int:
    if sys.argv[1:] == ["--missing"]:
        print(" ".join(missing_servers(postgres(), redis())))
        return 0
    arguments = [word for word in sys.argv[1:] if word != "--servers-needed"] or on_every_core()
    results = [run("Run 1 of 2: SQLite, no servers", arguments)]
    database, broker = postgres(), redis()
    if missing := missing_servers(database, broker):
        print(f"\n=== No {' and no '.join(missing)} answers on this machine, and no address is set "
              "(DATABASE_URL, REDIS_URL).", flush=True)  # fmt: skip
        if "--servers-needed" in sys.argv:
            return 1
    if database or broker:
        title = " and ".join(["PostgreSQL" if database else "SQLite", "Redis" if broker else "no Redis"])
        results.append(
            run(f"Run 2 of 2: {title}", [*arguments, "--of-servers"], DATABASE_URL=database, REDIS_URL=broker)
        )
    else:
        print("=== Run 2 of 2 (PostgreSQL and Redis): left out.", flush=True)
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
