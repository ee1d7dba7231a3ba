// Packages that leave a channel together.
#include "server/api/content_changes.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

using publishing::ContentOutcome;
using publishing::PackageSelector;

Result<PackageSelector> parse_named(const JsonObject& given) {
    TRY(given.allow_only({"name", "version", "architecture"}));
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

}  // namespace

Result<http::Reply> post_removals(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    TRY(call.channel(*repository));
    const auto& body = call.body;
    TRY(body.allow_only({"packages", "distro", "reason", "expect_revision", "dry_run"}));
    publishing::Removal removal;
    removal.channel = call.channel_name();
    removal.packages = TRY(parse_selectors(body));
    removal.distro = TRY(body.text("distro", ""));
    if (removal.distro && removal.distro->empty()) removal.distro.reset();
    removal.reason = TRY(parse_reason(body));
    removal.expect_revision = TRY(parse_revision(body, "expect_revision"));
    const bool dry_run = TRY(body.boolean("dry_run", false)).value_or(false);

    auto& publisher = services.parts.publisher;
    if (dry_run) return json_response(200, outcome_json(TRY(publisher.preview(repository->state, removal))));
    auto answer = [base = call.base, repo = call.repository_name(),
                   channel = call.channel_name()](const ContentOutcome& outcome) {
        return answer_outcome(outcome, outcome_json(outcome), base, repo, channel);
    };
    auto start = [&publisher, actor = call.actor, repo = call.repository_name(), removal = std::move(removal)](
                     auto done) { publisher.remove_together(actor, repo, removal, std::move(done)); };
    return later<ContentOutcome>(services, std::move(start), std::move(answer));
}

}  // namespace slipway::api
