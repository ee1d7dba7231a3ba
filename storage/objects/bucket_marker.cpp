#include "storage/objects/bucket_marker.hpp"

#include "storage/objects/object_layout.hpp"

#include <algorithm>

namespace slipway::storage {
namespace {

constexpr std::uint64_t longest_marker = 256;

Result<std::optional<std::string>> find_marker(s3::Client& client) {
    const auto key = ObjectLayout::marker();
    const auto status = TRY(client.find(key));
    if (!status) return std::optional<std::string>();
    auto text = TRY(client.read(key, {0, std::min(status->size, longest_marker)}));
    while (text.ends_with('\n')) text.pop_back();
    return std::optional(std::move(text));
}

Result<bool> has_blobs(s3::Client& client) {
    const auto first = TRY(client.list(ObjectLayout::blobs, "", 1));
    return !first.objects.empty();
}

/// A store that knows no condition (Swift) writes it in any case.
Result<> write_marker(s3::Client& client, const std::string& id, s3::Existing existing) {
    const std::string text = id + "\n";
    const MemoryBytes bytes(text);
    const s3::Body body{&bytes, 0, bytes.size()};
    const auto digest = sha256_of(text);
    auto put = client.put(ObjectLayout::marker(), body, digest, {existing});
    if (!put.ok() && put.error().fault() == Fault::unsupported) put = client.put(ObjectLayout::marker(), body, digest);
    if (!put.ok()) return std::move(put).error();
    return {};
}

}  // namespace

Result<ObjectsContents> MarkedBucket::look() const {
    ObjectsContents contents;
    contents.id = TRY(find_marker(client_));
    if (!contents.id) contents.has_packages = TRY(has_blobs(client_));
    return contents;
}

/// It is read again: another catalog may have been quicker.
Result<> MarkedBucket::mark(const std::string& id, const std::optional<std::string>& seen) const {
    TRY(write_marker(client_, id, seen ? s3::Existing::replace : s3::Existing::keep));
    const auto there = TRY(find_marker(client_));
    if (there == id) return {};
    return Error(Fault::unsupported, name() + " was taken for another catalog at this moment, by the id " +
                                         there.value_or("") + ". Start again");
}

}  // namespace slipway::storage
