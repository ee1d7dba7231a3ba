#include "cli/views.hpp"

#include "base/text.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::cli {
namespace {

std::string or_never(const JsonValue& time) { return time.is_null() ? "never" : time.text(); }

std::string size_of(const JsonValue& package) {
    return human_size(static_cast<std::uint64_t>(std::max<std::int64_t>(package["size"].integer(), 0)));
}

std::string empty_or(const Table& table, std::string_view nothing) {
    return table.is_empty() ? std::string(nothing) + "\n" : table.render();
}

std::string limit_of(const JsonValue& number, std::string_view unit) {
    return number.is_null() ? std::string() : number.text() + " " + std::string(unit);
}

/// "dev staging", or "main/dev main/staging" for a package that names its repository.
std::string channels_of(const JsonValue& package) {
    const auto repository = package["repository"].text();
    std::vector<std::string> names;
    for (const auto& channel : package["channels"].elements()) {
        const auto place = channel["channel"].text();  // of a place in a distro; else the element is the name
        auto name = (repository.empty() ? "" : repository + "/") + (place.empty() ? channel.text() : place);
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return join(names, " ");
}

/// "immutable, protected, from dev staging, keeps 3 versions 30 days".
std::string policy_of(const JsonValue& channel) {
    std::vector<std::string> policies;
    if (channel["immutable_versions"].is_true()) policies.emplace_back("immutable");
    if (channel["protected"].is_true()) policies.emplace_back("protected");
    if (const auto sources = channel["promote_from"].text(); !sources.empty()) policies.push_back("from " + sources);
    const auto keep = channel["keep"];
    for (const auto& limit : {limit_of(keep["versions"], "versions"), limit_of(keep["days"], "days")})
        if (!limit.empty()) policies.push_back("keeps " + limit);
    if (const auto end = channel["expires_at"]; !end.is_null()) policies.push_back("expires " + end.text());
    return join(policies, ", ");
}

}  // namespace

std::string render_upload(const JsonValue& answer, int status) {
    auto text = fmt::format("{} {}, revision {}\n", status == 201 ? "published in" : "already in",
                            answer["channel"].text(), answer["revision"].text());
    Table table({"NAME", "VERSION", "ARCHITECTURE", "DISTRO", "URL"});
    for (const auto& package : answer["packages"].elements())
        table.add({package["name"].text(), package["version"].text(), package["architecture"].text(),
                   package["distro"].text(), package["url"].text()});
    text += table.render();
    for (const auto& package : answer["packages"].elements())
        for (const auto& warning : package["warnings"].elements())
            text += printable(fmt::format("warning: {}: {}", package["name"].text(), warning.text())) + "\n";
    return text;
}

std::string render_packages(const JsonValue& answer) {
    Table table({"NAME", "VERSION", "ARCHITECTURE", "DISTRO", "COMPONENT", "SIZE", "SHA256"});
    for (const auto& package : answer["packages"].elements())
        table.add({package["name"].text(), package["version"].text(), package["architecture"].text(),
                   package["distro"].text(), package["component"].text(), size_of(package), package["sha256"].text()});
    return empty_or(table, "no packages");
}

std::string render_found(const JsonValue& answer) {
    Table table({"NAME", "VERSION", "ARCHITECTURE", "CHANNELS", "SHA256"});
    for (const auto& package : answer["packages"].elements())
        table.add({package["name"].text(), package["version"].text(), package["architecture"].text(),
                   channels_of(package), package["sha256"].text()});
    return empty_or(table, "no packages");
}

std::string render_package(const JsonValue& package) {
    const auto sha256 = package["sha256"].text(), uploaded = package["uploaded_sha256"].text();
    const auto verified = package["provenance"]["verified"];
    const auto claimed = package["provenance"]["claimed"];
    auto text = render_fields({{"Name", package["name"].text()},
                               {"Version", package["version"].text()},
                               {"Architecture", package["architecture"].text()},
                               {"Summary", package["summary"].text()},
                               {"Source", package["source"].text()},
                               {"Size", size_of(package)},
                               {"SHA-256", sha256},
                               {"SHA-256 as uploaded", uploaded == sha256 ? "" : uploaded},
                               {"Signed by", package["signed_by"].text()},
                               {"Uploaded", package["uploaded_at"].text()},
                               {"Uploaded by", verified["token"]["name"].text()},
                               {"Uploaded from", verified["address"].text()},
                               {"Claimed repository", claimed["repository"].text()},
                               {"Claimed commit", claimed["commit"].text()},
                               {"Claimed ref", claimed["ref"].text()},
                               {"Claimed build", claimed["build_url"].text()}});
    Table places({"CHANNEL", "DISTRO", "COMPONENT", "URL"});
    for (const auto& place : package["channels"].elements())
        places.add({place["channel"].text(), place["distro"].text(), place["component"].text(), place["url"].text()});
    return text + "\n" + empty_or(places, "in no channel now");
}

std::string render_package_revisions(const JsonValue& answer) {
    Table table({"CHANNEL", "REVISION", "TIME", "DISTROS"});
    for (const auto& revision : answer["revisions"].elements())
        table.add({revision["channel"].text(), revision["revision"].text(), revision["time"].text(),
                   revision["distros"].text()});
    return empty_or(table, "in no revision that is kept");
}

std::string render_repositories(const JsonValue& answer) {
    Table table({"NAME", "VISIBILITY", "DISTROS", "CHANNELS", "DESCRIPTION"});
    for (const auto& repository : answer["repositories"].elements()) {
        table.add({repository["name"].text(), repository["visibility"].text(),
                   std::to_string(repository["distros"].elements().size()),
                   std::to_string(repository["channels"].elements().size()), repository["description"].text()});
    }
    return empty_or(table, "no repositories");
}

std::string render_repository(const JsonValue& repository) {
    const auto rule = repository["ephemeral"];
    const auto retention = repository["retention"];
    auto text = render_fields(
        {{"Name", repository["name"].text()},
         {"Description", repository["description"].text()},
         {"Origin", repository["origin"].text()},
         {"Visibility", repository["visibility"].text()},
         {"Signs rpms", repository["sign_packages"].is_true() ? "yes" : "no"},
         {"Ephemeral channels", rule.is_null() ? std::string() : rule["pattern"].text() + " for " + rule["ttl"].text()},
         {"Their base", rule["base"].text()},
         {"Retained revisions", retention["revisions"].text()},
         {"Retained days", retention["days"].text()}});
    Table distros({"DISTRO", "FORMAT", "DEFAULT", "ARCHITECTURES", "COMPONENTS"});
    for (const auto& distro : repository["distros"].elements())
        distros.add({distro["name"].text(), distro["format"].text(), distro["default"].is_true() ? "yes" : "no",
                     distro["architectures"].text(), distro["components"].text()});
    return text + "\n" + empty_or(distros, "no distros") + "\n" + render_channels(repository);
}

std::string render_channels(const JsonValue& repository) {
    Table table({"NAME", "REVISION", "PACKAGES", "UPDATED", "ROOT", "POLICY"});
    for (const auto& channel : repository["channels"].elements())
        table.add({channel["name"].text(), channel["revision"].text(), channel["package_count"].text(),
                   channel["updated_at"].text(), channel["root"].text().substr(0, 16), policy_of(channel)});
    return empty_or(table, "no channels");
}

std::string render_channel(const JsonValue& channel) {
    return render_fields({{"Name", channel["name"].text()},
                          {"Revision", channel["revision"].text()},
                          {"Packages", channel["package_count"].text()},
                          {"Updated", channel["updated_at"].text()},
                          {"Policy", policy_of(channel)},
                          {"Root", channel["root"].text()}});
}

std::string render_keys(const JsonValue& keyring) {
    Table table({"FINGERPRINT", "STATE", "ALGORITHM", "CREATED", "EXPIRES"});
    for (const auto& key : keyring["keys"].elements())
        table.add({key["fingerprint"].text(), key["state"].text(), key["algorithm"].text(), key["created_at"].text(),
                   or_never(key["expires_at"])});
    auto text = empty_or(table, "no keys");
    for (const auto& note : keyring["notes"].elements()) text += "note: " + note.text() + "\n";
    return text;
}

std::string render_tokens(const JsonValue& answer) {
    Table table({"ID", "NAME", "EXPIRES", "LAST USED", "SCOPES"});
    for (const auto& token : answer["tokens"].elements())
        table.add({token["id"].text(), token["name"].text(), or_never(token["expires_at"]),
                   or_never(token["last_used_at"]), token["scopes"].text()});
    return empty_or(table, "no tokens");
}

}  // namespace slipway::cli
