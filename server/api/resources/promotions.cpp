// Promotion, rollback, and what a channel's policy would take out: the requests that change what a channel contains
// without bringing in anything new.
#include "publishing/content/keep_policy.hpp"
#include "publishing/planning/promote_change.hpp"
#include "publishing/planning/rollback_change.hpp"
#include "publishing/queries/package_lookup.hpp"
#include "server/api/resources/content_changes.hpp"
#include "server/api/resources/operations.hpp"
#include "server/api/resources/settings_schemas.hpp"
#include "server/api/routing/list_page.hpp"
#include "server/api/routing/schemas.hpp"
#include "server/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace slipway::api {
namespace {

using publishing::ContentOutcome;
using publishing::VersionConflict;

struct PromotionRequest {
    publishing::Promotion promotion;
    bool dry_run = false;
};

Result<std::optional<std::vector<Sha256>>> parse_packages(const JsonObject& body) {
    const auto texts = TRY(body.texts("packages"));
    if (!texts || body.is_null("packages")) return std::optional<std::vector<Sha256>>();
    std::vector<Sha256> packages;
    for (const auto& text : *texts) {
        const auto sha256 = Sha256::parse(text);
        if (!sha256) return body.invalid("packages", "a list of SHA-256 digests in hexadecimal");
        packages.push_back(*sha256);
    }
    if (packages.empty()) return body.invalid("packages", "a list of at least one digest, or absent for all packages");
    return std::optional(std::move(packages));
}

/// `to`: the channel it was allowed for.
Result<PromotionRequest> parse_promotion(const JsonObject& body, const std::string& to) {
    PromotionRequest request;
    auto& promotion = request.promotion;
    promotion.from = TRY(body.required_text("from"));
    promotion.to = to;
    if (promotion.from == promotion.to) return body.invalid("to", "another channel than 'from'");
    promotion.packages = TRY(parse_packages(body));
    promotion.reason = TRY(parse_reason(body));
    promotion.expect_revision = TRY(parse_revision(body, "expect_revision"));
    promotion.expect_from_revision = TRY(parse_revision(body, "expect_from_revision"));
    promotion.forbid_removals = TRY(body.boolean("forbid_removals", false)).value_or(false);
    request.dry_run = TRY(body.boolean("dry_run", false)).value_or(false);
    return request;
}

Json component_json(const std::string& component) { return component.empty() ? Json(nullptr) : Json(component); }

Json package_json(const std::string& distro, const std::string& component, const index::EntryKey& key) {
    return Json::object({{"distro", distro},
                         {"component", component_json(component)},
                         {"name", key.name},
                         {"version", key.version},
                         {"architecture", key.qualifier},
                         {"sha256", key.sha256.hex()}});
}

std::string detail_of(const VersionConflict& conflict) {
    const auto& key = conflict.package;
    return fmt::format("{} {} ({}) was published in distro {} with other bytes, uploaded as {}; {}; raise the version",
                       key.name, key.version, key.qualifier, conflict.distro, conflict.holder.hex(),
                       conflict.channels.have("the other bytes"));
}

Json conflicts_json(const ContentOutcome& outcome) {
    std::vector<Json> conflicts;
    for (const auto& conflict : outcome.conflicts)
        conflicts.push_back(package_json(conflict.distro, conflict.component, conflict.package)
                                .add("code", "package-exists")
                                .add("detail", detail_of(conflict)));
    return Json::array(conflicts);
}

http::Response refusal_of(const ContentOutcome& outcome) {
    const auto& first = outcome.conflicts.front();
    const auto detail = outcome.conflict_count == 1
                            ? detail_of(first)
                            : fmt::format("{} versions are taken by other bytes, so nothing was changed; the first: {}",
                                          outcome.conflict_count, detail_of(first));
    return http::problem(Error("package-exists"_problem, detail), detail,
                         Json::object({{"errors", conflicts_json(outcome)}}));
}

/// Gives the answer to a promotion or a rollback into this channel.
auto answer_for(const Call& call, const std::string& channel) {
    return [base = call.base, repository = call.repository_name(), channel](const ContentOutcome& outcome) {
        if (!outcome.conflicts.empty()) return refusal_of(outcome);
        return answer_outcome(outcome, outcome_json(outcome), base, repository, channel);
    };
}

std::optional<std::uint32_t> limit_in_query(const Call& call, std::string_view name,
                                            std::optional<std::uint32_t> unless_given) {
    const auto number = call.number(name);
    return number ? std::optional(static_cast<std::uint32_t>(*number)) : unless_given;
}

Result<http::Reply> post_promotion(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    auto request = TRY(parse_promotion(call.body, call.channel_name()));
    auto& promotion = request.promotion;
    TRY(publishing::get_channel(repository->state, promotion.from));
    TRY(call.channel(*repository));

    if (request.dry_run) {
        const auto rule = [&](publishing::Planning& planning) {
            return publishing::plan_promotion(planning, call.actor, promotion, publishing::Trial::yes);
        };
        const auto outcome = TRY(preview(services, repository->state, rule));
        return json_response(200, outcome_json(outcome).add("conflicts", conflicts_json(outcome)));
    }
    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(),
                  promotion = std::move(promotion)](auto done) {
        publisher.carry_out<publishing::PromoteChange>(repo, actor, promotion, std::move(done));
    };
    return later<ContentOutcome>(services, std::move(start), answer_for(call, call.channel_name()));
}

Result<http::Reply> post_rollback(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto& body = call.body;
    const auto revision = TRY(parse_revision(body, "revision"));
    if (!revision) return body.invalid("revision", "given: the number of the revision to go back to");
    auto reason = TRY(parse_reason(body));
    const auto expected = TRY(parse_revision(body, "expect_revision"));
    publishing::Rollback rollback{call.channel_name(), *revision, std::move(reason), expected};

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(),
                  rollback = std::move(rollback)](auto done) {
        publisher.carry_out<publishing::RollbackChange>(repo, actor, rollback, std::move(done));
    };
    return later<ContentOutcome>(services, std::move(start), answer_for(call, call.channel_name()));
}

Result<ListPage> get_expiry(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto first = TRY(number_of_cursor(wanted)).value_or(0);  // how many were listed before
    const auto& own = channel->settings.keep;
    const auto versions = limit_in_query(call, "versions", own.versions);
    const auto days = limit_in_query(call, "days", own.days);
    const publishing::KeepPolicy policy{versions, days};
    const auto& state = repository->state;
    const auto nodes = services.parts.queries.nodes();
    const auto tx = TRY(services.parts.queries.view());
    const auto uploaded_at = [&](std::span<const Sha256> listed) {
        return publishing::upload_times_of(tx, state.settings.id, listed);
    };
    const auto [prunable, due] = TRY(publishing::find_prunable(uploaded_at, nodes, state.settings, channel->lists,
                                                               policy, services.parts.clock.now()));
    std::vector<Json> packages;
    const auto begin = std::min(static_cast<std::size_t>(first), prunable.size());
    const auto end = begin + std::min(wanted.limit, prunable.size() - begin);
    for (const auto& package : std::span(prunable).subspan(begin, end - begin))
        packages.push_back(package_json(state.find_distro(package.distro)->name, package.component, package.key));
    return ListPage{Json::object({{"revision", channel->revision},
                                  {"keep", Json::object({{"versions", policy.versions}, {"days", policy.days}})},
                                  {"count", prunable.size()},
                                  {"packages", Json::array(packages)}}),
                    end < prunable.size() ? std::optional(std::to_string(end)) : std::nullopt};
}

constexpr std::array promotion_body_members = {
    required("from", a_text()),
    required("to", a_text()),
    maybe("packages", at_least(1, or_null(texts("Only these, by SHA-256, merged into the target; absent: the target "
                                                "becomes equal to the source.")))),
    reason_member,
    maybe("dry_run", or_null(a_flag())),
    maybe("expect_revision", expected_revision("Of the target; another one: 409 `unexpected-revision`.")),
    maybe("expect_from_revision", expected_revision("Of the source; another one: 409 `unexpected-revision`.")),
    maybe("forbid_removals", or_null(a_flag("409 `removals-forbidden` where the target would lose a package that the "
                                            "source does not have in any version."))),
};
constexpr Schema promotion_body = a_body("PromotionPost", promotion_body_members);
constexpr std::array rollback_body_members = {
    required("revision", a_number(1, largest_revision_number)),
    reason_member,
    maybe("expect_revision", expected_revision("Of the channel; another one: 409 `unexpected-revision`.")),
};
constexpr Schema rollback_body = a_body("RollbackPost", rollback_body_members);

constexpr std::array expired_package_members = {
    required("distro", a_text()),  required("component", or_null(a_text())), required("name", a_text()),
    required("version", a_text()), required("architecture", a_text()),       required("sha256", a_text()),
};
constexpr Schema expired_package_schema = an_answer("", expired_package_members);
constexpr std::array expiry_members = {
    required("revision", an_integer()),
    required("keep", the(keep_schema)),
    required("count", an_integer("Of all packages that would go.")),
    required("packages", a_list_of(expired_package_schema)),
    next_page,
};
constexpr Schema expiry_schema = an_answer("Expiry", expiry_members);

constexpr std::array promotion_table = {
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/promotions",
        .access = Access::change_some,
        .id = "postPromotion",
        .tag = "channels",
        .summary = "Put what one channel contains into another",
        .description =
            "The whole channel, or chosen packages; deb and rpm in one revision. A dry run tells exactly what "
            "the real one would do.",
        .handle = post_promotion,
        .use = BodyUse::json,
        .body = &promotion_body,
        .subject = Subject::body_to,
        .answers = {{200, "Nothing changes, or a dry run", &content_outcome_schema},
                    {201, "The new revision of the target and what it changed", &content_outcome_schema}},
        .problems = {"source-not-allowed"_problem, "unknown-channel"_problem, "unknown-package"_problem,
                     "unexpected-revision"_problem, "removals-forbidden"_problem, "undeclared-component"_problem,
                     "package-exists"_problem, "channel-expired"_problem, "purged"_problem},
        .problem_body = &conflict_problem_schema,
        .work = http::Work::comparison,  // its preview is a diff
    },
    Operation{
        .method = http::Method::post,
        .path = "/api/v1/repositories/{repo}/channels/{channel}/rollback",
        .access = Access::change_content,
        .id = "postRollback",
        .tag = "channels",
        .summary = "Bring back what a channel contained",
        .description = "A new revision with the content of an older one.",
        .handle = post_rollback,
        .use = BodyUse::json,
        .body = &rollback_body,
        .answers = {{200, "Nothing changes", &content_outcome_schema},
                    {201, "The new revision and what it changed", &content_outcome_schema}},
        .problems = {"unknown-revision"_problem, "unexpected-revision"_problem, "undeclared-component"_problem,
                     "package-exists"_problem, "past-retention"_problem},
        .problem_body = &conflict_problem_schema,
    },
    Operation{
        .path = "/api/v1/repositories/{repo}/channels/{channel}/expiry",
        .access = Access::read,
        .id = "getExpiry",
        .tag = "channels",
        .summary = "What the channel's policy does not keep",
        .description = "A dry run of `keep`, the channel's own or the one in the query.",
        .list = get_expiry,
        .query = {{"versions", a_number(1, most_kept, "In place of the channel's own.")},
                  {"days", a_number(1, most_kept, "In place of the channel's own.")}},
        .answers = {{200, "What would be removed, in order of distro, component and name", &expiry_schema}},
        .work = http::Work::comparison,
    },
};

}  // namespace

std::span<const Operation> promotion_operations() { return promotion_table; }

}  // namespace slipway::api
