#include "publishing/model/settings.hpp"

#include "publishing/model/ephemeral.hpp"
#include "repo-format/formats/package_format.hpp"

namespace slipway::publishing {

std::vector<DistroPut> distro_of_each_format() {
    std::vector<DistroPut> distros;
    for (const auto* format : formats::all())
        distros.push_back({.name = std::string(format->name()), .format = format->traits().format});
    return distros;
}

Json retention_json(const storage::RetentionPolicy& retention) {
    if (retention.keeps_everything()) return nullptr;
    return Json::object({{"revisions", retention.revisions}, {"days", retention.days}});
}

Json keep_json(const storage::KeepPolicy& keep) {
    return Json::object({{"versions", keep.versions}, {"days", keep.days}});
}

SettingsMembers members_of(const storage::RepositoryRow& repository,
                           const std::optional<storage::EphemeralRule>& ephemeral) {
    return {{"description", repository.description},
            {"origin", repository.origin},
            {"sign_packages", repository.sign_packages},
            {"ephemeral", rule_json(ephemeral)},
            {"retention", retention_json(repository.retention)}};
}

SettingsMembers members_of(const storage::DistroRow& distro) {
    return {{"format", name_of(distro.format)},
            {"architectures", distro.architectures},
            {"components", distro.components},
            {"compression", name_of(distro.compression)},
            {"default", distro.is_default}};
}

SettingsMembers members_of(const storage::ChannelRow& channel) {
    const auto& sources = channel.promote_from;
    return {{"immutable_versions", channel.immutable_versions},
            {"protected", channel.is_protected},
            {"promote_from", sources.empty() ? Json(nullptr) : Json(sources)},
            {"keep", keep_json(channel.keep)}};
}

SettingsMembers changed(const SettingsMembers& before, const SettingsMembers& after) {
    SettingsMembers members;
    for (std::size_t i = 0; i < after.size(); ++i)
        if (before.empty() || before[i].second != after[i].second) members.push_back(after[i]);
    return members;
}

Json object_of(const SettingsMembers& members) {
    auto object = Json::object();
    for (const auto& [name, value] : members) object.add(name, value);
    return object;
}

Json object_of(const std::string& name, const SettingsMembers& members) {
    return Json::object({{"name", name}}).add_members(object_of(members));
}

Result<> check_terms(const Expectation& expected, const RepositoryState& repository) {
    return expected ? expected(repository) : Result<>();
}

}  // namespace slipway::publishing
