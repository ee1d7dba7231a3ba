#include "server/api/resources/resource_json.hpp"

#include "publishing/content/snapshot_id.hpp"
#include "publishing/model/ephemeral.hpp"
#include "publishing/model/settings.hpp"
#include "publishing/model/urls.hpp"
#include "repo-format/formats/package_format.hpp"

namespace slipway::api {
namespace {

/// By distro, those of which the channel has an index: what the distro declares, then what its packages need besides.
Json architectures_json(const publishing::RepositoryState& repository, const publishing::ChannelState& channel) {
    auto json = Json::object({});
    for (const auto& distro : repository.settings.distros)
        json.add(distro.name, publishing::architectures_in(distro, channel.lists));
    return json;
}

Json counts_json(std::uint64_t added, std::uint64_t removed) {
    return Json::object({{"added", added}, {"removed", removed}});
}

}  // namespace

Json distro_json(const publishing::DistroRow& distro) {
    auto json = Json::object(
        {{"name", distro.name}, {"format", name_of(distro.format)}, {"architectures", distro.architectures}});
    if (formats::of(distro.format).traits().has_components)
        json.add("components", distro.components);
    else
        json.add("compression", name_of(distro.compression));
    return json.add("default", distro.is_default);
}

Json channel_json(const publishing::RepositoryState& repository, const publishing::ChannelState& channel) {
    const auto& sources = channel.settings.promote_from;
    return Json::object({{"name", channel.settings.name},
                         {"revision", channel.revision},
                         {"root", channel.root.hex()},
                         {"package_count", channel.package_count},
                         {"architectures", architectures_json(repository, channel)},
                         {"updated_at", iso_date(channel.updated_at)},
                         {"expires_at", channel.life ? Json(iso_date(channel.life->end())) : Json(nullptr)},
                         {"immutable_versions", channel.settings.immutable_versions},
                         {"protected", channel.settings.is_protected},
                         {"promote_from", sources.empty() ? Json(nullptr) : Json(sources)},
                         {"keep", publishing::keep_json(channel.settings.keep)}});
}

Json repository_json(const publishing::RepositoryState& repository) {
    std::vector<Json> distros;
    for (const auto& distro : repository.settings.distros) distros.push_back(distro_json(distro));
    std::vector<Json> channels;
    for (const auto& channel : repository.settings.channels) {
        const auto state = repository.channels.find(channel.name);
        if (state != repository.channels.end()) channels.push_back(channel_json(repository, state->second));
    }
    return Json::object({{"name", repository.settings.name},
                         {"description", repository.settings.description},
                         {"origin", repository.settings.origin},
                         {"sign_packages", repository.settings.sign_packages},
                         {"visibility", "public"},
                         {"ephemeral", publishing::rule_json(repository.ephemeral)},
                         {"retention", publishing::retention_json(repository.settings.retention)},
                         {"distros", Json::array(distros)},
                         {"channels", Json::array(channels)}});
}

Json snapshots_json(const publishing::RepositoryState& repository, std::string_view id, std::string_view base) {
    const auto& settings = repository.settings;
    std::vector<Json> snapshots;
    for (const auto& distro : settings.distros)
        snapshots.push_back(Json::object({{"distro", distro.name},
                                          {"format", name_of(distro.format)},
                                          {"url", publishing::base_url(base, settings.name, distro.name, id)}}));
    return Json::array(snapshots);
}

Json revision_json(const publishing::RepositoryState& repository, const publishing::RevisionRow& revision,
                   const std::vector<publishing::PinRow>& pins, std::string_view base, People people) {
    std::vector<std::string> names;
    for (const auto& pin : pins)
        if (pin.revision == revision.number) names.push_back(pin.name);
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::vector<Json> changes;
    for (const auto& change : revision.changes) {
        added += change.added;
        removed += change.removed;
        auto json =
            Json::object({{"event", change.event}, {"cause", change.cause ? name_of(*change.cause) : "unknown"}});
        if (people == People::named) json.add("actor", change.actor);
        json.add("reason", change.reason).add("counts", counts_json(change.added, change.removed));
        changes.push_back(std::move(json));
    }
    return Json::object({{"number", revision.number},
                         {"time", iso_date(revision.time)},
                         {"root", revision.root.hex()},
                         {"package_count", revision.package_count},
                         {"counts", counts_json(added, removed)},
                         {"changes", Json::array(changes)},
                         {"pins", names},
                         {"snapshots", snapshots_json(repository, publishing::snapshot_id(revision.number), base)}});
}

Json key_json(const signing::RepositoryKey& key) {
    const auto expires = key.key.expires_at ? Json(iso_date(*key.key.expires_at)) : Json(nullptr);
    return Json::object({{"fingerprint", key.key.fingerprint},
                         {"state", name_of(key.state)},
                         {"algorithm", key.key.algorithm},
                         {"created_at", iso_date(key.key.created_at)},
                         {"expires_at", expires}});
}

Json keyring_json(const signing::Keyring& keyring) {
    std::vector<Json> keys;
    for (const auto& key : keyring) keys.push_back(key_json(key));
    return Json::object({{"keys", Json::array(keys)}});
}

}  // namespace slipway::api
