// `/ui/{repo}/channels/`: the channels in the order in which they were made, which is the way packages go, and between
// neighbours what the later one would get if it became equal to the earlier. Ephemeral channels are nobody's
// neighbours: nothing goes from a release into a branch.
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "publishing/queries/revisions.hpp"
#include "server/pages/diff_markup.hpp"
#include "server/pages/document.hpp"
#include "server/pages/past_pages.hpp"

namespace slipway::server {
namespace {

using publishing::ChannelState;

constexpr std::size_t entries_shown = 50;
constexpr std::size_t most_neighbours = 8;  // a page costs their differences
constexpr std::size_t channels_on_a_page = 100;

struct Shown {
    const ChannelState* channel;
    std::optional<Seconds> end;  // of an ephemeral channel
};

/// A page of channels and where the next one begins.
struct Page {
    std::vector<Shown> channels;
    std::optional<std::int64_t> next;
};

Result<Page> channels_of(const PastView& view, std::optional<std::int64_t> after) {
    Page page;
    for (const auto& row : view.repository.settings.channels) {
        const auto found = view.repository.channels.find(row.name);
        if (found == view.repository.channels.end() || (after && row.id <= *after)) continue;
        if (page.channels.size() == channels_on_a_page) {
            page.next = page.channels.back().channel->settings.id;
            break;
        }
        const auto end = TRY(publishing::end_of(view.tx, row));
        page.channels.push_back({&found->second, end});
    }
    return page;
}

Markup tags_of(const Shown& shown) {
    Markup tags;
    if (shown.channel->settings.is_protected) tags += html(" <span class=\"tag\">protected</span>");
    if (shown.end) tags += html(" <span class=\"tag\">until {}</span>", iso_date(*shown.end).substr(0, 10));
    return tags;
}

Markup side_by_side(const PastView& view, const std::vector<Shown>& channels) {
    Markup out = html(
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Channel</th><th class=\"number\">Packages</th>"
        "<th class=\"number\">Revision</th><th>Changed</th><th>Content</th></tr></thead>\n<tbody>\n");
    for (const auto& shown : channels) {
        const auto* channel = shown.channel;
        out += html(
            "<tr><th scope=\"row\"><a href=\"{0}\">{1}</a>{2}</th>"
            "<td class=\"number\"><a href=\"{0}packages/\">{3}</a> <span class=\"unit\">packages</span></td>"
            "<td class=\"number\"><a "
            "href=\"{0}revisions/{4}\">r{4}</a></td><td>{5}</td><td><code>{6}</code></td></tr>\n",
            view.path_of_channel(channel->settings.name), channel->settings.name, tags_of(shown),
            channel->package_count, channel->revision, time_of(channel->updated_at), channel->root.hex().substr(0, 12));
    }
    return out += html(
               "</tbody>\n</table></div>\n<p class=\"hint\">Channels with the same packages show the same "
               "content.</p>\n");
}

Result<Markup> between(const PastView& view, const ChannelState& earlier, const ChannelState& later) {
    const auto& from = later.settings;
    const auto& to = earlier.settings;
    const auto before = TRY(publishing::get_head(view.tx, from));
    const auto after = TRY(publishing::get_head(view.tx, to));
    const publishing::StoredNodes nodes(view.tx);
    const auto page = TRY(publishing::diff_contents(nodes, view.repository.settings, publishing::lists_of(before),
                                                    publishing::lists_of(after), entries_shown));
    Markup out = html("<section class=\"card\">\n<h2>{} <span class=\"arrow\">→</span> {}</h2>\n<p>{}</p>\n", to.name,
                      from.name, diff_counts(page.counts));
    const auto rest = html(
        "<p class=\"more\">These are the first {0} of {1}. <a "
        "href=\"{2}/api/v1/repositories/{3}/channels/{4}/diff?against={5}\">All of them as JSON</a></p>\n",
        page.entries.size(), page.counts.all(), path_of(view.context.base_url), view.repository.settings.name, to.name,
        from.name);
    out += diff_table(view, page, rest);
    return out += html("</section>\n");
}

}  // namespace

Result<PastMain> channels_main(const PastView& view, std::optional<std::int64_t> after) {
    auto [channels, next] = TRY(channels_of(view, after));
    const auto title = fmt::format("Channels of {}", view.repository.settings.name);
    Markup out = view.way();
    out += html("<h1>{}</h1>\n", title);
    if (channels.empty())
        return PastMain{title, out += html("<p>No {}.</p>\n", after ? "more channels" : "channels yet")};
    out += side_by_side(view, channels);
    if (next) out += html("<p class=\"more\"><a href=\"?after={}\">Next page</a></p>\n", *next);
    std::erase_if(channels, [](const auto& shown) { return shown.end.has_value(); });
    if (channels.size() < 2) return PastMain{title, out};
    out += html(
        "<h2 id=\"neighbours\">What a promotion would change</h2>\n<p class=\"lead\">What each channel would get if "
        "the previous one were promoted as a whole.</p>\n");
    for (std::size_t i = 1; i < channels.size() && i <= most_neighbours; ++i)
        out += TRY(between(view, *channels[i - 1].channel, *channels[i].channel));
    return PastMain{title, out};
}

}  // namespace slipway::server
