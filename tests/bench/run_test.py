#!/usr/bin/env python3
"""bench/run as a whole: with a small made-up distribution every row is measured beside the peers that are installed,
and what was published is verified. How fast anything was is not looked at. SLIPWAYD names the daemon's binary."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from sample_packages import ROOT, write_packages_file

RUN = ROOT / "bench/run"
PROGRAMS = {"reprepro": "reprepro", "aptly": "aptly", "createrepo_c": "createrepo_c", "nginx": "nginx"}


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.environment = {**os.environ, "TMPDIR": folder.name}
        packages_file = write_packages_file(self.folder / "Packages", 60)
        self.command = [RUN, "--no-install", "--quick", "--packages", "60", "--packages-file", packages_file,
                        "--work", self.folder / "work", "--slipwayd", os.environ["SLIPWAYD"]]

    def test_every_row_is_measured_and_verified(self):
        listing = subprocess.check_output([RUN, "--list-rows"], text=True)
        wanted = ["--json", self.folder / "results.json", "--plot", self.folder / "plot.svg"]

        run = subprocess.run([*self.command, *wanted], capture_output=True, text=True, env=self.environment)

        self.assertEqual(run.returncode, 0, run.stderr)
        document = json.loads((self.folder / "results.json").read_text())
        self.assertEqual(document["failures"], [])
        measured = dict.fromkeys(result["row"] for result in document["results"])
        self.assertEqual(list(measured), [line.split()[0] for line in listing.splitlines()])
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
        run = subprocess.Popen(self.command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                               env=self.environment)
        line = next(line for line in run.stderr if "one-deb" in line)
        self.assertIn("publishes", line)

        run.send_signal(signal.SIGINT)
        run.stderr.read()
        run.stderr.close()

        self.assertEqual(run.wait(), 130)
        self.assertEqual(self.processes_that_use(self.folder), [])
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["Packages", "work"])

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
