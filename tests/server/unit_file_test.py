#!/usr/bin/env python3
"""config/slipway.service is what systemd understands: no word of it is unknown, and its exposure stays low. Its limits
and its exit codes are those that the documentation gives."""
import os
import re
import subprocess
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HIGHEST_EXPOSURE = 15  # tenths of systemd-analyze's ten


def unit():
    with open(os.path.join(TOP, "config", "slipway.service"), encoding="utf-8") as file:
        return file.read()


def values(key):
    return re.findall(rf"^{key}=(.*)$", unit(), re.MULTILINE)


class UnitFile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "slipway.service")
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit(), flags=re.MULTILINE))

    def analyze(self, *arguments):
        return subprocess.run(["systemd-analyze", *arguments, self.path], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)

    def test_systemd_understands_every_line(self):
        done = self.analyze("verify", "--man=no")
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_a_word_that_systemd_does_not_know_is_found(self):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write("[Service]\nMemoryMaximum=4G\n")
        self.assertIn("MemoryMaximum", self.analyze("verify", "--man=no").stdout)

    def test_little_is_exposed(self):
        done = self.analyze("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_sandbox_of_the_daemon_may_be_put_up(self):
        allowed = " ".join(values("SystemCallFilter")).split()
        for call in ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"):
            self.assertIn(call, allowed)

    def test_only_what_a_new_start_mends_is_started_again(self):
        self.assertEqual(values("RestartPreventExitStatus"), ["64 73 75 77 78"])
        self.assertEqual(values("Restart"), ["on-failure"])

    def test_memory_descriptors_and_tasks_are_bounded(self):
        self.assertEqual([values(key) for key in ("MemoryHigh", "MemoryMax", "LimitNOFILE", "TasksMax")],
                         [["3G"], ["4G"], ["65536"], ["1024"]])


if __name__ == "__main__":
    unittest.main()
