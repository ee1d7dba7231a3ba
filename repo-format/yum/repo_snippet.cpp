// The .repo file of dnf, yum (all read /etc/yum.repos.d) and zypper (/etc/zypp/repos.d): dnf.conf(5), yum.conf(5).
#include "repo-format/yum/repo_snippet.hpp"

#include <fmt/format.h>

namespace slipway::yum {
namespace {

struct Section {
    std::string id_ending;
    std::string name_ending;
    std::string_view base_url;
    bool is_enabled;
};

std::string render_section(const RepoSnippet& snippet, const Section& section) {
    auto text = fmt::format("[{0}-{1}-{2}{3}]\nname={0} {1} {2}{4}\nbaseurl={5}\nenabled={6}\n", snippet.repository,
                            snippet.distro, snippet.channel, section.id_ending, section.name_ending, section.base_url,
                            section.is_enabled ? 1 : 0);
    // `dnf download --source` enables it, also where nobody has uploaded a source rpm.
    if (!section.is_enabled) text += "skip_if_unavailable=1\n";
    text += fmt::format("gpgcheck={}\nrepo_gpgcheck=1\ngpgkey={}\n", snippet.packages_are_signed ? 1 : 0,
                        snippet.gpgkey_url);
    // zypper's autorefresh stands in no file that dnf reads: dnf5's `config-manager addrepo` refuses what it does not
    // know.
    return text + "metadata_expire=600\ntype=rpm-md\n";
}

}  // namespace

std::string render(const RepoSnippet& snippet) {
    std::string text;
    if (!snippet.packages_are_signed)
        text += "# The packages themselves are not signed; the signed index holds the SHA-256 of each of them.\n";
    text += render_section(snippet, {"", "", snippet.base_url, true});
    return text + "\n" + render_section(snippet, {"-source", " - Source", snippet.source_url, false});
}

}  // namespace slipway::yum
