#!/usr/bin/env python3
"""What fuzz/run says of its targets, with programs in their place that talk as libFuzzer does."""
import os
import stat
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOUND = """#!/bin/sh
echo "#2 INITED cov: 7 ft: 9 corp: 1/1b"
echo "#99 REDUCE cov: 31 ft: 40 corp: 5/9b"
echo "stat::number_of_executed_units: 1234567"
"""
# Saves its input where libFuzzer is told to.
BROKEN = """#!/bin/sh
for argument in "$@"; do
    case $argument in -artifact_prefix=*) echo bad >"${argument#-artifact_prefix=}crash-1234" ;; esac
done
echo "stat::number_of_executed_units: 17"
exit 77
"""
# Says that an input is slow, which it is not when it is tried again.
BUSY = """#!/bin/sh
for argument in "$@"; do
    case $argument in -artifact_prefix=*) echo slow >"${argument#-artifact_prefix=}slow-unit-1234" ;; esac
done
echo "stat::number_of_executed_units: 17"
"""
LOST = "#!/bin/sh\nexit 3\n"


class RunTargets(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.makedirs(self.below("build", "bin"))

    def below(self, *names):
        return os.path.join(self.folder.name, *names)

    def make(self, name, script):
        os.makedirs(self.below("corpus", name))
        path = self.below("build", "bin", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)

    def run_targets(self, *arguments):
        return subprocess.run([sys.executable, "-B", os.path.join(TOP, "fuzz", "run_targets.py"), "--seconds", "1",
                               "--build", self.below("build"), "--corpus", self.below("corpus"), *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    def test_executions_and_coverage_of_each_target_and_of_all_are_printed(self):
        self.make("a_fuzz", SOUND)
        self.make("b_fuzz", SOUND)
        done = self.run_targets()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"a_fuzz +1,234,567 +[\d,]+ +31  0\n")
        self.assertRegex(done.stdout, r"all +2,469,134\n")

    def test_an_input_that_breaks_a_target_is_saved_and_named_and_ends_with_1(self):
        self.make("a_fuzz", SOUND)
        self.make("b_fuzz", BROKEN)
        done = self.run_targets()
        saved = self.below("build", "findings", "b_fuzz", "crash-1234")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"b_fuzz breaks on {saved}: run {self.below('build', 'bin', 'b_fuzz')} {saved}", done.stdout)
        self.assertTrue(os.path.exists(saved))

    def test_a_target_that_ends_without_a_finding_is_no_success(self):
        self.make("a_fuzz", LOST)
        done = self.run_targets()
        self.assertEqual(done.returncode, 1)
        self.assertIn("a_fuzz: no input was saved, but exit 3", done.stdout)

    def test_an_input_that_was_slow_on_a_busy_machine_only_is_no_finding(self):
        self.make("a_fuzz", BUSY)
        done = self.run_targets()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(os.listdir(self.below("build", "findings", "a_fuzz")), [])

    def test_only_the_named_targets_run_and_an_unknown_name_lists_those_there_are(self):
        self.make("a_fuzz", SOUND)
        self.make("b_fuzz", BROKEN)
        self.assertEqual(self.run_targets("a_fuzz").returncode, 0)
        done = self.run_targets("c_fuzz")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no target c_fuzz; there are: a_fuzz, b_fuzz", done.stdout)


if __name__ == "__main__":
    unittest.main()
