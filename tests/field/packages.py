"""What is tried: packages that differ from a plain one in one thing, a control field's value, the text of the control file,
a member of the control archive or the data member."""
import gzip
import io
import random
import tarfile

import data_members

RELATIONS = ("Depends", "Pre-Depends", "Recommends", "Suggests", "Enhances", "Breaks", "Conflicts", "Replaces", "Provides",
             "Built-Using", "Static-Built-Using")
KNOWN = ("Source", "Section", "Priority", "Essential", "Protected", "Important", "Build-Essential", "Multi-Arch", "Installed-Size",
         "Maintainer", "Original-Maintainer", "Homepage", "Description", "Tag", "Task", "Origin", "Bugs", "Package-Type",
         "Built-For-Profiles", "Auto-Built-Package", "Phased-Update-Percentage", "Architecture-Variant", "Subarchitecture",
         "Kernel-Version", "Installer-Menu-Item", "Filename", "MSDOS-Filename", "Size", "MD5sum", "SHA1", "SHA256", "SHA512",
         "Description-md5", "Description-en", "Description-de", "Status", "Config-Version", "Conffiles", "Triggers-Pending",
         "Triggers-Awaited", "Recommended", "Optional", "Class", "Revision", "Package-Revision", "Package_Revision", "Directory",
         "Files", "Checksums-Sha256", "Binary", "Format", "Vcs-Git", "X-Own", "XB-Own", "Xy", "X", "#x", "x.y", "X-Ümlaut")

RELATION_VALUES = (
    "", " ", "a", "a (=1)", "a(=1)", "a (= 1)", "a (1)", "a (<1)", "a (>1)", "a (<< 1)", "a (>> 1)", "a (<= 1)", "a (>= 1)", "a ( >= 1 )",
    "a (=> 1)", "a (== 1)", "a (!= 1)", "a (<> 1)", "a (<<< 1)", "a (=1", "a =1)", "a ()", "a (=)", "a (= )", "a (= 1 2)", "a (= 1) (= 2)",
    "a (= 1)b", "a (=1) | b (=2)", "a | b", "a|b", "a |", "| a", "a || b", "a, b", "a,b", "a,", ", a", "a,,b", "a, , b", "a b", "a (=1), b",
    "a, b (=1)", "a:any", "a:amd64", "a:native", "a:", "a :any", "a: any", "a:any:any", "a:a_b", "a:any (=1)", ":any", "A", "Aa (=1)", "a_b",
    "a.b", "a+", "-a", "+a", "_a", ".a", "a$", "a/b", "a*", "ä", "a [amd64]", "a <!nocheck>", "a [amd64] <x>", "a (= 1:2-3)", "a (= :1)",
    "a (= 1:)", "a (= a)", "a (= 1_2)", "a (= -1)", "a (= 1-)", "a (= 1~)", "a (= +1:2)", "a (= 0:1)", "a (= 99999999999:1)", "a (= ${x})",
    "${shlibs:Depends}", "a\n , b", "a,\n b", "a,\n\tb", "\n a", "\n\ta", "a (=\n 1)", "a (= 1)\n | b", "a\t(=\t1)", "(= 1)", "a;b", "a && b",
    "a, " * 500 + "b", "a" * 300, "a (= " + "1" * 300 + ")")
PLAIN_VALUES = (
    "", "yes", "no", "Yes", "YES", "true", "1", "0", "-1", "100", "101", "10%", "99999999999999999999", "foo", "foo bar", "Foo", "same", "Same",
    "foreign", "allowed", "optional", "Optional", "optional-x", "optional x", "important", "required", "unknown", "unknownx", "deb", "a, b",
    "a | b", "a (=1)", "a (1.0)", "(1.0)", "x (", "foo bar (1.0)", "../x", "..", ".", "/etc/passwd", "a/b", "%2e%2e", "ü", "first\n second",
    "first\n .\n third", "\n only below", "\n\tonly below", "first\n\tsecond", "a: b", "#comment", "a\n #comment", "a\n Package: b", "d" * 32,
    "0" * 64, "\n /etc/a 0123", "x" * 3000, "install ok installed", "\xa0", "a\\tb", "<b>", "&amp;", "\"'", "a\n  \u2003b")
NAMES = ("a", "aa", "a1", "1a", "A", "Aa", "AA-BB", "a_b", "mongodb_thing", "a.b", "a+b", "a+", "a.", "a..", "a-", "-a", "+a", "_a", ".a", "..", "a b",
         "a/b", "a:b", "a:any", "a%b", "a~b", "ä", "a" * 150, "a" * 235, "a" * 260, "lib", "liba", "lib-", "all", "any", "none", "a\n b", "\n a")
VERSIONS = ("1", "0", "01", "1.0", "1.0-1", "1.0-", "-1", "1-1-1", "1:1", "0:1", "01:1", "1:", ":1", "a:1", "+1:1", "-1:1", "2147483647:1",
            "2147483648:1", "1:1:1", "1:-1", "1.0:1", "a", "v1", "1a", "1~", "1+b1", "1_1", "1/1", "1 1", "1%1", "1\n 1", "\n 1", "~1", ".1",
            "1..1", "1" * 120, "1" * 240, "1ä", "1-ä", "1,1", "1(1)", "latest", "${Version}")
TEXTS = {
    "CR LF": lambda text: text.replace("\n", "\r\n"), "CR alone": lambda text: text.replace("\n", "\r"),
    "no newline at the end": lambda text: text[:-1], "an empty line at the end": lambda text: text + "\n",
    "a line of CR at the end": lambda text: text + "\r\n", "a line of blanks at the end": lambda text: text + " \n",
    "an empty line in front": lambda text: "\n" + text, "a line of CR in front": lambda text: "\r\n" + text,
    "an empty last field": lambda text: text + "X-Last:\n", "a last field of a blank": lambda text: text + "X-Last: \n",
    "an empty last field and an empty line": lambda text: text + "X-Last:\n\n",
    "an empty last description": lambda text: text.replace("Description: x\n", "") + "Description:\n",
    "a comment": lambda text: "# comment\n" + text, "a comment within": lambda text: text + "# comment\n",
    "a second paragraph": lambda text: text + "\nPackage: b\n", "NUL": lambda text: text + "X-Nul: \0\n",
    "form feed": lambda text: text + "X-Feed: \f\n", "the end mark of DOS": lambda text: text + "\x1a", "BOM": lambda text: "\ufeff" + text,
    "a field twice": lambda text: text + "section: a\nSection: b\n", "blanks before a colon": lambda text: text + "X-Own : a\n",
    "no colon": lambda text: text + "nonsense\n", "no maintainer": lambda text: text.replace("Maintainer: T <t@example.com>\n", ""),
    "no description": lambda text: text.replace("Description: x\n", ""), "no version": lambda text: text.replace("Version", "X-Version"),
    "no architecture": lambda text: text.replace("Architecture", "X-Architecture"), "field names in upper case": lambda text: text.upper(),
    "Multi-Arch: same": lambda text: text.replace("all", "amd64") + "Multi-Arch: same\n",
    "many fields": lambda text: text + "".join(f"X-{number}: 1\n" for number in range(20_000)),
    "a description of 900,000 bytes": lambda text: text + " aaaaaaaa\n" * 90_000,
    "a description of a mebibyte": lambda text: text + " aaaaaaaa\n" * 104_000,
}


def link(name, target, kind):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def folder(name):
    info = tarfile.TarInfo(name)
    info.type, info.mode = tarfile.DIRTYPE, 0o755
    return info, b""


MEMBERS = {
    "md5sums": [("./md5sums", b"00 a\n")], "a broken md5sums": [("./md5sums", b"nonsense")], "list": [("./list", b"/x\n")],
    "the root": [folder("./")], "a folder": [folder("./x")], "a folder with a dot": [folder("./x.d")], "a file in a folder": [("./x/y", b"")],
    "a way out": [("./../x", b"")], "an absolute name": [("/x", b"")], "a symbolic link": [link("./x", "control", tarfile.SYMTYPE)],
    "a symbolic link for a script": [link("./postinst", "/bin/true", tarfile.SYMTYPE)],
    "a hard link": [("./y", b"y"), link("./x", "./y", tarfile.LNKTYPE)], "a hard link to nothing": [link("./x", "./y", tarfile.LNKTYPE)],
    "a fifo": [link("./x", "", tarfile.FIFOTYPE)], "a name of 100": [("./" + "x" * 100, b"")], "a name of 101": [("./" + "x" * 101, b"")],
    "a member twice": [("./x", b"1"), ("./x", b"2")], "control twice": [("./control", b"Package: b\n")], "an umlaut": [("./ä", b"")],
    **{f"conffiles {text!r}"[:60]: [("./conffiles", text)] for text in (
        b"/etc/a\n", b"", b"\n", b"/etc/a\n\n", b"/etc/a", b"etc/a\n", b" /etc/a\n", b"/etc/a \n", b"/etc/a\r\n", b"remove-on-upgrade /etc/a\n",
        b"remove-on-upgrade\n", b"remove-on-upgrade a\n", b"x /etc/a\n", b"/" + b"a" * 995 + b"\n", b"/" + b"a" * 996 + b"\n", b"/a\0\n")},
    **{f"triggers {text!r}"[:60]: [("./triggers", text)] for text in (
        b"", b"\n", b"# x\n", b"interest a\n", b"interest-noawait /usr/lib\n", b"activate a\n", b"activate-noawait a\n", b"activate-await a\n",
        b"interest a", b"interest\n", b"interest a b\n", b"interest a_b\n", b"activate a_b\n", b"interest /usr/\n", b"interest /\n",
        b"interest //a\n", b"activate //a\n", b"watch a\n", b"Interest a\n", b" \tinterest a \t\n", b"interest \xc3\xa4\n", b"interest a\r\n",
        b"activate " + b"a" * 245 + b"\n", b"activate " + b"a" * 246 + b"\n")},
}


class Case:
    """One package. Its name is its own unless the name is what is tried; its version tells it apart in any case."""

    def __init__(self, number, what, field=None, value=None, text=None, members=(), data=None):
        self.number, self.what, self.members = number, what, members
        self.is_whole = what.endswith(" whole")
        self.data_extension, self.data = data or (".gz", gzip.compress(tar([]), 1, mtime=0))
        fields = {"Package": f"case{number}", "Version": f"1.{number}", "Architecture": "all",
                  "Maintainer": "T <t@example.com>", "Description": "x"}
        if field:
            fields.pop(field, None)
            fields[field] = value
        control = "".join(f"{name}: {value}\n" for name, value in fields.items())
        if field and number % 2 and field not in ("Package", "Version"):  # half of them do not end the paragraph
            control += "X-Behind: y\n"
        self.may_wait = any(getattr(entry, "type", None) == tarfile.FIFOTYPE for entry, _ in members) or \
            self.data_extension == ".zst" and " cut at " in what
        self.control = (text(control) if text else control).encode("utf-8", "surrogateescape")

    def deb(self):
        entries = [("./control", self.control), *self.members]
        return b"!<arch>\n" + ar_member("debian-binary", b"2.0\n") + ar_member("control.tar.gz", gzip.compress(tar(entries), 1, mtime=0)) + \
            ar_member("data.tar" + self.data_extension, self.data)


def ar_member(name, data):
    return name.ljust(16).encode() + b"0           0     0     100644  " + str(len(data)).ljust(10).encode() + b"`\n" + data + b"\n" * (len(data) % 2)


def tar(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for entry, data in entries:
            info = tarfile.TarInfo(entry) if isinstance(entry, str) else entry
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def pairs():
    for field in RELATIONS:
        yield from ((field, value) for value in RELATION_VALUES)
    for field in KNOWN:
        yield from ((field, value) for value in PLAIN_VALUES)
    for field in KNOWN[:8]:
        yield from ((field, value) for value in RELATION_VALUES[::3])
    yield from (("Package", name) for name in NAMES)
    yield from (("Version", version) for version in VERSIONS)


def random_relations(source):
    """A value out of the pieces that relations are made of, in an order that may make sense."""
    pieces = ("a", "b1", "C", ":any", ":", " ", " ", ", ", ",", " | ", "|", " (", "(", "= ", "=", ">= ", "<<", "<", "1", "1.0-1", "1:2", ")", ")", "\n ")
    return "".join(source.choice(pieces) for _ in range(source.randint(1, 9)))


def all_cases(every, seed, randoms):
    """Each `every`-th pair, all texts and members, `randoms` values of relation fields, and data members: all, or some."""
    source = random.Random(seed)
    number = 0
    for field, value in [pair for place, pair in enumerate(pairs()) if (place + seed) % every == 0]:
        number += 1
        yield Case(number, f"{field}: {value[:60]!r}", field, value)
    for _ in range(randoms):
        number += 1
        field, value = source.choice(RELATIONS), random_relations(source)
        yield Case(number, f"{field}: {value!r}", field, value)
    for name, text in TEXTS.items():
        number += 1
        yield Case(number, name, text=text)
    for name, members in MEMBERS.items():
        number += 1
        yield Case(number, f"member: {name}", members=members)
    for place, (what, extension, member) in enumerate(data_members.all_variants()):
        if every == 1 or (place + seed) % 3 == 0 or what.endswith(" whole"):
            number += 1
            yield Case(number, what, data=(extension, member))
