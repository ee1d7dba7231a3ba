// The .repo file of dnf, yum (all read /etc/yum.repos.d) and zypper (/etc/zypp/repos.d): dnf.conf(5), yum.conf(5).
#include "repo-format/yum/repo_snippet.hpp"

#include <fmt/format.h>

namespace slipway::yum {

std::string render(const RepoSnippet& snippet) {
    std::string text = fmt::format("[{0}-{1}-{2}]\nname={0} {1} {2}\nbaseurl={3}\nenabled=1\n", snippet.repository,
                                   snippet.distro, snippet.channel, snippet.base_url);
    if (!snippet.packages_are_signed)
        text += "# The packages themselves are not signed; the signed index holds the SHA-256 of each of them.\n";
    text += fmt::format("gpgcheck={}\nrepo_gpgcheck=1\ngpgkey={}\n", snippet.packages_are_signed ? 1 : 0,
                        snippet.gpgkey_url);
    // autorefresh and type are zypper's; dnf passes over them.
    return text + "metadata_expire=600\nautorefresh=1\ntype=rpm-md\n";
}

}  // namespace slipway::yum
