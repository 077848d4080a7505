"""Releases both rounds as if they were closed and their sources not public, runs all rounds, and loads what came of it.

usage: releases.py FOLDER     FOLDER: where the mappings are copied to and the outputs are written; it is replaced
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROUNDUP = ["cargo", "run", "--locked", "--quiet", "--"]
DAY = "2026-11-30"


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    mappings, out = folder / "mappings", folder / "out"
    shutil.copytree("mappings", mappings)
    rounds = mappings / "rounds.toml"
    text = rounds.read_text(encoding="utf-8")
    text, closed = re.subn('^status = "open"$', f'status = "closed"\nclosed = "{DAY}"', text, flags=re.MULTILINE)
    text, hidden = re.subn(r"^sources_public = true\n", "", text, flags=re.MULTILINE)
    ids = re.findall('^id = "(.+)"', text, flags=re.MULTILINE)
    assert closed == hidden == len(ids) > 1, (closed, hidden, ids)
    rounds.write_text(text, encoding="utf-8")
    own = ["--mappings", str(mappings), "--out", str(out)]
    check = [sys.executable, str(HERE / "check.py")]
    for id_ in ids:
        subprocess.run([*ROUNDUP, "release", id_, "--date", DAY, *own], check=True)
        subprocess.run([*check, str(out / id_ / "public"), "--public"], check=True)
    subprocess.run([*ROUNDUP, "run", "--quiet", "--all", *own], check=True)
    history = os.environ | {"HISTORY": str(out / "history")}
    subprocess.run([*check, str(out / ids[-1]), "test_history"], env=history, check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
