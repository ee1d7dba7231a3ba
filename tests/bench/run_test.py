#!/usr/bin/env python3
"""bench/run as a whole: with a small made-up distribution every row is measured beside the peers that are installed, and
what was published is verified. How fast anything was is not looked at. SLIPWAYD names the daemon's binary."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from sample_packages import ROOT, write_packages_file

PROGRAMS = {"reprepro": "reprepro", "aptly": "aptly", "createrepo_c": "createrepo_c", "nginx": "nginx"}


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.command = [ROOT / "bench/run", "--no-install", "--quick", "--packages", "60", "--slipwayd", os.environ["SLIPWAYD"],
                        "--work", self.folder / "work", "--packages-file", write_packages_file(self.folder / "Packages", 60)]

    def test_every_row_is_measured_and_verified(self):
        rows = [line.split()[0] for line in subprocess.check_output([ROOT / "bench/run", "--list-rows"], text=True).splitlines()]

        run = subprocess.run([*self.command, "--json", self.folder / "results.json", "--plot", self.folder / "plot.svg"],
                             capture_output=True, text=True)

        self.assertEqual(run.returncode, 0, run.stderr)
        document = json.loads((self.folder / "results.json").read_text())
        self.assertEqual(document["failures"], [])
        self.assertEqual(list(dict.fromkeys(result["row"] for result in document["results"])), rows)
        for result in document["results"]:
            with self.subTest(result["what"]):
                self.check_result(result)
        self.assertIn("Slipway, deb", (self.folder / "plot.svg").read_text())
        self.assertFalse((self.folder / "work/run").exists(), "the repositories of the run are left behind")

    def check_result(self, result):
        self.assertTrue(result["verified"])
        for figure in result["figures"]:
            program = PROGRAMS.get(figure["subject"])
            without = result["row"].startswith("serve-") and result["row"] != "serve-cold" and not shutil.which("wrk")
            if without or (program and not shutil.which(program)):
                self.assertIn("not installed", figure["remark"])
            else:
                self.assertTrue(figure["samples"])
                self.assertIsNotNone(figure["median"])

    def test_an_interrupted_run_leaves_no_process(self):
        run = subprocess.Popen(self.command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        line = next(line for line in run.stderr if "one-deb" in line)
        self.assertIn("publishes", line)

        run.send_signal(signal.SIGINT)
        run.stderr.read()
        run.stderr.close()

        self.assertEqual(run.wait(), 130)
        self.assertEqual(self.processes_that_use(self.folder), [])

    @staticmethod
    def processes_that_use(folder):
        using = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdecimal() and str(folder).encode() in (entry / "cmdline").read_bytes():
                    using.append(entry.name)
            except OSError:
                continue  # it has ended meanwhile, or is somebody else's
        return using


if __name__ == "__main__":
    unittest.main()
