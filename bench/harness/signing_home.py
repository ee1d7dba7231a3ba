"""The key with which the peers sign: RSA-3072 like Slipway's, without a passphrase, in a private GNUPGHOME."""
import shutil
import subprocess
from pathlib import Path

from harness.processes import Children, Usage

OWNER = "bench@example.com"


class SigningHome:
    """`close` ends the agent that gpg has started for it; what is in the folder is the caller's to remove."""

    def __init__(self, folder: Path, children: Children):
        self.folder = folder
        self.environment = {"GNUPGHOME": str(folder)}
        self._children = children
        self._gpg("--pinentry-mode", "loopback", "--passphrase", "",
                  "--quick-generate-key", OWNER, "rsa3072", "sign", "never")
        listing = children.output(["gpg", "--batch", "--with-colons", "--list-keys"], env=self.environment)
        self.fingerprint = next(line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:"))
        self.keyring = folder / "public.gpg"
        self._gpg("--export", "--output", self.keyring)

    def sign_detached(self, path: Path) -> Usage:
        """Beside the file, armored, with the ending .asc, as repomd.xml is signed."""
        return self._gpg("--yes", "--armor", "--detach-sign", "--output", f"{path}.asc", path)

    def sign_rpms(self, paths: list[Path]) -> Usage:
        """In place. Paths go in portions that fit a command line."""
        usage = Usage()
        for start in range(0, len(paths), 1000):
            usage += self._children.run(["rpmsign", "--define", f"_gpg_name {self.fingerprint}", "--define",
                                         f"__gpg {shutil.which('gpg')}", "--addsign", *paths[start:start + 1000]],
                                        env=self.environment)
        return usage

    def close(self) -> None:
        subprocess.run(["gpgconf", "--kill", "all"], env={"GNUPGHOME": str(self.folder), "PATH": "/usr/bin:/bin"},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    def _gpg(self, *arguments) -> Usage:
        return self._children.run(["gpg", "--batch", "--quiet", *arguments], env=self.environment)
