// Packages that leave a channel together.
#include "publishing/planning/removal_change.hpp"
#include "server/api/resources/content_changes.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

using publishing::ContentOutcome;
using publishing::PackageSelector;

Result<PackageSelector> parse_named(const JsonObject& given) {
    publishing::NamedPackages named;
    named.name = TRY(given.required_text("name"));
    for (const auto& [member, value] : {std::pair("version", &named.version), {"architecture", &named.architecture}}) {
        *value = TRY(given.text(member, ""));
        if (*value && (*value)->empty()) value->reset();
    }
    return PackageSelector(std::move(named));
}

Result<std::vector<PackageSelector>> parse_selectors(const JsonObject& body) {
    const auto given = TRY(body.texts_or_objects("packages"));
    if (given.empty())
        return body.invalid("packages", "a list of digests and of objects with a 'name', at least one of them");
    std::vector<PackageSelector> selectors;
    for (const auto& element : given) {
        if (const auto* named = std::get_if<JsonObject>(&element)) {
            selectors.push_back(TRY(parse_named(*named)));
            continue;
        }
        const auto sha256 = Sha256::parse(std::get<std::string>(element));
        const auto place = "packages[" + std::to_string(selectors.size()) + "]";
        if (!sha256) return body.invalid(place, R"(a SHA-256 in hexadecimal, or an object such as {"name":"hello"})");
        selectors.emplace_back(*sha256);
    }
    return selectors;
}

Result<http::Reply> post_removals(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto& body = call.body;
    publishing::Removal removal;
    removal.channel = call.channel_name();
    removal.packages = TRY(parse_selectors(body));
    removal.distro = TRY(body.text("distro", ""));
    if (removal.distro && removal.distro->empty()) removal.distro.reset();
    removal.reason = TRY(parse_reason(body));
    removal.expect_revision = TRY(parse_revision(body, "expect_revision"));
    const bool dry_run = TRY(body.boolean("dry_run", false)).value_or(false);

    if (dry_run) {
        const auto rule = [&](publishing::Planning& planning) {
            return publishing::plan_removal(planning, call.actor, removal);
        };
        return json_response(200, outcome_json(TRY(preview(services, repository->state, rule))));
    }
    auto answer = [base = call.base, repo = call.repository_name(),
                   channel = call.channel_name()](const ContentOutcome& outcome) {
        return answer_outcome(outcome, outcome_json(outcome), base, repo, channel);
    };
    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(),
                  removal = std::move(removal)](auto done) {
        publisher.carry_out<publishing::RemovalChange>(repo, actor, removal, std::move(done));
    };
    return later<ContentOutcome>(services, std::move(start), std::move(answer));
}

constexpr std::array named_packages_members = {
    required("name", a_text()),
    maybe("version", or_null(a_text())),
    maybe("architecture", or_null(a_text())),
};
constexpr Schema named_packages_schema = a_body("", named_packages_members);
constexpr Schema selector_schema = a_digest_or(named_packages_schema);
constexpr std::array removal_body_members = {
    required("packages",
             at_least(1, a_list_of(selector_schema, "By SHA-256 (as served or as uploaded), or all of a name."))),
    maybe("distro", or_null(a_text("Only out of this distro."))),
    reason_member,
    maybe("expect_revision", expected_revision("Of the channel; another one: 409 `unexpected-revision`.")),
    maybe("dry_run", or_null(a_flag())),
};
constexpr Schema removal_body = a_body("RemovalPost", removal_body_members);

constexpr std::array removal_table = {
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/removals",
        .access = Access::change_content,
        .id = "postRemovals",
        .tag = "packages",
        .summary = "Remove packages from a channel, all or none",
        .description = "One revision; older ones keep the packages.",
        .handle = post_removals,
        .use = BodyUse::json,
        .body = &removal_body,
        .answers = {{200, "A dry run", &content_outcome_schema},
                    {201, "The new revision and what it changed", &content_outcome_schema}},
        .problems = {"channel-protected"_problem, "unknown-package"_problem, "unknown-distro"_problem,
                     "unexpected-revision"_problem, "purged"_problem},
        .work = http::Work::comparison,  // its preview is a diff
        .gives_back = true,
    },
};

}  // namespace

std::span<const Operation> removal_operations() { return removal_table; }

}  // namespace slipway::api
