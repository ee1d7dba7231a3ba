#include "base/percent_encoding.hpp"
#include "publishing/model/urls.hpp"
#include "publishing/planning/remove_change.hpp"
#include "publishing/queries/package_listing.hpp"
#include "publishing/queries/package_lookup.hpp"
#include "publishing/queries/package_search.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/package_schemas.hpp"
#include "server/api/routing/provenance.hpp"
#include "server/api/routing/schemas.hpp"

#include <functional>

namespace slipway::api {
namespace {

using publishing::PublishedRepository;

/// The members every view of a package has.
Json package_json(const publishing::PackageRow& package) {
    auto json = Json::object({{"sha256", package.sha256.hex()}});
    if (package.uploaded_sha256 != package.sha256) json.add("uploaded_sha256", package.uploaded_sha256.hex());
    json.add("name", package.name).add("version", package.version).add("architecture", package.architecture);
    return json.add("summary", package.summary);
}

struct View {
    const Services& services;
    const Call& call;
    const PublishedRepository& repository;

    void add_place(Json& json, const publishing::ListedPackage& listed, std::string_view channel,
                   const publishing::PackageRow& package) const {
        const auto& state = repository.state;
        const auto path = encoded_path(publishing::package_path(
            {state.settings.name, *state.find_distro(listed.index.distro), channel, listed.index}, package));
        json.add("distro", listed.distro);
        json.add("component", listed.index.component.empty() ? Json(nullptr) : Json(listed.index.component));
        json.add("size", package.size);
        json.add("path", services.mount.path() + path).add("url", call.base.text + path);
    }

    /// Everywhere the repository has it now.
    Result<Json> channels_json(const index::NodeReader& nodes, const publishing::PackageRow& package) const {
        std::vector<Json> places;
        for (const auto& [channel, listed] : TRY(publishing::find_in_channels(nodes, repository.state, package))) {
            auto place = Json::object({{"channel", channel->settings.name}});
            add_place(place, listed, channel->settings.name, package);
            places.push_back(place);
        }
        return Json::array(places);
    }
};

/// A page of packages and its `next`.
struct Packages {
    std::vector<publishing::ListedPackage> listed;
    std::optional<std::string> next;
};

publishing::ListingFilter filter_of(const Call& call) {
    return {call.query("name"), call.query("version"), call.query("architecture"), call.query("distro")};
}

Result<Packages> find_packages(const publishing::View& tx, const index::NodeReader& nodes, const Call& call,
                               const PublishedRepository& repository, const publishing::Channels& channels,
                               const publishing::SearchWords& words, publishing::Each each, const PageWanted& wanted) {
    std::optional<publishing::FoundPackage> after;
    if (wanted.cursor) after = TRY(publishing::FoundPackage::parse_cursor(*wanted.cursor));
    const auto found = TRY(publishing::search_channels(tx, nodes, repository.state, channels, words, filter_of(call),
                                                       each, wanted.limit, after));
    Packages packages;
    for (const auto& package : found.packages) packages.listed.push_back(package.listed);
    if (found.more) packages.next = found.packages.back().cursor();
    return packages;
}

/// What `q`, the filters and the page ask for.
Result<Packages> packages_of(const publishing::View& tx, const index::NodeReader& nodes, const Call& call,
                             const PublishedRepository& repository, const publishing::Channels& channels,
                             publishing::Each each, const PageWanted& wanted) {
    if (const auto text = call.query("q")) {
        const auto words = TRY(publishing::SearchWords::parse(*text));
        return find_packages(tx, nodes, call, repository, channels, words, each, wanted);
    }
    std::optional<publishing::ListedPackage> after;
    if (wanted.cursor) after = TRY(publishing::ListedPackage::parse_cursor(*wanted.cursor));
    auto listing = TRY(
        each == publishing::Each::place
            ? publishing::list_channel(nodes, repository.state, *channels.front(), filter_of(call), wanted.limit, after)
            : publishing::list_channels(nodes, repository.state, channels, filter_of(call), wanted.limit, after));
    Packages packages{std::move(listing.packages), {}};
    if (listing.more) packages.next = packages.listed.back().cursor();
    return packages;
}

/// The page's packages as `add` shows them; those that were purged since the content was looked up are left out.
Result<ListPage> page_of_packages(
    const publishing::View& tx, const PublishedRepository& repository, const Packages& packages,
    const std::function<Result<>(Json&, const publishing::ListedPackage&, const publishing::PackageRow&)>& add) {
    std::vector<Json> shown;
    for (const auto& listed : packages.listed) {
        const auto row = publishing::get_package_row(tx, repository.state.settings.id, listed.key.sha256);
        if (!row.ok() && row.error().fault() == Fault::gone) continue;
        if (!row.ok()) return row.error();
        auto json = package_json(*row);
        TRY(add(json, listed, *row));
        shown.push_back(std::move(json));
    }
    return ListPage{Json::object({{"packages", Json::array(shown)}}), packages.next};
}

Result<ListPage> list_packages(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto nodes = services.parts.queries.nodes();
    const auto tx = TRY(services.parts.queries.view());
    const auto packages = TRY(packages_of(tx, nodes, call, *repository, {channel}, publishing::Each::place, wanted));
    const View view{services, call, *repository};
    return page_of_packages(tx, *repository, packages,
                            [&](Json& json, const auto& listed, const auto& row) -> Result<> {
                                view.add_place(json, listed, channel->settings.name, row);
                                return {};
                            });
}

Result<ListPage> list_repository_packages(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto only = call.query("channel");
    if (only) TRY(publishing::get_channel(repository->state, *only));
    publishing::Channels channels;
    for (const auto& [name, channel] : repository->state.channels)
        if (!only || name == *only) channels.push_back(&channel);
    const auto nodes = services.parts.queries.nodes();
    const auto tx = TRY(services.parts.queries.view());
    const auto packages = TRY(packages_of(tx, nodes, call, *repository, channels, publishing::Each::package, wanted));
    const View view{services, call, *repository};
    return page_of_packages(tx, *repository, packages, [&](Json& json, const auto&, const auto& row) -> Result<> {
        json.add("format", name_of(row.format))
            .add("size", row.size)
            .add("channels", TRY(view.channels_json(nodes, row)));
        return {};
    });
}

Result<http::Reply> get_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(call.digest());
    const auto tx = TRY(services.parts.queries.view());
    const auto row = TRY(publishing::get_package_row(tx, repository->state.settings.id, sha256));

    const View view{services, call, *repository};
    const auto channels = TRY(view.channels_json(services.parts.queries.nodes(), row));
    auto json = package_json(row);
    if (row.uploaded_sha256 == row.sha256) json.add("uploaded_sha256", row.uploaded_sha256.hex());
    json.add("format", name_of(row.format)).add("source", row.source).add("size", row.size);
    json.add("file_name", row.file_name).add("signed_by", row.signed_by.empty() ? Json(nullptr) : Json(row.signed_by));
    json.add("uploaded_at", iso_date(row.uploaded_at));
    json.add("provenance", TRY(provenance_json(row.provenance, call.people())));
    return json_response(200, json.add("channels", channels));
}

Result<http::Reply> delete_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto* channel_state = TRY(call.channel(*repository));
    TRY(publishing::check_unprotected(channel_state->settings));
    const auto sha256 = TRY(call.digest("package"));
    const auto distro = call.query("distro");
    if (distro && repository->state.find_distro(*distro) == nullptr)
        return Error("unknown-distro"_problem, "there is no distro '" + *distro + "'");

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), channel = call.channel_name(), sha256,
                  distro, reason = call.query("reason").value_or("")](auto done) {
        publisher.carry_out<publishing::RemoveChange>(
            repo, actor, publishing::RemoveChange::Wanted{channel, sha256, distro, reason}, std::move(done));
    };
    return later<std::int64_t>(services, std::move(start), [](std::int64_t revision) {
        return json_response(200, Json::object({{"revision", revision}}));
    });
}

constexpr std::array package_page_members = {required("packages", a_list_of(package_schema)), next_page};
constexpr Schema package_page = an_answer("", package_page_members);
constexpr std::array removed_members = {required("revision", an_integer())};
constexpr Schema removed_schema = an_answer("", removed_members);

constexpr std::array found_page_members = {required("packages", a_list_of(found_package_schema)), next_page};
constexpr Schema found_page = an_answer("", found_page_members);

constexpr Parameter search_parameter{
    "q",
    a_text_of(1, 100,
              "Packages that fit: every word, in a name, a provided name or a summary, whatever the case; or as "
              "the path of a file of an rpm, or a slash and its name. Best first: the whole name, its beginning, a "
              "part of it, a provided name, the summary, a file; then by name, newest version first.")};
constexpr Parameter name_parameter{"name", a_text("Exactly this name.")};
constexpr Parameter version_parameter{"version", a_text("Exactly this version.")};
constexpr Parameter architecture_parameter{"architecture", a_text("Exactly this architecture.")};
constexpr Parameter distro_parameter{"distro", a_text("Only this distro.")};

constexpr std::array package_table = {
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages",
        .access = Access::read,
        .id = "listPackages",
        .tag = "packages",
        .summary = "The packages of a channel",
        .list = list_packages,
        .query = {search_parameter, name_parameter, version_parameter, architecture_parameter, distro_parameter},
        .answers = {{200, "A page, in order of name, version, architecture, distro; with `q` best first",
                     &package_page}},
        .work = http::Work::listing,
    },
    Operation{
        .method = http::Method::del,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/packages/{package}",
        .access = Access::change_content,
        .id = "deletePackage",
        .tag = "packages",
        .summary = "Remove a package from a channel",
        .description = "The package is named by its SHA-256.",
        .handle = delete_package,
        .query = {{"distro", a_text("Only out of this distro.")}, {"reason", a_text("Shown with the revision.")}},
        .answers = {{200, "The new revision", &removed_schema}},
        .problems = {"channel-protected"_problem, "unknown-package"_problem, "not-found"_problem,
                     "unknown-distro"_problem, "purged"_problem},
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/packages",
        .access = Access::read,
        .id = "listRepositoryPackages",
        .tag = "packages",
        .summary = "The packages of all channels, each once",
        .list = list_repository_packages,
        .query = {search_parameter,
                  name_parameter,
                  version_parameter,
                  architecture_parameter,
                  distro_parameter,
                  {"channel", a_text("Only packages that this channel has.")}},
        .answers = {{200, "A page, in order of name, version, architecture; with `q` best first", &found_page}},
        .problems = {"unknown-channel"_problem},
        .work = http::Work::listing,
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/packages/{sha256}",
        .access = Access::read,
        .id = "getPackage",
        .tag = "packages",
        .summary = "One package and the channels that have it",
        .handle = get_package,
        .answers = {{200, "The package", &package_details_schema}},
        .problems = {"purged"_problem},
    },
};

}  // namespace

std::span<const Operation> package_operations() { return package_table; }

}  // namespace slipway::api
