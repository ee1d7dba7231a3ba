#include "server/api/package_listing.hpp"
#include "server/api/package_lookup.hpp"
#include "server/api/package_paths.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

using publishing::PublishedRepository;

/// The members every view of a package has.
Json package_json(const storage::PackageRow& package) {
    auto json = Json::object({{"sha256", package.sha256.hex()}});
    if (package.uploaded_sha256 != package.sha256) json.add("uploaded_sha256", package.uploaded_sha256.hex());
    json.add("name", package.name).add("version", package.version).add("architecture", package.architecture);
    return json;
}

struct View {
    const Services& services;
    const Call& call;
    const PublishedRepository& repository;

    void add_place(Json& json, const ListedPackage& listed, std::string_view channel,
                   const storage::PackageRow& package) const {
        const auto& state = repository.state;
        const auto path = encoded_path(package_path(
            {state.settings.name, *state.find_distro(listed.index.distro), channel, listed.index}, package));
        json.add("distro", listed.distro);
        json.add("component", listed.index.component.empty() ? Json(nullptr) : Json(listed.index.component));
        json.add("size", package.size);
        json.add("path", services.mount.path() + path).add("url", call.base.text + path);
    }
};

}  // namespace

Result<http::Reply> list_packages(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const ListingFilter filter{call.query("name"), call.query("version"), call.query("architecture"),
                               call.query("distro")};
    const auto limit = TRY(call.limit());
    std::optional<ListedPackage> after;
    if (const auto cursor = call.query("cursor")) after = TRY(ListedPackage::parse_cursor(*cursor));
    const auto listing = TRY(list_channel(services.nodes, repository->state, *channel, filter, limit, after));

    const View view{services, call, *repository};
    const auto tx = TRY(services.parts.catalog.read());
    std::vector<Json> packages;
    for (const auto& listed : listing.packages) {
        const auto row = get_package_row(tx, repository->state.settings.id, listed.key.sha256);
        if (!row.ok() && row.error().fault() == Fault::gone) continue;  // purged since the content was looked up
        if (!row.ok()) return row.error();
        auto json = package_json(*row);
        view.add_place(json, listed, channel->settings.name, *row);
        packages.push_back(json);
    }
    const auto next = listing.more ? Json(listing.packages.back().cursor()) : Json(nullptr);
    return json_response(200, Json::object({{"packages", Json::array(packages)}, {"next", next}}));
}

Result<http::Reply> get_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(digest_in_path(call));
    const auto tx = TRY(services.parts.catalog.read());
    const auto row = TRY(get_package_row(tx, repository->state.settings.id, sha256));

    const View view{services, call, *repository};
    std::vector<Json> places;
    for (const auto& [name, channel] : repository->state.channels)
        for (const auto& listed : TRY(find_in_channel(services.nodes, repository->state, channel, row))) {
            auto place = Json::object({{"channel", name}});
            view.add_place(place, listed, name, row);
            places.push_back(place);
        }
    auto json = package_json(row);
    if (row.uploaded_sha256 == row.sha256) json.add("uploaded_sha256", row.uploaded_sha256.hex());
    json.add("format", row.format).add("source", row.source).add("summary", row.summary).add("size", row.size);
    json.add("file_name", row.file_name).add("signed_by", row.signed_by.empty() ? Json(nullptr) : Json(row.signed_by));
    json.add("uploaded_at", iso_date(row.uploaded_at));
    json.add("provenance", Json::rendered(row.provenance.empty() ? "{}" : row.provenance));
    return json_response(200, json.add("channels", Json::array(places)));
}

Result<http::Reply> delete_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel_state = TRY(call.channel(*repository));
    TRY(publishing::check_unprotected(channel_state->settings));
    const auto sha256 = TRY(digest_in_path(call));
    const auto distro = call.query("distro");
    if (distro && repository->state.find_distro(*distro) == nullptr)
        return Error(Fault::not_found, "there is no distro '" + *distro + "'").as("unknown-distro");

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.parameter("repo"), channel = call.parameter("channel"),
                  sha256, distro, reason = call.query("reason").value_or("")](auto done) {
        publisher.remove(actor, repo, channel, sha256, distro, reason, std::move(done));
    };
    return later<std::int64_t>(services, std::move(start), [](std::int64_t revision) {
        return json_response(200, Json::object({{"revision", revision}}));
    });
}

}  // namespace slipway::api
