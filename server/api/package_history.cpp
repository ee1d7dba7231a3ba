#include "publishing/content/past_revisions.hpp"
#include "server/api/package_lookup.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {

Result<ListPage> list_package_revisions(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(digest_in_path(call));
    const auto channel = call.query("channel");
    if (channel) TRY(Call::channel_named(*repository, *channel));
    std::optional<publishing::RevisionPlace> after;
    if (wanted.cursor) after = TRY(publishing::RevisionPlace::parse_cursor(*wanted.cursor));

    const auto& settings = repository->state.settings;
    const auto tx = TRY(services.parts.catalog.read());
    const auto row = TRY(get_package_row(tx, settings.id, sha256));
    const auto sightings = TRY(publishing::revisions_with(tx, settings, row, channel, wanted.limit, after));
    std::vector<Json> revisions;
    for (const auto& [place, time, distros] : sightings.found)
        revisions.push_back(Json::object({{"channel", place.channel},
                                          {"revision", place.revision},
                                          {"time", iso_date(time)},
                                          {"distros", distros}}));
    return ListPage{Json::object({{"revisions", Json::array(revisions)}}),
                    sightings.last ? std::optional(sightings.last->cursor()) : std::nullopt};
}

}  // namespace slipway::api
