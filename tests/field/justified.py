"""Why a package that dpkg installs or rpm takes is refused here all the same: by the words of the refusal."""
import re

REASONS = (
    (r"is no field name", "apt takes a line that begins with '#' for a comment, and bytes beyond ASCII are no names to others"),
    (r"no newline at the end", "dpkg takes the byte 0x1a for the end of a file, apt does not"),
    (r"only '=' may stand before a version", "dpkg 1.21 warns of a range in Provides, 1.22 and later refuse it"),
    (r"control character", "readers differ about where such a line ends (decision 0039)"),
    (r"it is obsolete and apt does not read it", "dpkg and apt would see different packages (decision 0046)"),
    (r"dpkg's status database", "an index with it would describe a machine (decision 0046)"),
    (r"field (Important|Phased-Update-Percentage): ", "apt warns everybody at every update"),
    (r"packages of type .* are not supported", "dpkg does not look; udebs belong into an index of their own"),
    (r"field Architecture: it is missing", "an index of which architecture would have it?"),
    (r"architecture", "no client asks for the index of an unknown architecture"),
    (r"the epoch is not a number", "dpkg takes \"+1:2\", apt compares it as text"),
    (r"lies in a folder|neither a plain file nor a hard link", "dpkg loses or misplaces such members (control_archive.cpp)"),
    (r"two files named control", "two readers could see two packages"),
    (r"a control file of|bytes in an index; apt reads", "apt's buffer ends at a mebibyte"),
    (r"it has \d+ bytes|its file name would have \d+ bytes", "no file system stores such a name"),
    (r"has a name of \d+ bytes", "no file system stores such a name"),
    (r"bytes stand behind|something follows it|dpkg reads the first and stops", "dpkg passes over it, or fails, by how much it is"),
    (r"no zstd frame begins", "behind a skippable frame dpkg finds an archive without files"),
)
RPM_REASONS = (
    (r"control character", "readers differ about where such a line ends (decision 0039)"),
    (r"architecture", "no client asks for the index of an unknown architecture"),
    (r"a name of \d+ bytes; rpm can store", "rpm appends nine bytes to a name while it unpacks"),
    (r"file name would be \d+ bytes", "no file system stores such a name"),
    (r"stands in it twice", "two readers could see two packages"),
    (r"packages of rpm 3 cannot be signed", "rpmsign signs none without a region, either; without sign_packages they are taken"),
    (r"delta packages", "rpm reads the header, but installs no delta"),
    (r"it says \d+ bytes, there are", "the bytes are not those that were built"),
)


def reason_for(detail, reasons=REASONS):
    """None where nobody wrote one down."""
    return next((reason for words, reason in reasons if re.search(words, detail)), None)
