#include "storage/objects/object_layout.hpp"

#include "storage/blobs/blob_layout.hpp"
#include "storage/segments/pack_layout.hpp"

namespace slipway::storage {

s3::ObjectKey ObjectLayout::key(std::string_view text) { return s3::ObjectKey::parse(text).release(); }

s3::ObjectKey ObjectLayout::marker() { return key("slipway.id"); }

s3::ObjectKey ObjectLayout::blob(const Sha256& id) {
    const auto name = id.hex();
    return key(std::string(blobs) + name.substr(0, 2) + "/" + name);
}

s3::ObjectKey ObjectLayout::quarantined(const Sha256& id) { return key("quarantine/" + id.hex()); }

s3::ObjectKey ObjectLayout::pack(std::uint32_t number) { return key(std::string(packs) + PackLayout::name_of(number)); }

std::optional<Sha256> ObjectLayout::parse_blob(std::string_view key) {
    const auto slash = key.rfind('/');
    const auto id = BlobLayout::parse_name(key.substr(slash == key.npos ? 0 : slash + 1));
    return id && blob(*id).text() == key ? id : std::nullopt;
}

std::optional<std::uint32_t> ObjectLayout::parse_pack(std::string_view key) {
    if (!key.starts_with(packs)) return std::nullopt;
    return PackLayout::parse_name(key.substr(packs.size()));
}

}  // namespace slipway::storage
