"""Small real programs that are started, and call themselves, as AI agents in terminals do."""

import shutil
import sys
from pathlib import Path

from config.catalogue import load_catalogue
from monitor.core.recognise import Matcher

MATCHER = Matcher(load_catalogue())

_READS = """#!/usr/bin/env node
if (process.env.SETTITLE) process.title = 'claude';
process.stdin.on('data', () => {});
"""
_STARTS = """#!/usr/bin/env node
const { spawn } = require('child_process');
spawn(__dirname + '/../vendor/codex/codex', { stdio: 'inherit' }).on('exit', () => process.exit());
"""


def install_agents(home: Path) -> Path:
    """Lay them out as their installers do; return the folder for PATH."""
    modules, folder = home / "lib" / "node_modules", home / "bin"
    folder.mkdir(parents=True)
    _write(modules / "@anthropic-ai/claude-code/cli.js", _READS)
    _write(modules / "@google/gemini-cli/dist/index.js", _READS)
    _write(modules / "@openai/codex/bin/codex.js", _STARTS)
    for name, path in (
        ("claude", "@anthropic-ai/claude-code/cli.js"),
        ("gemini", "@google/gemini-cli/dist/index.js"),
        ("codex", "@openai/codex/bin/codex.js"),
    ):
        (folder / name).symlink_to(modules / path)
    _copy_cat(modules / "@openai/codex/vendor/codex/codex")
    _copy_cat(home / "share/claude/versions/2.1.39")
    _write(folder / "aider", f"#!{sys.executable}\nimport sys\nfor line in sys.stdin: pass\n")
    _write(folder / "ollama", "#!/bin/bash\nwhile read -r line; do :; done\n")
    _write(folder / "later", "#!/bin/bash\nread -r line\nclaude\n")
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def _copy_cat(path: Path) -> None:
    path.parent.mkdir(parents=True)
    shutil.copy(shutil.which("cat") or "", path)
