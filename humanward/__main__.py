"""Start the program, from a checkout or from a wheel."""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line, or one of the two parts of it that must not load it."""
    here = Path(__file__).resolve().parent
    packed = here / "_app"
    sys.path.insert(0, str(packed if packed.is_dir() else here.parent))
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    if part == "--daemon":
        from monitor.service import daemon  # noqa: PLC0415 - importable from here on

        sys.exit(daemon.main())
    if part == "--plyer":
        from monitor.notify import plyer_child  # noqa: PLC0415 - as above

        plyer_child.main()
        return
    from cli import app  # noqa: PLC0415 - as above

    app.run()


if __name__ == "__main__":
    main()
