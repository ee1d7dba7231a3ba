// Promotion, rollback, and what a channel's policy would take out: the requests that change what a channel contains
// without bringing in anything new.
#include "base/text.hpp"
#include "publishing/content/keep_policy.hpp"
#include "server/api/content_changes.hpp"
#include "server/api/list_page.hpp"
#include "server/api/resources.hpp"
#include "server/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace slipway::api {
namespace {

using publishing::ContentOutcome;
using publishing::VersionConflict;

constexpr std::uint32_t most_kept = 1'000'000;  // versions, days

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
    TRY(body.allow_only(
        {"from", "to", "packages", "reason", "dry_run", "expect_revision", "expect_from_revision", "forbid_removals"}));
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
                         {"architecture", key.architecture},
                         {"sha256", key.sha256.hex()}});
}

std::string detail_of(const VersionConflict& conflict) {
    const auto& key = conflict.package;
    return fmt::format("{} {} ({}) was published in distro {} with other bytes, uploaded as {}; raise the version",
                       key.name, key.version, key.architecture, conflict.distro, conflict.holder.hex());
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

Result<std::optional<std::uint32_t>> limit_in_query(const Call& call, const std::string& name,
                                                    std::optional<std::uint32_t> unless_given) {
    const auto text = call.query(name);
    if (!text) return unless_given;
    const auto number = parse_decimal(*text);
    if (number && *number >= 1 && *number <= most_kept) return std::optional(static_cast<std::uint32_t>(*number));
    return Error("invalid-field"_problem, "'" + name + "' must be a number from 1 to 1000000");
}

}  // namespace

Result<http::Reply> post_promotion(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    auto request = TRY(parse_promotion(call.body, call.channel_name()));
    auto& promotion = request.promotion;
    TRY(Call::channel_named(*repository, promotion.from));
    TRY(call.channel(*repository));

    auto& publisher = services.parts.publisher;
    if (request.dry_run) {
        const auto outcome = TRY(publisher.preview(repository->state, promotion));
        return json_response(200, outcome_json(outcome).add("conflicts", conflicts_json(outcome)));
    }
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), promotion = std::move(promotion)](
                     auto done) { publisher.promote(actor, repo, promotion, std::move(done)); };
    return later<ContentOutcome>(services, std::move(start), answer_for(call, call.channel_name()));
}

Result<http::Reply> post_rollback(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto& body = call.body;
    TRY(body.allow_only({"revision", "reason", "expect_revision"}));
    const auto revision = TRY(parse_revision(body, "revision"));
    if (!revision) return body.invalid("revision", "given: the number of the revision to go back to");
    auto reason = TRY(parse_reason(body));
    const auto expected = TRY(parse_revision(body, "expect_revision"));
    publishing::Rollback rollback{call.channel_name(), *revision, std::move(reason), expected};

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), rollback = std::move(rollback)](
                     auto done) { publisher.roll_back(actor, repo, rollback, std::move(done)); };
    return later<ContentOutcome>(services, std::move(start), answer_for(call, call.channel_name()));
}

Result<ListPage> get_expiry(Services& services, const Call& call, const PageWanted& wanted) {
    const auto repository = TRY(call.repository());
    const auto* channel = TRY(call.channel(*repository));
    const auto first = TRY(number_of_cursor(wanted)).value_or(0);  // how many were listed before
    const auto& own = channel->settings.keep;
    const auto versions = TRY(limit_in_query(call, "versions", own.versions));
    const auto days = TRY(limit_in_query(call, "days", own.days));
    const storage::KeepPolicy policy{versions, days};
    const auto& state = repository->state;
    const auto tx = TRY(services.parts.catalog.read());
    const auto [expired, due] = TRY(publishing::find_expired(tx, services.nodes, state.settings, channel->lists, policy,
                                                             services.parts.clock.now()));
    std::vector<Json> packages;
    const auto begin = std::min(static_cast<std::size_t>(first), expired.size());
    const auto end = begin + std::min(wanted.limit, expired.size() - begin);
    for (const auto& package : std::span(expired).subspan(begin, end - begin))
        packages.push_back(package_json(state.find_distro(package.distro)->name, package.component, package.key));
    return ListPage{Json::object({{"revision", channel->revision},
                                  {"keep", Json::object({{"versions", policy.versions}, {"days", policy.days}})},
                                  {"count", expired.size()},
                                  {"packages", Json::array(packages)}}),
                    end < expired.size() ? std::optional(std::to_string(end)) : std::nullopt};
}

}  // namespace slipway::api
