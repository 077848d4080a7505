"""LibreOffice opens the workbook: converted to PDF with all sheets, and without a word about a repair.

usage: office.py FOLDER     FOLDER: out/<round>; needs LibreOffice (`soffice`) and nothing but Python's own library
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile


class Office(unittest.TestCase):
    def test_libreoffice_opens_it(self):
        office = shutil.which("soffice") or shutil.which("libreoffice")
        self.assertTrue(office, "LibreOffice is missing: install libreoffice-calc")
        workbook = FOLDER / "harmonized.xlsx"
        sheets = [name for name in zipfile.ZipFile(workbook).namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        self.assertGreater(len(sheets), 1)
        with tempfile.TemporaryDirectory() as folder:
            profile = f"-env:UserInstallation={pathlib.Path(folder, 'profile').as_uri()}"
            command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(workbook)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300)
            said = (done.stdout + done.stderr).lower()
            self.assertEqual(done.returncode, 0, said)
            self.assertFalse(re.search("repair|corrupt|error", said), said)
            pdf = pathlib.Path(folder, "harmonized.pdf").read_bytes()
            self.assertGreater(len(re.findall(rb"/Type\s*/Page[^s]", pdf)), len(sheets) - 1)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1], "harmonized.xlsx").is_file():
        sys.exit(__doc__)
    FOLDER = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main(verbosity=2)
