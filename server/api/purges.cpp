#include "server/api/purges.hpp"

#include "base/text.hpp"
#include "publishing/model/purge.hpp"
#include "server/api/package_lookup.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

constexpr std::size_t longest_reason = 1000;

Json purged_json(const publishing::PurgeOutcome::Package& package) {
    const auto& row = package.row;
    auto json = Json::object({{"sha256", row.sha256.hex()}});
    if (row.uploaded_sha256 != row.sha256) json.add("uploaded_sha256", row.uploaded_sha256.hex());
    json.add("name", row.name).add("version", row.version).add("architecture", row.architecture);
    return json.add("purged_at", iso_date(row.purged_at)).add("bytes", publishing::name_of(package.bytes));
}

/// `released` is told where it was asked for.
Json outcome_json(const publishing::RepositoryState& repository, const publishing::PurgeOutcome& outcome,
                  publishing::ReleaseVersion release) {
    std::vector<Json> packages;
    for (const auto& package : outcome.packages) packages.push_back(purged_json(package));
    std::vector<Json> channels;
    for (const auto& [channel, revision] : outcome.revisions)
        channels.push_back(Json::object({{"channel", channel}, {"revision", revision}}));
    auto json = Json::object({{"packages", Json::array(packages)}, {"channels", Json::array(channels)}});
    if (release == publishing::ReleaseVersion::no) return json;
    std::vector<Json> released;
    for (const auto& version : outcome.released) {
        const auto* distro = repository.find_distro(version.distro);
        released.push_back(Json::object({{"distro", distro ? Json(distro->name) : Json(nullptr)},
                                         {"name", version.name},
                                         {"version", version.version},
                                         {"architecture", version.architecture}}));
    }
    return json.add("released", Json::array(released));
}

}  // namespace

Error purged(const storage::PurgeRow& purge) {
    return Error("purged"_problem, purge.name + " " + purge.version + " (" + purge.architecture + ") was purged on " +
                                       iso_date(purge.purged_at) +
                                       "; its bytes are destroyed and never taken in again");
}

Result<http::Reply> purge_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(digest_in_path(call));
    const auto& body = call.body;
    TRY(body.allow_only({"reason", "release_version"}));
    const auto reason = TRY(body.required_text("reason"));
    if (reason.size() > longest_reason) return body.invalid("reason", "at most 1,000 bytes long");
    const auto release = TRY(body.boolean("release_version", false)).value_or(false) ? publishing::ReleaseVersion::yes
                                                                                     : publishing::ReleaseVersion::no;

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), sha256, reason, release](auto done) {
        publisher.purge(actor, repo, sha256, reason, release, std::move(done));
    };
    auto answer = [state = repository->state, release](const publishing::PurgeOutcome& outcome) {
        return json_response(200, outcome_json(state, outcome, release));
    };
    return later<publishing::PurgeOutcome>(services, std::move(start), std::move(answer));
}

}  // namespace slipway::api
