
#include "base/text.hpp"
#include "publishing/model/purge.hpp"
#include "publishing/planning/purge_change.hpp"
#include "publishing/queries/package_lookup.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/serving.hpp"

namespace slipway::api {
namespace {

constexpr std::int64_t longest_reason = 1000;

Json purged_json(const publishing::PurgeOutcome::Package& package) {
    const auto& row = package.row;
    auto json = Json::object({{"sha256", row.sha256.hex()}});
    if (row.uploaded_sha256 != row.sha256) json.add("uploaded_sha256", row.uploaded_sha256.hex());
    json.add("name", row.name).add("version", row.version).add("architecture", row.architecture);
    return json.add("purged_at", iso_date(row.purged_at)).add("bytes", publishing::name_of(package.bytes));
}

/// The answer has `released` if the request asked for a release.
Json purge_json(const publishing::RepositoryState& repository, const publishing::PurgeOutcome& outcome,
                publishing::ReleaseVersion release) {
    std::vector<Json> packages;
    for (const auto& package : outcome.packages) packages.push_back(purged_json(package));
    std::vector<Json> channels;
    for (const auto& [channel, revision] : outcome.revisions)
        channels.push_back(Json::object({{"channel", channel}, {"revision", revision}}));
    auto json = Json::object({{"packages", Json::array(packages)}, {"channels", Json::array(channels)}});
    add_nodes(json, outcome.serving);
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

Result<http::Reply> purge_package(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto sha256 = TRY(call.digest());
    const auto& body = call.body;
    const auto reason = TRY(body.required_text("reason"));
    if (std::ssize(reason) > longest_reason) return body.invalid("reason", "at most 1,000 bytes long");
    const auto release = TRY(body.boolean("release_version", false)).value_or(false) ? publishing::ReleaseVersion::yes
                                                                                     : publishing::ReleaseVersion::no;

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), sha256, reason, release](auto done) {
        publisher.carry_out<publishing::PurgeChange>(
            repo, actor, publishing::PurgeChange::Wanted{sha256, reason, release}, std::move(done));
    };
    auto answer = [state = repository->state, release](const publishing::PurgeOutcome& outcome) {
        return json_response(200, purge_json(state, outcome, release));
    };
    return later<publishing::PurgeOutcome>(services, std::move(start), std::move(answer));
}

constexpr std::array purge_body_members = {
    required("reason", a_text_of(1, longest_reason, "For the audit log and the revisions.")),
    maybe("release_version",
          unless_told("false", or_null(a_flag("The name, version and architecture that these bytes had taken may be "
                                              "published again, with other bytes.")))),
};
constexpr Schema purge_body = a_body("PurgePost", purge_body_members);

constexpr std::array purged_package_members = {
    required("sha256", a_text()),
    maybe("uploaded_sha256", a_text()),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
    required("purged_at", a_date()),
    required("bytes", one_of("destroyed kept-by-another-repository kept-by-an-upload kept",
                             "An upload of the same bytes that is under way is refused, and they go then; `kept`: the "
                             "disk failed, see the log, the next start tries again.")),
};
constexpr Schema purged_package_schema = an_answer("", purged_package_members);
constexpr std::array purged_channel_members = {required("channel", a_text()), required("revision", an_integer())};
constexpr Schema purged_channel_schema = an_answer("", purged_channel_members);
constexpr std::array released_version_members = {
    required("distro", or_null(a_text())),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
};
constexpr Schema released_version_schema = an_answer("", released_version_members);
constexpr std::array purge_members = {
    required("packages", a_list_of(purged_package_schema)),
    required("channels", a_list_of(purged_channel_schema)),
    maybe("released", a_list_of(released_version_schema,
                                "Where `release_version` was asked for: what the purged bytes had taken.")),
    nodes_member,
};
constexpr Schema purge_schema = an_answer("Purge", purge_members);

constexpr std::array purge_table = {
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/packages/{sha256}/purge",
        .access = Access::administer,
        .id = "purgePackage",
        .tag = "packages",
        .summary = "Remove a package everywhere and destroy its bytes",
        .description = "An rpm is named by the digest uploaded or served, and is purged with all its signed variants. "
                       "A second time: what the first one did.",
        .handle = purge_package,
        .use = BodyUse::json,
        .body = &purge_body,
        .answers = {{200, "What was purged, and the revisions that were made", &purge_schema}},
        .gives_back = true,
    },
};

}  // namespace

std::span<const Operation> purge_operations() { return purge_table; }

}  // namespace slipway::api
