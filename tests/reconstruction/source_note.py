"""SOURCE.toml: what stands beside the files of a submission."""
from __future__ import annotations

import hashlib
import pathlib

from common import write


def write_source(folder: pathlib.Path, title: str, language: str, *names: str) -> None:
    """Write SOURCE.toml into `folder` for the data files `names`, which must already be there."""
    lines = [
        'producer = "Reconstructed by Roundup from the CBSS TF-THB report 2020"',
        f'title = "{title}"',
        'received = "2026-11-24"',
        f'language = "{language}"',
        'licence = "Figures from a public report; the reconstruction is under the licence of this project"',
    ]
    for name in names:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines += ["", "[[file]]", f'name = "{name}"', f'sha256 = "{digest}"']
    write(folder / "SOURCE.toml", ("\n".join(lines) + "\n").encode())
