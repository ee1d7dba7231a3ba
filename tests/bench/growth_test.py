#!/usr/bin/env python3
"""bench/growth with some dozen packages: its debs are valid, and every figure is there."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from sample_packages import ROOT, write_packages_file

from growth_debs import Source, read_controls


class Growth(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.work = Path(self.directory.name)
        self.stanzas = self.work / "Packages"
        write_packages_file(self.stanzas, 10)

    def tearDown(self):
        self.directory.cleanup()

    def test_makes_packages_that_dpkg_reads(self):
        source = Source(read_controls(self.stanzas))
        for number in (0, 9, 25):
            file = self.work / f"{number}.deb"
            file.write_bytes(source.deb(number))

            name = subprocess.run(["dpkg-deb", "-f", file, "Package"], capture_output=True, text=True, check=True).stdout
            files = subprocess.run(["dpkg-deb", "-c", file], capture_output=True, text=True, check=True).stdout

            self.assertEqual(name.strip(), source.name(number))
            self.assertEqual(files, "")

    def test_measures_every_size_and_removes_what_it_stored(self):
        data = self.work / "work"
        figures = self.work / "growth.json"

        subprocess.run([ROOT / "bench/growth", "--packages", "20,45", "--batch", "8", "--repeat", "2", "--stanzas", self.stanzas,
                        "--slipwayd", os.environ["SLIPWAYD"], "--work", data, "--json", figures], check=True)

        rows = json.loads(figures.read_text())
        self.assertEqual([row["packages"] for row in rows], [20, 45])
        for row in rows:
            self.assertEqual(len(row["publish_ms_all"]), 2)
            self.assertGreater(row["disk"]["segments"], 0)
        self.assertEqual(list(data.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
