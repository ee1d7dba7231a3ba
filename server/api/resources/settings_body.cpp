#include "server/api/resources/settings_body.hpp"

#include "publishing/access/tokens.hpp"
#include "publishing/model/names.hpp"
#include "repo-format/formats/package_format.hpp"
#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

using publishing::NameOf;
using publishing::Setting;
using Names = std::vector<std::string>;

JsonObject declaration(const JsonObject& body, BodyIs is) {
    return is == BodyIs::whole ? body.with_absent_as_null() : body.copy();
}

/// A setting whose default depends on what is there.
template <class T>
Setting<T> setting_of(const JsonObject& body, std::string_view name, std::optional<T> value) {
    if (body.is_null(name)) return Setting<T>(std::in_place);
    return value ? Setting<T>(std::in_place, std::move(*value)) : Setting<T>();
}

/// What is set once: absent and null leave it as it is.
Result<std::optional<std::string>> lasting_text(const JsonObject& body, std::string_view name) {
    if (body.is_null(name)) return std::optional<std::string>();
    return body.text(name, "");
}

/// Checks that a name in the body is the one in the path.
Result<> check_own_name(const JsonObject& body, const std::string& name) {
    const auto named = TRY(body.text("name", name));
    if (!named || *named == name) return {};
    return body.invalid("name", "'" + name + "', as in the path, or absent");
}

Result<Setting<Names>> parse_names(const JsonObject& body, std::string_view member, NameOf kind) {
    auto names = TRY(body.texts(member));
    if (names)
        for (const auto& name : *names) TRY(publishing::check_name(kind, name));
    return setting_of(body, member, std::move(names));
}

Result<std::optional<Names>> parse_sources(const JsonObject& body, const std::string& channel) {
    auto sources = TRY(body.texts("promote_from"));
    if (!sources) return sources;
    if (sources->empty() && !body.is_null("promote_from"))
        return body.invalid("promote_from", "a list of at least one channel, or null for every channel");
    for (const auto& source : *sources) {
        TRY(publishing::check_name(NameOf::channel, source));
        if (source == channel) return body.invalid("promote_from", "a list of other channels than this one");
    }
    return sources;
}

Result<publishing::ChannelPut> read_channel(const JsonObject& body, const std::string& name) {
    TRY(publishing::check_name(NameOf::channel, name));
    TRY(check_own_name(body, name));
    publishing::ChannelPut put;
    put.name = name;
    put.immutable_versions = setting_of(body, "immutable_versions", TRY(body.boolean("immutable_versions", true)));
    put.is_protected = TRY(body.boolean("protected", false));
    put.promote_from = TRY(parse_sources(body, name));
    const auto keep = TRY(body.object("keep", {"versions", "days"}));
    if (!keep) return put;
    put.keep_versions = TRY(keep->number("versions", most_kept));
    put.keep_days = TRY(keep->number("days", most_kept));
    return put;
}

Result<publishing::DistroPut> read_distro(const JsonObject& body, const std::string& name) {
    TRY(publishing::check_name(NameOf::distro, name));
    TRY(check_own_name(body, name));
    publishing::DistroPut put;
    put.name = name;
    const auto format = TRY(lasting_text(body, "format"));
    put.format = format ? word_of<Format>(*format) : std::nullopt;
    if (format && !put.format) return body.invalid("format", formats::names_for_people('\''));
    put.architectures = TRY(parse_names(body, "architectures", NameOf::architecture));
    put.components = TRY(parse_names(body, "components", NameOf::component));
    const auto compression = TRY(body.text("compression", "gz"));
    const auto chosen = compression ? word_of<Compression>(*compression) : std::nullopt;
    if (compression && chosen.value_or(Compression::none) == Compression::none)
        return body.invalid("compression", "'gz' or 'zst'");
    put.compression = setting_of(body, "compression", chosen);
    put.is_default = setting_of(body, "default", TRY(body.boolean("default", false)));
    return put;
}

Result<> check_visibility(const JsonObject& body) {
    const auto visibility = TRY(body.text("visibility", "public"));
    if (!visibility || *visibility == "public") return {};
    if (*visibility == "private")
        return Error("not-supported"_problem, "private repositories are not supported by this version");
    return body.invalid("visibility", "'public' or 'private'");
}

Result<Setting<publishing::EphemeralPut>> parse_ephemeral(const JsonObject& body) {
    using Rule = Setting<publishing::EphemeralPut>;
    if (body.is_null("ephemeral")) return Rule(std::in_place);
    const auto given = TRY(body.object("ephemeral", {}));
    if (!given) return Rule();
    publishing::EphemeralPut rule;
    rule.pattern = TRY(given->text("pattern", ""));
    rule.base = TRY(given->text("base", ""));
    if (given->is_null("ttl")) {
        rule.ttl = std::chrono::seconds(0);
    } else if (const auto text = TRY(given->text("ttl", ""))) {
        const auto ttl = publishing::parse_lifetime(*text);
        if (!ttl.ok() || !*ttl) return given->invalid("ttl", "hours ('12h') or days ('14d')");
        rule.ttl = **ttl;
    }
    return Rule(std::in_place, std::move(rule));
}

Result<> parse_retention(const JsonObject& body, publishing::RepositoryPut& put) {
    const auto retention = TRY(body.object("retention", {"revisions", "days"}));
    if (!retention) return {};
    put.retain_revisions = TRY(retention->number("revisions", most_kept));
    put.retain_days = TRY(retention->number("days", most_kept));
    return {};
}

/// Resources of their own, which are changed at their own addresses.
Result<> parse_parts(const JsonObject& body, publishing::RepositoryPut& put) {
    for (const auto& distro : TRY(body.objects("distros"))) {
        const auto name = TRY(distro.required_text("name"));
        put.distros.push_back(TRY(read_distro(distro, name)));
    }
    for (const auto& channel : TRY(body.objects("channels"))) {
        const auto name = TRY(channel.required_text("name"));
        put.channels.push_back(TRY(read_channel(channel, name)));
    }
    return {};
}

}  // namespace

Result<publishing::ChannelPut> parse_channel(const JsonObject& given, BodyIs is, const std::string& name) {
    return read_channel(declaration(given, is), name);
}

Result<publishing::DistroPut> parse_distro(const JsonObject& given, BodyIs is, const std::string& name) {
    return read_distro(declaration(given, is), name);
}

Result<publishing::RepositoryPut> parse_repository(const JsonObject& given, BodyIs is, const std::string& name) {
    const auto body = declaration(given, is);
    TRY(check_own_name(body, name));
    TRY(check_visibility(body));
    publishing::RepositoryPut put;
    put.description = TRY(body.text("description", ""));
    put.origin = TRY(lasting_text(body, "origin"));
    if (put.origin) TRY(publishing::check_origin(*put.origin));
    put.sign_packages = TRY(body.boolean("sign_packages", true));
    put.ephemeral = TRY(parse_ephemeral(body));
    TRY(parse_retention(body, put));
    if (is == BodyIs::whole) TRY(parse_parts(body, put));
    return put;
}

}  // namespace slipway::api
