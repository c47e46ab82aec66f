"""The `dueregard` command: make the demonstration, serve, work, and whatever Django's own commands do."""

import argparse
import gc
import logging
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dueregard.config.backups.errors import BackupError

SELDOM = (200_000, 20, 20)
"""How seldom Python looks for garbage while the demonstration is made: nearly all that is made then is kept."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = None if arguments[:1] == ["manage"] else _parser().parse_args(arguments)
    try:
        return _manage(arguments[1:]) if options is None else int(options.run(options))
    except ImproperlyConfigured as problem:
        print(problem, file=sys.stderr)
        return 2
    except BackupError as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dueregard", description="Due Regard: the public sector equality duty in one system."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="make the demonstration organisation and serve it")
    demo.add_argument("--scale", choices=["small", "full"], default="full")
    demo.add_argument("--seed", type=int, default=2024, help="one seed, one organisation (default: 2024)")
    demo.add_argument(
        "--data-only", metavar="DIR", type=Path, help="write the invented data files there and stop"
    )
    demo.add_argument("--reload", action="store_true", help="for developers: start again when code changes")
    demo.set_defaults(run=_demo)

    serve = commands.add_parser("serve", help="serve the web pages, with one worker beside")
    serve.add_argument("--reload", action="store_true", help=argparse.SUPPRESS)
    serve.set_defaults(run=_serve)

    worker = commands.add_parser("worker", help="do background work until stopped")
    worker.add_argument("--once", action="store_true", help="do what is waiting, then stop")
    worker.set_defaults(run=_worker)

    journal = commands.add_parser("journal", help="the log of writes").add_subparsers(
        required=True, metavar="COMMAND"
    )
    verify = journal.add_parser(
        "verify", help="walk the chains; exit 1 and name the first bad entry, or exit 0"
    )
    verify.set_defaults(run=_verify)

    people = commands.add_parser("people", help="who can sign in").add_subparsers(
        required=True, metavar="COMMAND"
    )
    first = people.add_parser(
        "first-administrators",
        help="make the first two administrators, while none is in force; each then chooses a password by "
        "a link from the sign-in page",
    )
    for number in ("first", "second"):
        first.add_argument(f"{number}_email", metavar="EMAIL")
        first.add_argument(f"{number}_name", metavar="NAME")
    first.set_defaults(run=_first_administrators)

    keys = commands.add_parser("keys", help="the keys of the networks and of the voice").add_subparsers(
        required=True, metavar="COMMAND"
    )
    rotate = keys.add_parser(
        "rotate",
        help="change the keys of every network while serving, and destroy the old ones; may be stopped",
    )
    rotate.set_defaults(run=_rotate)

    backup = commands.add_parser(
        "backup", help="copy both databases and the files to a new folder, while serving"
    )
    backup.add_argument("folder", metavar="DIR", type=Path)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore", help="put a backup back into an empty place, and compare everything"
    )
    restore.add_argument("folder", metavar="DIR", type=Path)
    restore.set_defaults(run=_restore)

    commands.add_parser("manage", help="run one of Django's own commands", add_help=False)
    return parser


def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    import django

    django.setup()


def _manage(arguments: list[str]) -> int:
    _setup()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dueregard manage", *arguments])
    return 0


def _demo(options: argparse.Namespace) -> int:
    if options.data_only:
        from dueregard.demo.files import write_files  # needs no web application

        for path in write_files(options.data_only, seed=options.seed, scale=options.scale):
            print(path)
        return 0
    os.environ["DUEREGARD_DEMO"] = "1"
    gc.set_threshold(*SELDOM)
    _setup()
    from dueregard.config import supervisor
    from dueregard.demo import organise

    supervisor.prepare()
    logging.getLogger("dueregard").setLevel(logging.WARNING)  # what is made is said in words
    organise.make_demonstration(seed=options.seed, scale=options.scale, say=print)
    # A developer reads the log as it comes; a visitor reads who can sign in.
    log = None if options.reload else organise.log_file()
    return supervisor.serve(reload=options.reload, say=organise.welcome, log=log)


def _serve(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.config import supervisor

    supervisor.prepare()
    return supervisor.serve(reload=options.reload)


def _worker(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.config import supervisor

    return supervisor.work(once=options.once)


def _verify(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.journal import verifying

    return verifying.verify_all(say=print)


def _rotate(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.networks import rotation
    from dueregard.voice.collective import rotation as voice

    rotation.rotate_all(say=print)
    print(f"voice: everything is closed with key {voice.rotate()}, and the older ones are destroyed")
    return 0


def _first_administrators(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.people import administrators

    given = [(options.first_email, options.first_name), (options.second_email, options.second_name)]
    return administrators.make_first(given, say=print)


def _backup(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.config.backups import backup

    backup.backup(options.folder, say=print)
    return 0


def _restore(options: argparse.Namespace) -> int:
    _setup()
    from dueregard.config.backups import restore

    return restore.restore(options.folder, say=print)
