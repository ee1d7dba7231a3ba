#include "storage/gc/trash.hpp"

#include "base/files/durable.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace slipway::storage {
namespace {

struct RestingName {
    Seconds since;
    std::string name;
};

/// Nothing for a file that `put` did not name.
std::optional<RestingName> parse_name(std::string_view name) {
    const auto dash = name.find('-');
    if (dash == name.npos || dash + 1 == name.size()) return std::nullopt;
    const auto seconds = parse_decimal(name.substr(0, dash));
    if (!seconds) return std::nullopt;
    return RestingName{Seconds(std::chrono::seconds(static_cast<std::int64_t>(*seconds))),
                       std::string(name.substr(dash + 1))};
}

}  // namespace

Result<> FileTrash::put(const Path& file, Seconds now) const {
    TRY(make_directories(files_, directory_));
    const std::string name = std::to_string(now.time_since_epoch().count()) + "-" + file.filename().string();
    auto moved = files_.rename(file, directory_ / name);
    if (!moved.ok() && moved.error().fault() != Fault::not_found) return moved;
    return {};
}

Result<std::vector<Trash::Resting>> FileTrash::list() const {
    std::vector<Resting> resting;
    const auto names = files_.list(directory_);
    if (!names.ok() && names.error().fault() == Fault::not_found) return resting;
    if (!names.ok()) return names.error();
    for (const auto& name : *names) {
        const auto parsed = parse_name(name);
        if (!parsed) continue;  // somebody else's
        const auto status = files_.status(directory_ / name);
        if (!status.ok() && status.error().fault() == Fault::not_found) continue;  // removed meanwhile
        if (!status.ok()) return status.error();
        resting.push_back({parsed->name, directory_ / name, parsed->since, status->size});
    }
    std::ranges::stable_sort(resting, {}, &Resting::since);
    return resting;
}

Result<std::vector<Trash::Resting>> FileTrash::list(const std::string& name) const {
    auto resting = TRY(list());
    std::erase_if(resting, [&](const Resting& file) { return file.name != name; });
    return resting;
}

Result<bool> FileTrash::bring_back(const Path& place) const {
    const auto resting = TRY(list(place.filename().string()));
    if (resting.empty()) return false;
    const auto linked = files_.link(resting.back().path, place);
    if (!linked.ok() && linked.error().fault() != Fault::conflict) return linked.error();
    TRY(files_.sync_directory(place.parent_path()));
    if (linked.ok()) TRY(remove(resting.back()));
    return true;
}

Result<> FileTrash::remove(const Resting& resting) const {
    auto removed = files_.remove(resting.path);
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    return {};
}

}  // namespace slipway::storage
