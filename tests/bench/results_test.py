#!/usr/bin/env python3
"""What is made of the samples: medians, ratios, targets, the table, the plot."""
import json
import unittest
import xml.dom.minidom
from unittest.mock import patch

import sample_packages  # noqa: F401  it makes the harness importable

from harness import plot, report
from harness.errors import BenchError
from harness.load import percentile
from harness.options import parse
from harness.results import Figure, Result, Target, as_document, from_document
from harness.rows.growth import sizes_up_to

FULL, TRIAL = 63_440, 300


def publish(targets=(), **samples):
    return Result("one-deb", "publish one more deb", "s", [Figure(name, values) for name, values in samples.items()],
                  list(targets), verified=True)


class Ratios(unittest.TestCase):
    def test_they_are_of_medians(self):
        self.assertEqual(publish(Slipway=[0.1, 0.3, 0.2], aptly=[9, 10, 50]).ratio("aptly"), 50)

    def test_above_one_is_better_whatever_the_unit(self):
        figures = [Figure("Slipway", [90]), Figure("nginx", [60])]
        rate = Result("serve", "requests", "requests/s", figures, more_is_better=True)

        self.assertEqual(rate.ratio("nginx"), 1.5)

    def test_there_is_none_with_a_peer_that_is_missing(self):
        result = Result("one-deb", "", "s", [Figure("Slipway", [1]), Figure("aptly", remark="not installed")])

        self.assertIsNone(result.ratio("aptly"))
        self.assertIsNone(result.meets(Target("faster", peer="aptly", ratio=1), FULL))


class Targets(unittest.TestCase):
    def test_a_limit_is_not_exceeded(self):
        self.assertTrue(publish(Slipway=[0.1]).meets(Target("≤ 100 ms", limit=0.1), TRIAL))
        self.assertFalse(publish(Slipway=[0.11]).meets(Target("≤ 100 ms", limit=0.1), TRIAL))

    def test_some_say_nothing_of_a_trial_run(self):
        target = Target("100 ×", peer="aptly", ratio=100, full_size_only=True)

        self.assertIsNone(publish(Slipway=[0.1], aptly=[1]).meets(target, TRIAL))
        self.assertFalse(publish(Slipway=[0.1], aptly=[1]).meets(target, FULL))


class Percentiles(unittest.TestCase):
    def test_are_samples(self):
        samples = [float(number) for number in range(1, 101)]

        self.assertEqual(percentile(samples, 0.99), 99)
        self.assertEqual(percentile(samples, 0.5), 50)
        self.assertEqual(percentile([7.0], 0.99), 7)


class Quantities(unittest.TestCase):
    def test_have_three_digits_and_a_unit_that_fits(self):
        for value, unit, text in ((0.0831, "s", "83.1 ms"), (9.81, "s", "9.81 s"), (123.4, "s", "123 s"),
                                  (62_600.4, "requests/s", "62,600/s"), (1.32e9, "bytes/s", "1.32 GB/s"),
                                  (999, "bytes", "999 bytes"), (10_800, "bytes", "10.8 kB"), (1.5, "×", "1.50 ×"),
                                  (None, "s", "–")):
            with self.subTest(text):
                self.assertEqual(report.quantity(value, unit), text)


class Tables(unittest.TestCase):
    def test_a_peer_has_a_line_with_the_targets_that_name_it(self):
        targets = [Target("≤ 100 ms", limit=0.1), Target("≥ 100 × aptly", peer="aptly", ratio=100)]
        result = publish(targets, Slipway=[0.08], reprepro=[40], aptly=[10])

        self.assertEqual(report.lines_of(result, FULL), [
            ["publish one more deb", "80.0 ms", "reprepro", "40.0 s", "500 ×", "≤ 100 ms", "yes"],
            ["", "", "aptly", "10.0 s", "125 ×", "≥ 100 × aptly", "yes"]])

    def test_a_missing_peer_is_said(self):
        result = Result("one-deb", "publish", "s", [Figure("Slipway", [1]), Figure("aptly", remark="not installed")])

        self.assertEqual(report.lines_of(result, FULL)[0][2:5], ["aptly", "not installed", "–"])

    def test_columns_are_aligned(self):
        lines = report.table([publish(Slipway=[0.08], aptly=[10])], FULL).splitlines()

        self.assertEqual({len(line) for line in lines}, {len(lines[0])})

    def test_a_result_survives_the_json_file(self):
        result = publish([Target("≤ 100 ms", limit=0.1)], Slipway=[0.08, 0.09], aptly=[10])

        self.assertEqual(from_document(json.loads(json.dumps(as_document(result, FULL)))), result)


class Documents(unittest.TestCase):
    document = {"date": "2026-01-02T03:04:05+00:00", "commit": "abc", "packages": 300, "rounds": 1, "quick": True,
                "machine": {"cpu": "Fast", "cores": 2, "memory": 2**34, "kernel": "6.1", "file_system": "ext4"},
                "versions": {"aptly": "1.5.0"}, "results": [as_document(publish(Slipway=[0.08], aptly=[10]), TRIAL)],
                "failures": [{"row": "start", "reason": "it did not"}]}

    def test_tell_the_machine_and_what_failed(self):
        text = report.markdown(self.document)

        self.assertIn("2026-01-02, commit abc; 2 cores of Fast, 16 GiB", text)
        self.assertIn("Failed: start: it did not", text)

    def test_replace_the_results_between_the_marks(self):
        before = "a\n<!-- results: here -->\nold\n<!-- end of results -->\nb\n"

        after = report.put_between_marks(before, self.document)

        self.assertNotIn("old", after)
        self.assertIn("| publish one more deb |", after)
        self.assertEqual(report.put_between_marks(after, self.document), after)

    def test_show_the_plot(self):
        text = report.put_between_marks("<!-- results: -->\n<!-- end of results -->\n", self.document, "growth.svg")

        self.assertIn("(growth.svg)\n\n<!-- end of results -->", text)

    def test_need_the_marks(self):
        with self.assertRaises(BenchError):
            report.put_between_marks("nothing\n", self.document)


class Plots(unittest.TestCase):
    def document(self, **points):
        figures = [Figure(name, [1.0], details={"points": of_name}) for name, of_name in points.items()]
        return {"results": [as_document(Result("growth", "growth", "×", figures), FULL)]}

    def test_the_picture_is_well_formed_and_names_everything(self):
        picture = plot.draw(self.document(Slipway=[(1000, 0.05), (63440, 0.08)], aptly=[(1000, 0.7), (63440, 10.1)]))

        xml.dom.minidom.parseString(picture)
        for word in ("63,440", "Slipway, deb", "aptly, deb", "10 ms", "100 s"):
            self.assertIn(f">{word}<", picture)

    def test_labels_do_not_cover_each_other(self):
        placed = plot.apart({"a": 100.0, "b": 101.0, "c": 300.0})

        self.assertEqual(placed, {"a": 100.0, "b": 117.0, "c": 300.0})

    def test_a_run_without_growth_has_no_picture(self):
        with self.assertRaises(BenchError):
            plot.draw({"results": []})

    def test_sizes_end_with_that_of_the_run(self):
        self.assertEqual(sizes_up_to(63_440), [1_000, 4_000, 16_000, 63_440])
        self.assertEqual(sizes_up_to(60), [15, 60])


class CommandLine(unittest.TestCase):
    def test_a_wrong_one_is_refused(self):
        for arguments in (["--rows", "no-such-row"], ["--packages", "0"], ["--repeat", "x"], ["--slipwayd", "/no/such"],
                          ["--json", "/no/such/directory/x.json"], ["--unknown"]):
            with self.subTest(arguments), patch("sys.stderr"), self.assertRaises(SystemExit) as ending:
                parse(arguments, ["one-deb", "growth"])
            self.assertEqual(ending.exception.code, 2)

    def test_rows_keep_the_order_of_the_table(self):
        self.assertEqual(parse(["--rows", "c,a"], ["a", "b", "c", "growth"]).rows, ["a", "c"])

    def test_a_plot_needs_the_row_growth(self):
        self.assertEqual(parse([], ["a", "growth"]).rows, ["a"])
        self.assertEqual(parse(["--plot", "x.svg"], ["a", "growth"]).rows, ["a", "growth"])


if __name__ == "__main__":
    unittest.main()
