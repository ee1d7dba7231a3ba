#!/usr/bin/env python3
"""The packages that the harness makes are what dpkg and rpm take for packages."""
import io
import subprocess
import tempfile
import unittest
from pathlib import Path

from sample_packages import write_packages_file

from harness.corpus import RICH_FILES, Corpora
from harness.deb_writer import write_hollow_deb
from harness.progress import Progress
from harness.stanzas import parse, read_stanzas


def output(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True,
                          env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}).stdout


class CorpusTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.packages_file = write_packages_file(self.folder / "Packages", 20)

    def corpora(self, size):
        made = Corpora(self.packages_file, self.folder, Progress(io.StringIO()))
        made.size(size)
        return made


class Stanzas(CorpusTest):
    def test_lose_what_describes_the_file_in_the_archive(self):
        stanza = next(read_stanzas(self.packages_file))

        self.assertNotIn("Filename", stanza.fields)
        self.assertNotIn("Description-md5", stanza.control)
        self.assertEqual(stanza.fields["Description"], "eats ants\n and termites, « at night ».\n .\n Not on Sundays.")

    def test_are_as_many_as_the_file_has(self):
        self.assertEqual(len(list(read_stanzas(self.packages_file))), 20)

    def test_can_be_renamed(self):
        renamed = parse("Package: a\nVersion: 1\nProvides: a\n").renamed("b")

        self.assertEqual((renamed.name, renamed.control), ("b", "Package: b\nVersion: 1\nProvides: a\n"))


class Debs(CorpusTest):
    def test_have_the_real_control_data(self):
        path = self.corpora(1).packages("deb")[0].path

        self.assertEqual(path.name, "aardvark_2%3a1.0~rc1-2-3+b1_amd64.deb")
        self.assertEqual(output("dpkg-deb", "--field", path, "Version", "Depends").splitlines(), [
            "Version: 2:1.0~rc1-2-3+b1", "Depends: libc6 (>= 2.34) | libc0.1, zebra:any (<< 1:2)"])
        self.assertIn("./usr/share/doc/aardvark/copyright", output("dpkg-deb", "--contents", path))

    def test_may_be_mostly_a_hole(self):
        path = self.folder / "hollow.deb"

        write_hollow_deb(parse("Package: hollow\nVersion: 1\nArchitecture: all\n"), 5_000_001, path)

        self.assertIn(" 5000001 ", output("dpkg-deb", "--contents", path))
        self.assertLess(path.stat().st_blocks * 512, 100_000)


class Rpms(CorpusTest):
    def test_have_digests_that_rpm_accepts(self):
        paths = [package.path for kind in ("rpm", "rich-rpm") for package in self.corpora(20).packages(kind)]

        said = output("rpmkeys", "--checksig", *paths).splitlines()

        self.assertEqual([line.rpartition(":")[2] for line in said], [" digests OK"] * 40)

    def test_have_the_relations_of_the_stanza(self):
        path = self.corpora(1).packages("rpm")[0].path

        self.assertEqual(output("rpm", "-qp", "--queryformat", "%{EPOCH} %{VERSION} %{RELEASE} %{ARCH}", path),
                         "2 1.0~rc1_2 3+b1 x86_64")
        requires = output("rpm", "-qp", "--requires", path).splitlines()
        self.assertLessEqual({"libc6 >= 2.34", "zebra < 1:2"}, set(requires))
        self.assertIn("anteater = 1.0", output("rpm", "-qp", "--provides", path))
        self.assertEqual(output("rpm", "-qp", "--conflicts", path), "badger\n")
        self.assertEqual(output("rpm", "-qp", "--recommends", path), "honey\n")

    def test_of_the_rich_corpus_list_many_files(self):
        packages = self.corpora(20).packages("rich-rpm")

        listed = sum(len(output("rpm", "-qp", "--list", package.path).splitlines()) for package in packages)

        self.assertGreater(listed / len(packages), RICH_FILES / 3)
        self.assertEqual(output("rpm", "-qp", "--changelog", packages[0].path).count("* "), 10)


class Cache(CorpusTest):
    def test_what_is_there_is_not_made_again(self):
        first = self.corpora(5).packages("deb")
        first[0].path.write_bytes(b"kept")

        second = self.corpora(8).packages("deb")

        self.assertEqual(second[:5], first)
        self.assertEqual(second[0].path.read_bytes(), b"kept")

    def test_a_line_that_was_cut_off_is_made_again(self):
        listing = self.corpora(5).packages("deb")[0].path.parents[1] / "list"
        whole = listing.read_bytes()
        listing.write_bytes(whole[:-10])

        packages = self.corpora(5).packages("deb")

        self.assertEqual(len(packages), 5)
        self.assertEqual(listing.read_bytes(), whole)

    def test_one_more_is_another_each_time(self):
        corpora = self.corpora(5)

        names = [package.name for _ in range(4) for package in corpora.extras("deb", 3, self.folder / "more")]

        self.assertEqual(len(set(names)), 12)


if __name__ == "__main__":
    unittest.main()
