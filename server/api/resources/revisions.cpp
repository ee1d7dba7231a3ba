#include "base/text.hpp"
#include "publishing/content/past_revisions.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "server/api/resources/diff_json.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/resource_json.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"

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

/// The two sides of a difference.
struct Side {
    std::string channel;
    publishing::RevisionRow revision;

    Json json() const { return Json::object({{"channel", channel}, {"revision", revision.number}}); }
};
struct Sides {
    Side from;
    Side to;
};

/// `?against=`: what would change in the other channel if it became equal to this one.
Result<Sides> sides_of_channels(const publishing::View& tx, const PublishedRepository& repository,
                                const ChannelState& channel, const std::string& against) {
    const auto* other = TRY(publishing::get_channel(repository.state, against));
    auto theirs = TRY(publishing::get_head(tx, other->settings));
    auto ours = TRY(publishing::get_head(tx, channel.settings));
    return Sides{{against, std::move(theirs)}, {channel.settings.name, std::move(ours)}};
}

/// Finds the sides for `?from=&to=`. Without `to` it is the channel's newest revision.
Result<Sides> sides_of_revisions(const publishing::View& tx, const ChannelState& channel, std::int64_t from,
                                 std::optional<std::int64_t> to) {
    const auto& row = channel.settings;
    auto older = TRY(publishing::get_revision(tx, row, from));
    auto newer = TRY(to ? publishing::get_revision(tx, row, *to) : publishing::get_head(tx, row));
    return Sides{{row.name, std::move(older)}, {row.name, std::move(newer)}};
}

Result<Sides> sides_of(const publishing::View& tx, const Call& call, const PublishedRepository& repository,
                       const ChannelState& channel) {
    const auto from = call.number("from");
    const auto to = call.number("to");
    const auto against = call.query("against");
    if (against && (from || to))
        return invalid("against", "the only one: a difference is between channels or between revisions");
    if (against) return sides_of_channels(tx, repository, channel, *against);
    if (!from) return invalid("from", "the number of a revision, or 'against' the name of a channel");
    return sides_of_revisions(tx, channel, *from, to);
}

Result<ListPage> list_revisions(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto before = TRY(number_of_cursor(wanted));

    const auto tx = TRY(services.parts.queries.view());
    const auto page = TRY(publishing::revisions_of(tx, channel->settings, before, wanted.limit));
    std::vector<Json> revisions;
    for (const auto& row : page.revisions)
        revisions.push_back(revision_json(repository->state, row, page.pins, call.base.text, call.people()));
    return ListPage{Json::object({{"revisions", Json::array(revisions)}}),
                    page.next ? std::optional(std::to_string(page.revisions.back().number)) : std::nullopt};
}

Result<http::Reply> get_revision(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto number = parse_number(call.parameter("revision"));
    if (!number) return Error("unknown-revision"_problem, "a revision is named by its number, as in revisions/17");
    const auto tx = TRY(services.parts.queries.view());
    const auto revision = TRY(publishing::get_revision(tx, channel->settings, *number));
    const auto pins = TRY(publishing::pins_of_channel(tx, channel->settings));
    return json_response(200, revision_json(repository->state, revision, pins, call.base.text, call.people()));
}

Result<ListPage> get_diff(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    std::optional<publishing::DiffKey> after;
    if (wanted.cursor) after = TRY(publishing::DiffKey::parse_cursor(*wanted.cursor));

    const auto tx = TRY(services.parts.queries.view());
    const auto sides = TRY(sides_of(tx, call, *repository, *channel));
    // Nodes of this transaction: garbage collection may take those of an older revision at any time.
    const publishing::StoredNodes nodes(tx);
    const auto from = publishing::lists_of(sides.from.revision);
    const auto to = publishing::lists_of(sides.to.revision);
    const auto page = TRY(publishing::diff_contents(nodes, repository->state.settings, from, to, wanted.limit, after));
    auto json = Json::object({{"from", sides.from.json()}, {"to", sides.to.json()}});
    add_diff(json, page);
    return ListPage{json, next_of(page)};
}

constexpr std::array revision_page_members = {required("revisions", a_list_of(revision_schema)), next_page};
constexpr Schema revision_page = an_answer("", revision_page_members);
constexpr std::array diff_side_members = {required("channel", a_text()), required("revision", an_integer())};
constexpr Schema diff_side_schema = an_answer("", diff_side_members);
constexpr std::array diff_members = {
    required("from", the(diff_side_schema)),
    required("to", the(diff_side_schema)),
    required("counts", the(diff_counts_schema)),
    required("added", a_list_of(diff_entry_schema)),
    required("removed", a_list_of(diff_entry_schema)),
    required("upgraded", a_list_of(diff_entry_schema)),
    required("downgraded", a_list_of(diff_entry_schema)),
    next_page,
};
constexpr Schema diff_schema = an_answer("Diff", diff_members);

constexpr auto number_of_revision = "must be the number of a revision";

constexpr std::array revision_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}/revisions",
        .access = Access::read,
        .id = "listRevisions",
        .tag = "channels",
        .summary = "The retained revisions of a channel, newest first",
        .list = list_revisions,
        .answers = {{200, "A page", &revision_page}},
        .work = http::Work::listing,
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}/revisions/{revision}",
        .access = Access::read,
        .id = "getRevision",
        .tag = "channels",
        .summary = "One revision",
        .handle = get_revision,
        .answers = {{200, "The revision", &revision_schema}},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}/diff",
        .access = Access::read,
        .id = "getDiff",
        .tag = "channels",
        .summary = "What differs between two revisions or two channels",
        .description = "With `from` (and `to`): what happened between two revisions. With `against`: what would change "
                       "in that channel if it became equal to this one.",
        .list = get_diff,
        .query = {{"from", an_integer("The older revision."), number_of_revision},
                  {"to", an_integer("The newer revision; absent: the newest."), number_of_revision},
                  {"against", a_text("Another channel, in place of `from` and `to`.")}},
        .answers = {{200, "A page, in order of distro, component, name, architecture", &diff_schema}},
        .problems = {"unknown-revision"_problem, "past-retention"_problem},
        .work = http::Work::comparison,
    },
};

}  // namespace

std::span<const Operation> revision_operations() { return revision_table; }

}  // namespace slipway::api
