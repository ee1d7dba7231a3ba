#include "base/text.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "server/api/diff_json.hpp"
#include "server/api/list_page.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"
#include "server/api/timed_nodes.hpp"

namespace slipway::api {
namespace {

using publishing::ChannelState;
using publishing::PublishedRepository;

std::optional<std::int64_t> parse_number(std::string_view text) {
    const auto number = parse_decimal(text);
    if (!number || *number > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

Error invalid(const std::string& parameter, const std::string& rule) {
    return Error("invalid-field"_problem, "'" + parameter + "' must be " + rule);
}

/// A query parameter that is the number of a revision.
Result<std::optional<std::int64_t>> number_in_query(const Call& call, const std::string& parameter) {
    const auto text = call.query(parameter);
    if (!text) return std::optional<std::int64_t>();
    const auto number = parse_number(*text);
    if (!number) return invalid(parameter, "the number of a revision");
    return number;
}

/// The two sides of a difference.
struct Side {
    std::string channel;
    storage::RevisionRow revision;

    Json json() const { return Json::object({{"channel", channel}, {"revision", revision.number}}); }
};
struct Sides {
    Side from;
    Side to;
};

/// `?against=`: what would change in the other channel if it became equal to this one.
Result<Sides> sides_of_channels(const storage::ReadTransaction& tx, const PublishedRepository& repository,
                                const ChannelState& channel, const std::string& against) {
    const auto* other = TRY(Call::channel_named(repository, against));
    auto theirs = TRY(publishing::get_head(tx, other->settings));
    auto ours = TRY(publishing::get_head(tx, channel.settings));
    return Sides{{against, std::move(theirs)}, {channel.settings.name, std::move(ours)}};
}

/// `?from=&to=`: the channel's newest revision unless told.
Result<Sides> sides_of_revisions(const storage::ReadTransaction& tx, const ChannelState& channel, std::int64_t from,
                                 std::optional<std::int64_t> to) {
    const auto& row = channel.settings;
    auto older = TRY(publishing::get_revision(tx, row, from));
    auto newer = TRY(to ? publishing::get_revision(tx, row, *to) : publishing::get_head(tx, row));
    return Sides{{row.name, std::move(older)}, {row.name, std::move(newer)}};
}

Result<Sides> sides_of(const storage::ReadTransaction& tx, const Call& call, const PublishedRepository& repository,
                       const ChannelState& channel) {
    const auto from = TRY(number_in_query(call, "from"));
    const auto to = TRY(number_in_query(call, "to"));
    const auto against = call.query("against");
    if (against && (from || to))
        return invalid("against", "the only one: a difference is between channels or between revisions");
    if (against) return sides_of_channels(tx, repository, channel, *against);
    if (!from) return invalid("from", "the number of a revision, or 'against' the name of a channel");
    return sides_of_revisions(tx, channel, *from, to);
}

}  // namespace

Result<ListPage> list_revisions(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto before = TRY(number_of_cursor(wanted));

    const auto tx = TRY(services.parts.catalog.read());
    auto rows = TRY(storage::revisions_before(tx, channel->settings.id, before, wanted.limit + 1));
    const bool more = rows.size() > wanted.limit;
    if (more) rows.pop_back();
    const auto pins = TRY(storage::pins_of_channel(tx, channel->settings.id));
    std::vector<Json> revisions;
    for (const auto& row : rows)
        revisions.push_back(revision_json(repository->state, row, pins, call.base.text, call.people()));
    return ListPage{Json::object({{"revisions", Json::array(revisions)}}),
                    more ? std::optional(std::to_string(rows.back().number)) : std::nullopt};
}

Result<http::Reply> get_revision(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto number = parse_number(call.parameter("revision"));
    if (!number) return Error("unknown-revision"_problem, "a revision is named by its number, as in revisions/17");
    const auto tx = TRY(services.parts.catalog.read());
    const auto revision = TRY(publishing::get_revision(tx, channel->settings, *number));
    const auto pins = TRY(storage::pins_of_channel(tx, channel->settings.id));
    return json_response(200, revision_json(repository->state, revision, pins, call.base.text, call.people()));
}

Result<ListPage> get_diff(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    std::optional<publishing::DiffKey> after;
    if (wanted.cursor) after = TRY(publishing::DiffKey::parse_cursor(*wanted.cursor));

    const auto tx = TRY(services.parts.catalog.read());
    const auto sides = TRY(sides_of(tx, call, *repository, *channel));
    // Nodes of this transaction: garbage collection may take those of an older revision at any time.
    // Within a time: a longer transaction would keep SQLite's log growing.
    const publishing::StoredNodes nodes(tx, std::chrono::steady_clock::now() + longest_read);
    const auto from = publishing::lists_of(sides.from.revision);
    const auto to = publishing::lists_of(sides.to.revision);
    const auto page = TRY(publishing::diff_contents(nodes, repository->state.settings, from, to, wanted.limit, after));
    auto json = Json::object({{"from", sides.from.json()}, {"to", sides.to.json()}});
    add_diff(json, page);
    return ListPage{json, next_of(page)};
}

}  // namespace slipway::api
