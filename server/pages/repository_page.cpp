// `/{repo}/`: the channels and distros of one repository, how to use each, its keys, and how to upload.
#include "base/text.hpp"
#include "publishing/served/setup_files.hpp"
#include "server/pages/document.hpp"
#include "server/pages/sections.hpp"
#include "server/pages/set_up.hpp"

#include <algorithm>

namespace slipway::server {
namespace {

using publishing::ChannelState;
using publishing::RepositoryState;

constexpr std::size_t channels_shown = 20;  // each with the lines that set a machine up

Markup words(const std::vector<std::string>& list) { return html("{}", join(list, ", ")); }

/// Its name, which leads to its files where they can be looked into.
Markup distro_name(const files::PageContext& context, const RepositoryState& repository, const std::string& distro) {
    if (!context.has_listings) return html("{}", distro);
    return html("<a href=\"{}/{}/{}/\">{}</a>", path_of(context.base_url), repository.settings.name, distro, distro);
}

Markup distro_table(const files::PageContext& context, const RepositoryState& repository) {
    if (repository.settings.distros.empty()) return html("<p>No distros yet.</p>\n");
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Distro</th><th>Format</th><th>Architectures</th>"
        "<th>Components</th></tr></thead>\n<tbody>\n");
    for (const auto& distro : repository.settings.distros)
        out += html("<tr><th scope=\"row\">{}{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                    distro_name(context, repository, distro.name),
                    distro.is_default ? html(" <span class=\"tag\">default</span>") : Markup{}, name_of(distro.format),
                    words(distro.architectures), words(distro.components));
    out += html("</tbody>\n</table></div>\n");
    if (context.has_listings) out += html("<p class=\"hint\">The name of a distro links to its files.</p>\n");
    return out;
}

Markup set_up_of(const RepositoryState& repository, const ChannelState& channel, std::string_view base_url, bool open) {
    const auto& name = channel.settings.name;
    Markup out = html("<details{}>\n<summary><h3>{}</h3> <span>{}</span></summary>\n<div>\n",
                      Markup{open ? " open" : ""}, name, counted(channel.package_count, "package"));
    out += set_up_by_script(repository, name, base_url);
    out += html("<h4>Then</h4>\n");
    out += install_lines(repository);
    out += html("<h4>By hand</h4>\n");
    out += set_up_by_hand(repository, name, base_url);
    return out += html("</div>\n</details>\n");
}

Markup key_table(const RepositoryState& repository) {
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack "
        "keys\">\n<thead><tr><th>Fingerprint</th><th>State</th><th>Algorithm</th>"
        "<th>Made</th><th>Expires</th></tr></thead>\n<tbody>\n");
    for (const auto& [key, state] : repository.keyring)
        out += html(
            "<tr><td><code class=\"fingerprint\">{0}</code></td><td><span class=\"state {1}\">{1}</span></td>"
            "<td>{2}</td><td><span class=\"unit\">made</span> {3}</td><td><span class=\"unit\">expires</span> "
            "{4}</td></tr>\n",
            publishing::in_groups_of_four(key.fingerprint), name_of(state), key.algorithm, time_of(key.created_at),
            key.expires_at ? time_of(*key.expires_at) : html("never"));
    return out += html("</tbody>\n</table></div>\n");
}

Markup key_files(const RepositoryState& repository, std::string_view base_url) {
    return html(
        "<p>Files: <a href=\"{0}/{1}/keys.asc\">keys.asc</a> and <a href=\"{0}/{1}/keys.gpg\">keys.gpg</a> for apt, "
        "<a href=\"{0}/{1}/rpm-keys.asc\">rpm-keys.asc</a> for rpm, dnf and zypper, "
        "<a href=\"{0}/{1}/revoked.asc\">revoked.asc</a>.</p>\n",
        path_of(base_url), repository.settings.name);
}

Markup ephemeral_channels(const RepositoryState& repository, std::string_view base_url) {
    const auto ephemeral =
        std::ranges::count_if(repository.channels, [](const auto& each) { return each.second.life.has_value(); });
    if (ephemeral == 0) return {};
    return html("<p class=\"hint\">And <a href=\"{}/ui/{}/channels/\">{} that will expire</a>.</p>\n",
                path_of(base_url), repository.settings.name, counted(static_cast<std::uint64_t>(ephemeral), "channel"));
}

/// The first one that takes uploads and lasts; null when every one is protected.
const ChannelState* channel_for_uploads(const std::vector<const ChannelState*>& lasting) {
    const auto found = std::ranges::find_if(lasting, [](const auto* each) { return !each->settings.is_protected; });
    return found == lasting.end() ? nullptr : *found;
}

Markup upload_section(const RepositoryState& repository, const ChannelState& channel, std::string_view base_url) {
    const auto url = fmt::format("{}/api/v1/repositories/{}/channels/{}/packages/", base_url, repository.settings.name,
                                 channel.settings.name);
    return html(
        "<h2 id=\"upload\">Upload</h2>\n<p>Use a token that may upload. When the command succeeds, the package "
        "can be installed.</p>\n{}",
        command(fmt::format("curl --fail-with-body -sS -T PACKAGE -H \"Authorization: Bearer $TOKEN\" {}", url)));
}

}  // namespace

std::vector<const ChannelState*> lasting_channels(const RepositoryState& repository) {
    std::vector<const ChannelState*> channels;
    for (const auto& row : repository.settings.channels) {
        const auto found = repository.channels.find(row.name);
        if (found != repository.channels.end() && !found->second.life) channels.push_back(&found->second);
    }
    return channels;
}

ChannelsShown channels_behind(const RepositoryState& repository, std::optional<std::int64_t> after) {
    ChannelsShown part;
    for (const auto* channel : lasting_channels(repository)) {
        if (after && channel->settings.id <= *after) continue;
        if (part.channels.size() == channels_shown) {
            part.next = part.channels.back()->settings.id;
            break;
        }
        part.channels.push_back(channel);
    }
    return part;
}

const ChannelState* main_channel(const RepositoryState& repository) {
    const auto channels = lasting_channels(repository);
    for (const auto* channel : channels)
        if (channel->settings.name == "stable" && channel->package_count > 0) return channel;
    for (const auto* channel : channels)
        if (channel->package_count > 0) return channel;
    return channels.empty() ? nullptr : channels.front();
}

Markup channel_table(const RepositoryState& repository, const std::vector<const ChannelState*>& channels,
                     std::string_view base_url) {
    if (repository.channels.empty()) return html("<p>No channels yet.</p>\n");
    if (channels.empty()) return ephemeral_channels(repository, base_url);
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Channel</th><th class=\"number\">Packages</th>"
        "<th class=\"number\">Revision</th><th>Changed</th></tr></thead>\n<tbody>\n");
    for (const auto* channel : channels)
        out += html(
            "<tr><th scope=\"row\"><a href=\"{0}/ui/{1}/channels/{2}/\">{2}</a></th>"
            "<td class=\"number\"><a href=\"{0}/ui/{1}/channels/{2}/packages/\">{3}</a> "
            "<span class=\"unit\">packages</span></td>"
            "<td class=\"number\"><a href=\"{0}/ui/{1}/channels/{2}/revisions/{4}\">r{4}</a></td><td>{5}</td></tr>\n",
            path_of(base_url), repository.settings.name, channel->settings.name, channel->package_count,
            channel->revision, time_of(channel->updated_at));
    out += html("</tbody>\n</table></div>\n");
    return out += ephemeral_channels(repository, base_url);
}

Markup repository_main(const files::PageContext& context, const RepositoryState& repository) {
    const auto& settings = repository.settings;
    std::optional<std::int64_t> after;
    if (const auto number = parse_decimal(context.after)) after = static_cast<std::int64_t>(*number);
    const auto part = channels_behind(repository, after);
    const auto* shown = main_channel(repository);
    Markup out = html("<h1>{}</h1>\n", settings.name);
    if (!settings.description.empty()) out += html("<p class=\"lead\">{}</p>\n", settings.description);
    out += html("<h2 id=\"channels\">Channels</h2>\n");
    out += channel_table(repository, part.channels, context.base_url);
    if (part.next) out += html("<p class=\"more\"><a href=\"?after={}\">Next page of channels</a></p>\n", *part.next);
    out += html(
        "<p class=\"more\"><a href=\"{0}/ui/{1}/packages/\">Find packages</a> · "
        "<a href=\"{0}/ui/{1}/channels/\">What differs between channels</a></p>\n",
        path_of(context.base_url), settings.name);
    out += html("<h2 id=\"distros\">Distros</h2>\n");
    out += distro_table(context, repository);
    if (!part.channels.empty()) out += html("<h2 id=\"set-up\">Set up a machine</h2>\n");
    for (const auto* channel : part.channels)
        out += set_up_of(repository, *channel, context.base_url, channel == shown);
    out += html("<h2 id=\"keys\">Signing keys</h2>\n");
    out += key_table(repository);
    out += key_files(repository, context.base_url);
    if (const auto* taking = channel_for_uploads(lasting_channels(repository)))
        out += upload_section(repository, *taking, context.base_url);
    return out;
}

}  // namespace slipway::server
