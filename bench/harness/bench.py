"""One run: its options, its directories, and the repositories that several rows share.

A repository is filled when the first row asks for it and used by all that follow, so that the expensive part, taking in
a whole distribution, is done once by each program."""
import os
import shutil
from collections import defaultdict
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Callable

from harness.corpus import Corpora, Package
from harness.options import Options
from harness.processes import Children, Usage
from harness.progress import Progress
from harness.results import NOT_INSTALLED, SLIPWAY, Figure
from harness.signing_home import SigningHome
from harness.subjects import Subject
from harness.subjects.createrepo import Createrepo
from harness.subjects.deb_peers import Aptly, Reprepro
from harness.subjects.nginx import Nginx
from harness.subjects.slipway import Slipway, SlipwayDebs, SlipwayRpms
from harness.tls import cipher_of, make_certificate

PROGRAMS = {
    "reprepro": ["reprepro", "gpg"], "aptly": ["aptly", "gpg"], "createrepo_c": ["createrepo_c", "rpmsign", "gpg"],
    "nginx": ["nginx"], "wrk": ["wrk"]}
PEERS = {"deb": ["reprepro", "aptly"], "rpm": ["createrepo_c"], "rich-rpm": ["createrepo_c"]}


class Bench:
    """Use as a context: its end stops every process and removes what the run has made, the corpora excepted."""

    def __init__(self, options: Options, program: Path, corpora: Corpora, progress: Progress):
        self.options, self.program, self.corpora, self.progress = options, program, corpora, progress
        self.packages = corpora.size(options.packages)
        self.scratch = options.work / "run"
        self.intakes: dict[tuple[str, str], Usage] = {}
        self._publications: dict[str, dict[str, list[Usage]]] = {}
        self.first_of_turn: dict[tuple[str, str], list[Usage]] = defaultdict(list)
        self._loaded: dict[tuple[str, str], Subject] = {}
        self._folders = 0
        self._ending = ExitStack()

    def __enter__(self) -> "Bench":
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self._ending.callback(shutil.rmtree, self.scratch, ignore_errors=True)
        self.children = Children(self.options.work / "log")
        self.children.log.write_bytes(b"")
        self._ending.callback(self.children.stop_all)
        return self

    def __exit__(self, *_) -> None:
        self._ending.close()

    # --- what there is ------------------------------------------------------------------------------------------------

    def installed(self, peer: str) -> bool:
        return all(shutil.which(program) for program in PROGRAMS[peer])

    def subjects(self, kind: str) -> list[str]:
        """Slipway and the peers for that kind of package that are installed."""
        return [SLIPWAY] + [peer for peer in PEERS[kind] if self.installed(peer)]

    def missing(self, *peers: str) -> list[Figure]:
        return [Figure(peer, remark=NOT_INSTALLED) for peer in peers if not self.installed(peer)]

    def folder(self, name: str) -> Path:
        """A name for a directory that is not there yet."""
        self._folders += 1
        return self.scratch / f"{name}-{self._folders}"

    @cached_property
    def home(self) -> SigningHome:
        """Not below the work directory, whose path may be too long for the socket of gpg's agent."""
        folder = Path(self._ending.enter_context(TemporaryDirectory(prefix="slipway-bench-")))
        home = SigningHome(folder, self.children)
        self._ending.callback(home.close)
        return home

    @cached_property
    def certificate(self) -> tuple[Path, Path]:
        return make_certificate(self.scratch, self.children)

    # --- programs -----------------------------------------------------------------------------------------------------

    def new_slipway(self) -> Slipway:
        return Slipway(self.program, self.folder("slipway"), self.children, self.certificate)

    @cached_property
    def slipway(self) -> Slipway:
        """The daemon that most rows share."""
        return self.new_slipway()

    @cached_property
    def nginx(self) -> Nginx:
        return Nginx(self.folder("nginx"), self.children, self.certificate, cipher_of(self.slipway.tls_address))

    def fresh(self, subject: str, kind: str, daemon: Slipway | None = None) -> Subject:
        """An empty repository of that program."""
        if subject == SLIPWAY:
            daemon = daemon or self.new_slipway()
            return SlipwayDebs(daemon) if kind == "deb" else SlipwayRpms(daemon)
        make: Callable = {"reprepro": Reprepro, "aptly": Aptly, "createrepo_c": Createrepo}[subject]
        return make(self.folder(subject), self.children, self.home)

    def discard(self, subject: Subject) -> None:
        """Stops the program if it runs; gives memory and disk space back."""
        if subject.name == SLIPWAY:
            subject.daemon.remove()
        else:
            shutil.rmtree(subject.folder)

    # --- repositories that are full -----------------------------------------------------------------------------------

    def take_in(self, subject: Subject, kind: str) -> Usage:
        packages = self.corpora.packages(kind)
        os.sync()
        self.progress.say(f"{subject.name} takes in {len(packages):,} {kind}s")
        usage = subject.take_in(packages)
        subject.check(packages[-1])
        return usage

    def loaded(self, subject: str, kind: str) -> Subject:
        """The repository of all packages of the run. Debs and rpms share a daemon, rpms with long file lists have a
        second one."""
        if (subject, kind) not in self._loaded:
            shared = self.slipway if subject == SLIPWAY and kind != "rich-rpm" else None
            repository = self.fresh(subject, kind, shared)
            self.intakes[subject, kind] = self.take_in(repository, kind)
            if isinstance(repository, SlipwayRpms):
                repository.sign(True)
            self._loaded[subject, kind] = repository
        return self._loaded[subject, kind]

    def publications(self, kind: str) -> dict[str, list[Usage]]:
        """What it cost each program to publish one more package into its full repository: measured once, by turns, each
        time checked at once. Slipway, whose times are short, publishes nine for each of a peer. A turn begins with one
        that is not counted (see `first_of_turn`): kernels that reclaim proactively take a program's files out of memory
        during the turns of the others, which is no state in which packages come one after another."""
        if kind not in self._publications:
            subjects = [self.loaded(name, kind) for name in self.subjects(kind)]
            self._publications[kind] = self.publish_by_turns(subjects, kind, self.options.repeat)
        return self._publications[kind]

    def publish_by_turns(self, subjects: list[Subject], kind: str, rounds: int) -> dict[str, list[Usage]]:
        usages: dict[str, list[Usage]] = {subject.name: [] for subject in subjects}
        for _ in range(rounds):
            for subject in subjects:
                os.sync()  # who syncs what it writes would else wait for what the others have not synced
                times = 9 if subject.name == SLIPWAY else 1
                for number, package in enumerate(self.more(kind, 1 + times)):
                    self.progress.say(f"{subject.name} publishes one more {kind} at {subject.count:,}")
                    usage = subject.publish(package)
                    subject.check(package)
                    counted = usages[subject.name] if number > 0 else self.first_of_turn[subject.name, kind]
                    counted.append(usage)
        return usages

    def more(self, kind: str, count: int) -> list[Package]:
        """Packages that no repository has yet."""
        return self.corpora.extras(kind, count, self.scratch / "more")
