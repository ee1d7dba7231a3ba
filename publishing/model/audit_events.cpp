#include "publishing/model/audit_events.hpp"

#include <array>

namespace slipway::publishing::audit {
namespace {

Json named(const Packages& packages) {
    std::vector<Json> objects;
    for (const auto& package : packages)
        objects.push_back(Json::object({{"sha256", package.sha256.hex()},
                                        {"name", package.name},
                                        {"version", package.version},
                                        {"architecture", package.qualifier}}));
    return Json::array(objects);
}

Json counted(const DiffCounts& counts) {
    auto json = Json::object();
    for (const auto kind : diff_kinds) json.add(name_of(kind), counts.of(kind));
    return json;
}

}  // namespace

Json RepositorySet::details() const {
    auto json = object_of(settings);
    if (!distros.empty()) json.add("distros", Json::array(distros));
    if (!channels.empty()) json.add("channels", Json::array(channels));
    return json;
}

Json EphemeralChannelCreated::details() const {
    return Json::object({{"ephemeral", true}, {"base", base.empty() ? Json(nullptr) : Json(base)}});
}

Json PackagesUploaded::details() const { return Json::object({{"packages", named(packages)}}); }

Json PackagesRemoved::details() const { return Json::object({{"packages", named(packages)}, {"reason", reason}}); }

Json PackagesPruned::details() const { return Json::object({{"packages", named(packages)}}); }

Json PackagesPurged::details() const {
    auto json = Json::object({{"packages", named(packages)}, {"channels", channels}});
    if (!released_in.empty()) json.add("released_in", released_in);
    return json.add("reason", reason);
}

Json Promoted::details() const {
    auto json = Json::object({{"from", from}, {"from_revision", from_revision}});
    if (packages) {
        std::vector<std::string> digests;
        for (const auto& package : *packages) digests.push_back(package.hex());
        json.add("packages", digests);
    }
    return json.add("counts", counted(counts)).add("reason", reason);
}

Json RolledBack::details() const {
    return Json::object({{"to_revision", to_revision}, {"counts", counted(counts)}, {"reason", reason}});
}

std::string_view KeyChanged::action() const {
    constexpr std::array<std::string_view, 6> actions = {"key.create",   "key.import", "key.rotate",
                                                         "key.activate", "key.retire", "key.revoke"};
    return actions.at(static_cast<std::size_t>(verb));
}

Json ClockWasWrong::details() const {
    return Json::object({{"message", "the last publication was dated in the future; dates go back to the clock"}});
}

}  // namespace slipway::publishing::audit

namespace slipway::publishing {

std::function<Result<>(storage::WriteTransaction&)> recording(storage::EventRow event) {
    return [event = std::move(event)](storage::WriteTransaction& tx) -> Result<> {
        TRY(storage::append_event(tx, event));
        return {};
    };
}

}  // namespace slipway::publishing
