#include "server/api/resources/diff_json.hpp"

namespace slipway::api {
namespace {

using publishing::DiffEntry;

Json versions_json(const std::vector<index::EntryKey>& packages) {
    std::vector<std::string> versions;
    for (const auto& package : packages) versions.push_back(package.version);
    return versions;
}

Json entry_json(const DiffEntry& entry) {
    const auto& key = entry.key;
    return Json::object({{"distro", key.distro},
                         {"component", key.component.empty() ? Json(nullptr) : Json(key.component)},
                         {"name", key.name},
                         {"architecture", key.architecture},
                         {"from", versions_json(entry.from)},
                         {"to", versions_json(entry.to)}});
}

}  // namespace

Json counts_json(const publishing::DiffCounts& counts) {
    auto json = Json::object({});
    for (const auto kind : publishing::diff_kinds) json.add(publishing::name_of(kind), counts.of(kind));
    return json;
}

void add_diff(Json& answer, const publishing::DiffPage& page) {
    answer.add("counts", counts_json(page.counts));
    for (const auto kind : publishing::diff_kinds) {
        std::vector<Json> entries;
        for (const auto& entry : page.entries)
            if (entry.kind == kind) entries.push_back(entry_json(entry));
        answer.add(publishing::name_of(kind), Json::array(entries));
    }
}

std::optional<std::string> next_of(const publishing::DiffPage& page) {
    return page.more ? std::optional(page.entries.back().key.cursor()) : std::nullopt;
}

}  // namespace slipway::api
