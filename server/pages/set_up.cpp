// The lines people copy to set up a machine (docs/http-api.md, "Set-up files").
#include "server/pages/set_up.hpp"

#include "publishing/model/urls.hpp"
#include "publishing/served/published_tree.hpp"
#include "publishing/served/setup_files.hpp"
#include "repo-format/formats/package_format.hpp"
#include "server/pages/document.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>

namespace slipway::server {
namespace {

using publishing::in_groups_of_four;
using publishing::RepositoryState;

/// Those that the repository has a distro of.
std::vector<const formats::PackageFormat*> formats_in(const RepositoryState& repository) {
    std::vector<const formats::PackageFormat*> used;
    for (const auto* format : formats::all())
        if (std::ranges::any_of(repository.settings.distros,
                                [&](const auto& distro) { return distro.format == format->traits().format; }))
            used.push_back(format);
    return used;
}

/// A dotted address of the loopback network; a name that merely begins like one is not.
bool is_loopback_address(std::string_view host) {
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view host_of(std::string_view address) {
    if (address.starts_with('[')) return address.substr(0, address.find(']') + 1);
    return address.substr(0, address.find_first_of(":/"));
}

/// The set-up files of a distro, or of one of its past states.
struct DistroFiles {
    const RepositoryState& repository;
    const publishing::DistroRow& distro;
    std::string_view channel;
    std::string base;  // of the distro or the past state
    const formats::PackageFormat& format = formats::of(distro.format);
    std::string name = fmt::format("{}.{}", channel, set_up_ending(format.traits().format));
    std::string url = fmt::format("{}/{}", base, name);

    Markup links() const {
        return html(
            "<dt>{0} <span class=\"format\">{1}</span></dt>\n<dd><a href=\"{2}/{3}\">{3}</a>, "
            "<a href=\"{2}/{4}.sh\">{4}.sh</a>\n",
            distro.name, format.name(), path_of(base), name, channel);
    }
    Markup download_into(std::string_view directory) const {
        return command(fmt::format("sudo curl -fsS -o {}/{} {}", directory, format.installed_name(address()), url));
    }
    /// What people write into a source of their own.
    Markup source_line() const { return command(format.source_line(address())); }

private:
    formats::ChannelAddress address() const {
        return {.repository = repository.settings.name,
                .distro = distro.name,
                .channel = channel,
                .public_url = {},
                .base_url = base,
                .components = distro.components,
                .armored_keys = {}};
    }
};

}  // namespace

bool is_safe_to_pipe(std::string_view base_url) {
    if (base_url.starts_with("https://")) return true;
    if (!base_url.starts_with("http://")) return false;
    const auto host = host_of(address_of(base_url));
    return host == "localhost" || host == "[::1]" || is_loopback_address(host);
}

Markup fingerprints(const signing::Keyring& keyring, int level) {
    const auto signers = signing::apt_signers(keyring);
    Markup out = html("<h{0}>{1}</h{0}>\n<ul class=\"signers\">\n", level,
                      signers.size() == 1 ? "Fingerprint of the signing key" : "Fingerprints of the signing keys");
    for (const auto& fingerprint : signers)
        for (const auto& [key, state] : keyring)
            if (key.fingerprint == fingerprint)
                out += html("<li><code class=\"fingerprint\">{0}</code> <span class=\"state {1}\">{1}</span></li>\n",
                            in_groups_of_four(fingerprint), name_of(state));
    return out += html("</ul>\n");
}

Markup set_up_by_script(const RepositoryState& repository, std::string_view channel, std::string_view base_url) {
    const auto url = fmt::format("{}/{}/{}.sh", base_url, repository.settings.name, channel);
    Markup out = fingerprints(repository.keyring, 4);
    if (is_safe_to_pipe(base_url)) {
        out += html("<h4>In one line</h4>\n");
        out += command(fmt::format("curl -fsS {} | sudo sh", url));
        out += html("<h4>Or in steps: download, compare the fingerprint, run</h4>\n");
    } else {
        out += html(
            "<p class=\"note\">This page came without TLS, so do not trust its fingerprint either: ask somebody you "
            "trust.</p>\n<h4>Download, compare the fingerprint, run</h4>\n");
    }
    // Each line has a block of its own: whoever copies all lines at once has compared nothing.
    out += command(fmt::format("curl -fsS -o slipway-setup.sh {}", url));
    out += command("grep -i fingerprint slipway-setup.sh");
    out += command("sudo sh slipway-setup.sh");
    return out;
}

Markup set_up_by_hand(const RepositoryState& repository, std::string_view channel, std::string_view base_url) {
    Markup out = html("<dl class=\"files\">\n");
    for (const auto& distro : repository.settings.distros) {
        const DistroFiles files{repository, distro, channel,
                                publishing::base_url(base_url, repository.settings.name, distro.name)};
        out += files.links();
        if (is_safe_to_pipe(base_url)) {
            const auto& clients = files.format.clients();
            out += files.download_into(clients.directories.front());
            if (!clients.add_command.empty()) out += command(fmt::format("{} {}", clients.add_command, files.url));
        }
        out += html("</dd>\n");
    }
    return out += html("</dl>\n");
}

Markup set_up_snapshot(const RepositoryState& repository, std::string_view channel, std::string_view snapshot,
                       std::string_view base_url) {
    Markup out;
    const bool safe = is_safe_to_pipe(base_url);
    if (safe) out += fingerprints(repository.keyring, 3);
    out += html("<dl class=\"files\">\n");
    for (const auto& distro : repository.settings.distros) {
        const DistroFiles files{repository, distro, channel,
                                publishing::base_url(base_url, repository.settings.name, distro.name, snapshot)};
        out += files.links();
        // Over what the channel's own set-up wrote, which brings the machine back later.
        if (safe)
            for (const auto directory : files.format.clients().directories) out += files.download_into(directory);
        out += html("<p class=\"hint\">In your own source:</p>\n");
        out += files.source_line();
        out += html("</dd>\n");
    }
    return out += html("</dl>\n");
}

Markup install_lines(const RepositoryState& repository) {
    Markup out = html("<dl class=\"install\">\n");
    const auto used = formats_in(repository);
    for (const auto* format : used)
        for (const auto& [client, line] : format->clients().install)
            out += html("<dt>{}</dt><dd>{}</dd>\n", client, command(line));
    out += html("</dl>\n");
    for (const auto* format : used)
        if (!format->clients().hint.empty()) out += html("<p class=\"hint\">{}</p>\n", format->clients().hint);
    return out;
}

}  // namespace slipway::server
