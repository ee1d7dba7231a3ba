"""Packages by rpmbuild that differ from a plain one in one thing each: a tag, a script, a kind of file, a payload."""
import concurrent.futures
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

BUILDS_AT_ONCE = os.cpu_count() or 1
# Nothing is stripped or compressed, and no package of debug files comes along.
ALWAYS = ("__os_install_post %{nil}", "debug_package %{nil}", "_buildhost build.example.org")
TEXT = "/opt/field/text"


def put(path, content="x"):
    """Shell that makes a file of the build root."""
    return f'mkdir -p "%{{buildroot}}{os.path.dirname(path)}"\nprintf %s \'{content}\' >"%{{buildroot}}{path}"\n'


@dataclass
class Variant:
    """`tags` replace those of the plain package; `sections` stand before its files; the text is written as it stands, with
    bytes that are not UTF-8 as surrogates."""
    what: str
    preamble: str = ""
    tags: dict = None
    sections: str = ""
    install: str = put(TEXT)
    files: str = TEXT
    behind: str = ""
    macros: tuple = ()
    target: str = "noarch"
    build: str = "-bb"
    since: tuple = (4, 16)
    short: bool = False

    def spec(self):
        tags = {"Name": f"field-{self.what.replace(' ', '-')}", "Version": "1.0", "Release": "1",
                "Summary": "A package of this suite", "License": "MIT", **(self.tags or {})}
        head = "".join(f"{name}: {value}\n" for name, value in tags.items()) + self.preamble
        files = f"%files\n%defattr(-,root,root)\n{self.files}\n" if self.files is not None else ""
        return (f"{head}\n%description\nA package.\n\n%install\nmkdir -p %{{buildroot}}\n{self.install}\n"
                f"{self.sections}\n{files}{self.behind}")


def tagged(what, short=False, **tags):
    return Variant(what, tags=tags, short=short)


IDENTITIES = (
    Variant("plain noarch", short=True),
    Variant("plain x86_64", target="x86_64", short=True),
    *(Variant(f"plain {name}", target=name) for name in ("i386", "i686", "aarch64", "ppc64le", "s390x", "riscv64")),
    Variant("of no known architecture", target="pdp11"),
    Variant("without files", install="", files="", short=True),
    Variant("translated description", "%description -l de\nEin Paket.\n"),
    tagged("epoch 0", Epoch=0),
    tagged("epoch 1", Epoch=1, short=True),
    tagged("largest epoch", Epoch=2**32 - 1),
    tagged("tilde", Version="1.0~rc1", short=True),
    tagged("caret", Version="1.0^git20240101", short=True),
    tagged("tilde and caret", Version="1.0~rc1^2"),
    tagged("plus", Version="1.0+dfsg"),
    tagged("long version", Version="1." + "2" * 100),
    tagged("letters in a version", Version="v1.a_b"),
    tagged("long release", Release="1.2.3.el9_4.x.y~z^1"),
    tagged("zero version", Version="0", Release="0"),
    tagged("long name", Name="n" * 200, short=True),
    tagged("longest name", Name="n" * 238),
    Variant("too long a name", tags={"Name": "n" * 239}, macros=("_build_name_fmt %%{ARCH}/long.rpm",)),
    tagged("plus in a name", Name="field-libstdc++"),
    tagged("dots in a name", Name="field.example.org"),
    tagged("digit in front", Name="0field"),
    tagged("underscore in front", Name="_field"),
    tagged("upper case", Name="Field-UPPER"),
    tagged("one letter", Name="f"),
)

RELATIONS = {
    "provides": "Provides: virtual, versioned = 1:2-3, range >= 2, bundled(lib) = 1, pkgconfig(x) = 1.0, config(f) = 1\n",
    "requires": "Requires: bash, versioned >= 1:2-3, exact = 1, lower < 2, /usr/bin/env, /opt/other, python(abi) = 3.11\n",
    "conflicts and obsoletes": "Conflicts: enemy < 2, foe = 1:1-1, any\nObsoletes: older <= 1.0-3, oldest\n",
    "weak relations": "Recommends: nice >= 1\nSuggests: maybe\nSupplements: base\nEnhances: thing > 3\n",
    "rich relations": "Requires: (a if b else c), (x >= 1 or y), (p and (q or r))\nRecommends: (a with b)\n"
                      "Supplements: (f and lang-de)\nConflicts: (m unless n)\nSuggests: (a without b)\n",
    "requirements of scripts": "Requires(pre): one\nRequires(post): two >= 1\nRequires(preun): three\nRequires(postun): four\n",
    "requirements of transactions": "Requires(pretrans): one\nRequires(posttrans): two\nRequires: one\n",
    "requirement of verification": "Requires(verify): one\nRequires(interp): two\n",
    "requirement of the index alone": "Requires(meta): one\n",
    "orders": "OrderWithRequires: one\n",
    "requirements of its own": "Provides: own = 1\nRequires: own = 1, own >= 1\n",
    "repetitions": "Requires: a, b, a, b >= 1, b >= 1\nProvides: a, a\n",
    "libc": "Requires: libc.so.6, libc.so.6(GLIBC_2.4)(64bit), libc.so.6(GLIBC_2.34)(64bit), libc.so.6()(64bit)\n",
    "tilde in a relation": "Requires: a = 1~rc1, b < 2^post, c >= 3:1~1^1-2~3\n",
    "no automatic relations": "AutoReqProv: no\n",
    "umlauts in a relation": "Provides: fön = 1\nRequires: größe\n",
    "thousand relations": "".join(f"Requires: need{number} >= {number}\n" for number in range(1000)),
}

SCRIPTS = {
    **{f"script {name}": f"%{name}\nexit 0\n"
       for name in ("pre", "post", "preun", "postun", "pretrans", "posttrans", "verifyscript")},
    "script of lua": "%pretrans -p <lua>\nprint('x')\n%post -p /sbin/ldconfig\n",
    "script with an option": "%post -p /bin/sh -e\nexit 0\n",
    "triggers": "%triggerin -- a\nexit 0\n%triggerun -- b < 2, c\nexit 0\n%triggerpostun -- d\nexit 0\n%triggerprein -- e\nexit 0\n",
    "file triggers": "%filetriggerin -- /usr/lib /usr/share/x\nexit 0\n%filetriggerun -- /usr/lib\nexit 0\n"
                     "%filetriggerpostun -- /etc\nexit 0\n",
    "transaction triggers": "%transfiletriggerin -P 100 -- /usr/lib\nexit 0\n%transfiletriggerun -- /etc\nexit 0\n"
                            "%transfiletriggerpostun -p <lua> -- /usr\nprint('x')\n",
}

KINDS_OF_FILES = {  # how they are made, how %files lists them
    "capabilities": (put("/usr/bin/tool"), "%caps(cap_net_raw,cap_net_admin=ep) /usr/bin/tool"),
    "configuration": (put("/etc/a") + put("/etc/b") + put("/etc/c"),
                      "%config /etc/a\n%config(noreplace) /etc/b\n%config(missingok) /etc/c"),
    "documents": (put("/usr/share/doc/field/R") + put("/usr/share/licenses/field/L"),
                  "%doc /usr/share/doc/field/R\n%license /usr/share/licenses/field/L"),
    "ghosts": (put("/var/log/a") + put("/opt/field/b"), "%ghost /var/log/a\n%ghost %attr(600,root,root) /opt/field/b"),
    "a ghost directory": ("mkdir -p %{buildroot}/run/field", "%ghost %dir /run/field"),
    "artifacts": (put(TEXT), f"%artifact {TEXT}"),
    "files that may be missing": (put(TEXT), f"%missingok {TEXT}"),
    "directories": ("mkdir -p %{buildroot}/opt/field/a/b %{buildroot}/usr/bin/d %{buildroot}/etc/d",
                    "/opt/field\n/usr/bin/d\n%dir /etc/d"),
    "modes": (put(TEXT) + "mkdir -p %{buildroot}/opt/field/t %{buildroot}/opt/field/g",
              f"%attr(4711,root,root) {TEXT}\n%dir %attr(1777,root,root) /opt/field/t\n%dir %attr(2755,root,root) /opt/field/g"),
    "unknown owners": (put(TEXT), f"%attr(640,nobody-here,nogroup-here) {TEXT}"),
    "half a verification": (put(TEXT), f"%verify(not md5 size mtime) {TEXT}"),
    "links": (put("/usr/bin/a") + "cd %{buildroot}/usr/bin\nln -s a b\nln -s /usr/bin/a c\nln -s nowhere d\nln -s . e", "/usr/bin/*"),
    "hard links": (put("/usr/bin/a") + "ln %{buildroot}/usr/bin/a %{buildroot}/usr/bin/b", "/usr/bin/*"),
    "umlauts in names": (put("/opt/füld/größe") + put("/usr/bin/日本"), "/opt/füld\n/usr/bin/日本"),
    "blanks in names": (put("/opt/field/a b") + put("/usr/bin/c  d"), '"/opt/field/a b"\n"/usr/bin/c  d"'),
    "marks in names": (put("/usr/bin/<a>&b") + put("/opt/field/it;is,[x]!@#~^=+"), "/usr/bin/*\n/opt/field/*"),
    "a hidden file": (put("/opt/field/.hidden"), "/opt/field/.hidden"),
    "names in Latin-1": (put("/usr/bin/\udce9t\udce9"), "/usr/bin/*"),
    "a name of 246 bytes": (put("/usr/bin/" + "a" * 246), "/usr/bin/*"),
    "a name of 247 bytes": (put("/usr/bin/" + "a" * 247), "/usr/bin/*"),
    "a deep path": (put("/opt" + "/deep" * 200 + "/f"), "/opt/deep"),
    "an empty file": (put(TEXT, ""), TEXT),
    "sendmail": (put("/usr/lib/sendmail") + put("/usr/libexec/bin/x"), "/usr/lib/sendmail\n/usr/libexec"),
    "many files": ("mkdir -p %{buildroot}/opt/field\ncd %{buildroot}/opt/field\nseq -f file%g 3000 | xargs touch", "/opt/field"),
    "many directories": ("cd %{buildroot}\nseq -f opt/field/d%g/e 500 | xargs mkdir -p", "/opt/field"),
    "a large file": ("mkdir -p %{buildroot}/opt\ntruncate -s 40M %{buildroot}/opt/hole", "/opt/hole"),
}

TEXTS = {  # tags, and more of the preamble
    "strange licence": ({"License": "(MIT OR Apache-2.0 WITH x) & \"own\" <licence>"}, ""),
    "strange URL": ({}, "URL: https://example.org/a%20b?x=1&y=<ü>#z\n"),
    "summary of many bytes": ({"Summary": "s" * 3000}, ""),
    "summary with marks": ({"Summary": "<b>&amp; \"x\" 'y' ]]> — ü"}, ""),
    "people": ({}, "Vendor: Übung & Co <v@example.org>\nPackager: A \"B\" <p@example.org>\nDistribution: D\n"
                   "Group: Applications/Text\nBugURL: mailto:x@example.org\n"),
    "relocatable": ({}, "Prefix: /opt\n"),
    "module": ({}, "ModularityLabel: m:1:2:3\nDistTag: x\nVCS: git:https://example.org/x.git\n"),
    "translated summary": ({}, "Summary(de): Ein Paket\nSummary(fr.UTF-8): Un paquet\n"),
    "Latin-1": ({"Summary": "caf\udce9"}, "Vendor: \udce4\udcf6\n"),
    "an escape in the summary": ({"Summary": "a\x1b[31mb"}, ""),
    "a bell in the vendor": ({}, "Vendor: a\x07b\n"),
    "DEL in the licence": ({"License": "a\x7fb"}, ""),
    "C1 in the summary": ({"Summary": "a\u009bb"}, ""),
    "a carriage return in the vendor": ({}, "Vendor: a\rb\n"),
}

CHANGES = {
    "one change": "* Wed Mar 06 2024 A <a@example.org> - 1.0-1\n- first\n",
    "fourteen changes": "".join(f"* Wed Mar 06 2024 A{number} Ü <a@example.org> - 1.{number}\n- <change> & {number}\n  more\n"
                                for number in range(14, 0, -1)),
    "changes with a time of day": "* Wed Mar 06 12:30:00 UTC 2024 A <a@example.org> 1.0-1\n- x\n"
                                  "* Wed Mar 06 12:29:59 UTC 2024 A <a@example.org>\n- y\n",
    "a change of many bytes": "* Wed Mar 06 2024 A\n" + "- " + "long " * 10_000 + "\n",
    "a change in Latin-1": "* Wed Mar 06 2024 Ren\udce9 <r@example.org>\n- \udce4\n",
    "an escape in a change": "* Wed Mar 06 2024 A\n- \x1b[2J\n",
}

PAYLOADS = ("w.ufdio", "w1.gzdio", "w9.gzdio", "w6.xzdio", "w2.lzdio", "w9.bzdio", "w3.zstdio", "w19.zstdio")
DIGESTS = {"MD5": 1, "SHA-1": 2, "SHA-256": 8, "SHA-384": 9, "SHA-512": 10, "SHA-224": 11}

OTHERS = (
    Variant("source", build="-bs", short=True),
    Variant("source with a patch", "Source0: a.txt\nPatch0: b.patch\nBuildRequires: gcc >= 1, (a or b)\n", build="-bs"),
    Variant("source of one architecture", "ExclusiveArch: x86_64\n", build="-bs", target="x86_64"),
    Variant("without its source", "Source0: a.txt\nNoSource: 0\n", build="-bs"),
    Variant("source of rpm 6", build="-bs", macros=("_rpmformat 6",), since=(6, 0)),
    Variant("format 6", macros=("_rpmformat 6",), since=(6, 0)),
    Variant("subpackages", "%package devel\nSummary: x\nRequires: %{name} = %{version}-%{release}\n%description devel\n"
            "%package -n field-other\nSummary: y\nVersion: 7\n%description -n field-other\n",
            behind="%files devel\n%files -n field-other\n"),
    Variant("of a date", behind="%changelog\n* Wed Mar 06 2024 A\n- x\n",
            macros=("source_date_epoch_from_changelog 1", "use_source_date_epoch_as_buildtime 1", "clamp_mtime_to_source_date_epoch 1")),
    Variant("scripts of removed transactions", sections="%preuntrans\nexit 0\n%postuntrans\nexit 0\n", since=(4, 19)),
    Variant("a system user", install=put("/usr/lib/sysusers.d/f.conf", "u field - -"), files="/usr/lib/sysusers.d/f.conf",
            since=(4, 19)),
    Variant("binary code", install="mkdir -p %{buildroot}/usr/bin\ncp /bin/true %{buildroot}/usr/bin/field-true",
            files="/usr/bin/field-true", target="x86_64", short=True),
)
SHORT = {"provides", "rich relations", "weak relations", "requirements of transactions", "script pretrans", "script verifyscript",
         "file triggers", "transaction triggers", "capabilities", "configuration", "ghosts", "directories", "links", "Latin-1",
         "umlauts in names", "fourteen changes"}


def all_variants():
    yield from IDENTITIES
    for what, preamble in RELATIONS.items():
        yield Variant(what, preamble, short=what in SHORT)
    for what, sections in SCRIPTS.items():
        yield Variant(what, sections=sections, short=what in SHORT)
    for what, (install, files) in KINDS_OF_FILES.items():
        yield Variant(what, install=install, files=files, short=what in SHORT)
    for what, (tags, preamble) in TEXTS.items():
        yield Variant(what, preamble, tags, short=what in SHORT)
    for what, changes in CHANGES.items():
        yield Variant(what, behind="%changelog\n" + changes, short=what in SHORT)
    for payload in PAYLOADS:
        yield Variant(f"payload {payload}", macros=(f"_binary_payload {payload}",), short=payload == "w3.zstdio")
    for name, number in DIGESTS.items():
        yield Variant(f"files by {name}", macros=(f"_binary_filedigest_algorithm {number}",))
    yield from OTHERS


class CannotBuild(Exception):
    """With what rpmbuild said."""


def build(variant, directory):
    """Writes the packages below `directory`."""
    place = directory / variant.what.replace(" ", "-")
    sources = place / "SOURCES"
    sources.mkdir(parents=True)
    (sources / "a.txt").write_text("a\n")
    (sources / "b.patch").write_text("--- a\n+++ b\n")
    spec = place / "field.spec"
    spec.write_bytes(variant.spec().encode("utf-8", "surrogateescape"))
    command = ["rpmbuild", variant.build, "--quiet", "--nodeps", "--target", f"{variant.target}-linux"]
    for macro in (f"_topdir {place}", "_invalid_encoding_terminates_build 0", *ALWAYS, *variant.macros):
        command += ["--define", macro]
    done = subprocess.run([*command, str(spec)], capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, check=False)
    if done.returncode or not any(place.rglob("*.rpm")):
        raise CannotBuild(f"rpmbuild does not make {variant.what}: {(done.stderr or done.stdout)[-500:]}")


def version_of_rpmbuild():
    said = subprocess.run(["rpmbuild", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in said.split()[-1].split(".")[:2])


def build_all(directory, only_short):
    """Every variant, or the short choice, that this machine's rpmbuild knows; what could not be built."""
    known = version_of_rpmbuild()
    chosen = [variant for variant in all_variants() if variant.since <= known and (variant.short or not only_short)]

    def failure_of(variant):
        try:
            build(variant, Path(directory))
        except CannotBuild as error:
            return str(error)
        return None

    with concurrent.futures.ThreadPoolExecutor(BUILDS_AT_ONCE) as pool:
        return [failure for failure in pool.map(failure_of, chosen) if failure]
