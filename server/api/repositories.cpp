#include "publishing/names.hpp"
#include "publishing/tokens.hpp"
#include "server/api/channel_body.hpp"
#include "server/api/resource_json.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

using publishing::NameOf;

Result<> check_names(NameOf kind, const std::optional<std::vector<std::string>>& names) {
    if (!names) return {};
    for (const auto& name : *names) TRY(publishing::check_name(kind, name));
    return {};
}

Result<publishing::DistroPut> parse_distro(const JsonObject& body) {
    TRY(body.allow_only({"name", "format", "architectures", "components", "compression", "default"}));
    publishing::DistroPut distro;
    distro.name = TRY(body.required_text("name"));
    TRY(publishing::check_name(NameOf::distro, distro.name));
    distro.format = TRY(body.text("format", ""));
    if (distro.format && *distro.format != "deb" && *distro.format != "rpm")
        return body.invalid("format", "'deb' or 'rpm'");
    distro.architectures = TRY(body.texts("architectures"));
    TRY(check_names(NameOf::architecture, distro.architectures));
    distro.components = TRY(body.texts("components"));
    TRY(check_names(NameOf::component, distro.components));
    distro.compression = TRY(body.text("compression", "gz"));
    if (distro.compression && *distro.compression != "gz" && *distro.compression != "zst")
        return body.invalid("compression", "'gz' or 'zst'");
    distro.is_default = TRY(body.boolean("default", false));
    return distro;
}

Result<> check_visibility(const JsonObject& body) {
    const auto visibility = TRY(body.text("visibility", "public"));
    if (!visibility || *visibility == "public") return {};
    if (*visibility == "private")
        return Error(Fault::unsupported, "private repositories are not supported by this version").as("not-supported");
    return body.invalid("visibility", "'public' or 'private'");
}

using EphemeralPut = std::optional<std::optional<storage::EphemeralRule>>;

Result<EphemeralPut> parse_ephemeral_rule(const JsonObject& body) {
    if (body.is_null("ephemeral")) return EphemeralPut(std::in_place);
    const auto given = TRY(body.object("ephemeral", {}));
    if (!given) return EphemeralPut();
    TRY(given->allow_only({"pattern", "base", "ttl"}));
    storage::EphemeralRule rule;
    rule.pattern = TRY(given->required_text("pattern"));
    rule.base = TRY(given->text("base", "")).value_or("");
    const auto ttl = publishing::parse_lifetime(TRY(given->required_text("ttl")));
    if (!ttl.ok() || !*ttl) return given->invalid("ttl", "hours ('12h') or days ('14d')");
    rule.ttl = **ttl;
    return EphemeralPut(std::in_place, std::move(rule));
}

Result<> parse_retention(const JsonObject& body, publishing::RepositoryPut& put) {
    constexpr std::uint32_t most_retained = 1'000'000;  // revisions, days
    const auto retention = TRY(body.object("retention", {"revisions", "days"}));
    if (!retention) return {};
    TRY(retention->allow_only({"revisions", "days"}));
    put.retain_revisions = TRY(retention->number("revisions", most_retained));
    put.retain_days = TRY(retention->number("days", most_retained));
    return {};
}

Result<publishing::RepositoryPut> parse_repository(const std::string& name, std::string_view text) {
    const auto body = TRY(JsonObject::parse(text));
    TRY(body.allow_only(
        {"description", "origin", "sign_packages", "visibility", "ephemeral", "retention", "distros", "channels"}));
    TRY(check_visibility(body));
    publishing::RepositoryPut put;
    put.description = TRY(body.text("description", ""));
    put.origin = TRY(body.text("origin", name));
    if (put.origin) TRY(publishing::check_origin(*put.origin));
    put.sign_packages = TRY(body.boolean("sign_packages", true));
    put.ephemeral = TRY(parse_ephemeral_rule(body));
    TRY(parse_retention(body, put));
    for (const auto& distro : TRY(body.objects("distros"))) put.distros.push_back(TRY(parse_distro(distro)));
    for (const auto& channel : TRY(body.objects("channels"))) {
        auto channel_name = TRY(channel.required_text("name"));
        put.channels.push_back(TRY(parse_channel(channel, std::move(channel_name))));
    }
    return put;
}

}  // namespace

Result<http::Reply> list_repositories(Services&, const Call& call) {
    std::vector<Json> repositories;
    for (const auto& [name, repository] : call.tree->repositories)
        repositories.push_back(repository_json(repository->state));
    return json_response(200, Json::object({{"repositories", Json::array(repositories)}}));
}

Result<http::Reply> get_repository(Services&, const Call& call) {
    const auto repository = TRY(call.repository());
    return json_response(200, repository_json(repository->state));
}

Result<http::Reply> put_repository(Services& services, const Call& call) {
    const auto& name = call.parameter("repo");
    TRY(publishing::check_name(NameOf::repository, name));
    auto put = TRY(parse_repository(name, call.body));

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, name, put = std::move(put)](auto done) {
        publisher.put_repository(actor, name, put, std::move(done));
    };
    return later<publishing::PutResult>(services, std::move(start), [&publisher, name](publishing::PutResult result) {
        const auto tree = publisher.current();
        const auto* repository = tree->find(name);
        if (repository == nullptr) return no_content();  // deleted again meanwhile
        return json_response(result == publishing::PutResult::created ? 201 : 200, repository_json(repository->state));
    });
}

Result<http::Reply> delete_repository(Services& services, const Call& call) {
    const auto repository = TRY(call.repository());
    const auto& name = call.parameter("repo");
    const auto force = TRY(call.force());
    if (force == publishing::Force::yes && call.query("confirm") != name)
        return Error(Fault::conflict,
                     "to delete a repository that is not empty, confirm it: ?force=true&confirm=" + name)
            .as("not-confirmed");

    auto& publisher = services.parts.publisher;
    auto start = [&publisher, actor = call.actor, name, force](auto done) {
        publisher.delete_repository(actor, name, force, std::move(done));
    };
    return later<std::monostate>(services, std::move(start), [](std::monostate) { return no_content(); });
}

}  // namespace slipway::api
