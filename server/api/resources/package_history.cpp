#include "publishing/content/past_revisions.hpp"
#include "publishing/queries/package_lookup.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

Result<ListPage> list_package_revisions(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(call.digest());
    const auto channel = call.query("channel");
    if (channel) TRY(publishing::get_channel(repository->state, *channel));
    std::optional<publishing::RevisionCursor> after;
    if (wanted.cursor) after = TRY(publishing::RevisionCursor::parse_cursor(*wanted.cursor));

    const auto& settings = repository->state.settings;
    const auto tx = TRY(services.parts.queries.view());
    const auto row = TRY(publishing::get_package_row(tx, settings.id, sha256));
    const auto occurrences = TRY(publishing::revisions_with(tx, settings, row, channel, wanted.limit, after));
    std::vector<Json> revisions;
    for (const auto& [at, time, distros] : occurrences.found)
        revisions.push_back(Json::object(
            {{"channel", at.channel}, {"revision", at.revision}, {"time", iso_date(time)}, {"distros", distros}}));
    return ListPage{Json::object({{"revisions", Json::array(revisions)}}),
                    occurrences.last ? std::optional(occurrences.last->cursor()) : std::nullopt};
}

constexpr std::array occurrence_members = {
    required("channel", a_text()),
    required("revision", an_integer()),
    required("time", a_date()),
    required("distros", texts()),
};
constexpr Schema occurrence_schema = an_answer("", occurrence_members);
constexpr std::array occurrence_page_members = {required("revisions", a_list_of(occurrence_schema)), next_page};
constexpr Schema occurrence_page = an_answer("", occurrence_page_members);

constexpr std::array package_history_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/packages/{sha256}/revisions",
        .access = Access::read,
        .id = "listPackageRevisions",
        .tag = "packages",
        .summary = "The retained revisions that have a package",
        .description =
            "Computed when asked: at most 1,000 revisions are examined for a page, so a page may be short and "
            "still have a `next`.",
        .list = list_package_revisions,
        .query = {{"channel", a_text("Only this channel.")}},
        .answers = {{200, "A page: channels by name, the revisions of each newest first", &occurrence_page}},
        .problems = {"unknown-channel"_problem, "purged"_problem},
        .work = http::Work::listing,
    },
};

}  // namespace

std::span<const Operation> package_history_operations() { return package_history_table; }

}  // namespace slipway::api
