#include "storage/objects/object_trash.hpp"

#include "base/text.hpp"
#include "storage/objects/object_layout.hpp"
#include "storage/s3/multipart.hpp"

#include <algorithm>
#include <optional>

namespace slipway::storage {
namespace {

struct RestingKey {
    std::string name;
    Seconds since;
};

/// Returns nothing for a key that `put` did not make.
std::optional<RestingKey> parse_resting(std::string_view text) {
    const auto dash = text.rfind('-');
    if (dash == text.npos || dash == 0) return std::nullopt;
    const auto seconds = parse_decimal(text.substr(dash + 1));
    if (!seconds) return std::nullopt;
    return RestingKey{std::string(text.substr(0, dash)),
                      Seconds(std::chrono::seconds(static_cast<std::int64_t>(*seconds)))};
}

/// Copies an object, with its metadata. Returns whether there was one.
Result<bool> copy_object(s3::Client& client, const s3::ObjectKey& from, const s3::ObjectKey& to) {
    const auto status = TRY(client.find(from));
    if (!status) return false;
    TRY(s3::copy_in_parts(client, from, to, *status));
    return true;
}

}  // namespace

Result<bool> move_object(s3::Client& client, const s3::ObjectKey& from, const s3::ObjectKey& to) {
    const bool is_there = TRY(copy_object(client, from, to));
    if (is_there) TRY(client.remove(from));
    return is_there;
}

s3::ObjectKey ObjectTrash::key_of(const std::string& name, Seconds since) const {
    return ObjectLayout::key(below_ + name + "-" + std::to_string(since.time_since_epoch().count()));
}

Result<> ObjectTrash::prepare(const s3::ObjectKey& object, const std::string& name, Seconds now) const {
    TRY(copy_object(client_, object, key_of(name, now)));
    return {};
}

Result<> ObjectTrash::put(const s3::ObjectKey& object, const std::string& name, Seconds now) const {
    const auto key = key_of(name, now);
    const auto prepared = TRY(client_.find(key));
    if (prepared) return client_.remove(object);
    TRY(move_object(client_, object, key));
    return {};
}

Result<bool> ObjectTrash::bring_back(const std::string& name, const s3::ObjectKey& place) const {
    const auto resting = TRY(list(name));
    if (resting.empty()) return false;
    return move_object(client_, ObjectLayout::key(resting.back().path.string()), place);
}

Result<std::vector<Trash::Resting>> ObjectTrash::list() const { return list_names_from(""); }

Result<std::vector<Trash::Resting>> ObjectTrash::list(const std::string& name) const {
    auto resting = TRY(list_names_from(name + "-"));
    std::erase_if(resting, [&](const Resting& object) { return object.name != name; });
    return resting;
}

Result<std::vector<Trash::Resting>> ObjectTrash::list_names_from(const std::string& beginning) const {
    std::vector<Resting> resting;
    TRY(client_.visit(below_ + beginning, [&](const s3::ListedObject& object) {
        const auto parsed = parse_resting(std::string_view(object.name).substr(below_.size()));
        if (parsed && s3::is_key_path(object.name))
            resting.push_back({parsed->name, object.name, parsed->since, object.size});
        return Result<>();
    }));
    std::ranges::stable_sort(resting, {}, &Resting::since);
    return resting;
}

Result<> ObjectTrash::remove(const Resting& resting) const {
    return client_.remove(ObjectLayout::key(resting.path.string()));
}

}  // namespace slipway::storage
