"""The rows of the table, in its order. A row is a function that gets the Bench and returns its Results; to add one,
write it into a file of this folder and name it here. Where a program may be missing, its Figure says so."""
from dataclasses import dataclass
from typing import Callable

from harness.bench import Bench
from harness.results import Result
from harness.rows import disk, growth, intake, large, memory, promote, publish, serve, serve_cold, sign, start


@dataclass(frozen=True)
class Row:
    name: str
    about: str
    run: Callable[[Bench], list[Result]]


ROWS = [
    Row("bulk-deb", "take in all debs and publish", intake.bulk_deb),
    Row("one-deb", "publish one more deb", publish.one_deb),
    Row("one-rpm", "publish one more rpm, signed", publish.one_rpm),
    Row("one-rpm-filelists", "the same where packages have long file lists and changelogs", publish.one_rpm_filelists),
    Row("promote", "promote a channel, to one that lacks some packages and to an empty one", promote.promote),
    Row("rollback", "roll such a promotion back", promote.roll_back),
    Row("memory", "peak memory of one publication, debs and rpms loaded", memory.memory),
    Row("written", "bytes written by one publication", publish.written),
    Row("revisions-disk", "disk space that one more revision needs", disk.revisions),
    Row("revisions", "a thousand revisions of one channel: disk space, and apt at every hundredth", disk.many_revisions),
    Row("serve-inrelease", "requests for InRelease", serve.inrelease),
    Row("serve-304", "requests for InRelease that is still current", serve.not_modified),
    Row("serve-xz", "downloads of Packages.xz", serve.packages_xz),
    Row("serve-file", "downloads of a package file", serve.package_file),
    Row("serve-tls", "InRelease and Packages.xz over TLS 1.3", serve.tls),
    Row("serve-cold", "small requests while large files are read from disk", serve_cold.cold),
    Row("sign-rpms", "sign many rpms and take them in", sign.sign_rpms),
    Row("start", "start of the daemon", start.start),
    Row("upload-2g", "upload of one large package", large.upload),
    Row("growth", "publication of one more package as the repository grows (the plot)", growth.growth),
]
