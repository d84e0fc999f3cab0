"""Start the host program of the browser extension, as light as Python can be."""

import os
import sys
from pathlib import Path

_CODE = "import sys; sys.path.insert(0, {!r}); from monitor.sense.browser.host import main; main()"


def main() -> None:
    """Become the host program: the same process, so that its parent stays the browser."""
    here = Path(__file__).resolve().parent
    packed = here / "_app"
    root = str(packed if packed.is_dir() else here.parent)
    if sys.platform == "win32":  # there one process cannot become another
        sys.path.insert(0, root)
        from monitor.sense.browser import host  # noqa: PLC0415 - importable from here on

        host.main()
        return
    words = [sys.executable, "-IS", "-c", _CODE.format(root), *sys.argv[1:]]
    os.execv(sys.executable, words)  # noqa: S606 - this very Python


if __name__ == "__main__":
    main()
