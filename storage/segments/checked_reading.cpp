#include "storage/segments/checked_reading.hpp"

#include "storage/segments/pack_layout.hpp"

#include <algorithm>
#include <utility>

namespace slipway::storage {
namespace {

std::string place_in_pack(const Extent& extent) {
    return std::to_string(extent.offset) + "+" + std::to_string(extent.length);
}

Error ends_before(const Extent& extent) { return Error(Fault::corrupt, "ends before " + place_in_pack(extent)); }

}  // namespace

std::string describe(const Extent& extent) {
    if (extent.pack == Extent::nowhere) return "no pack";
    return PackLayout::name_of(extent.pack) + " " + place_in_pack(extent);
}

Result<> read_checked(const ByteSource& pack, const Extent& extent, std::span<char> buffer,
                      const std::function<void(ByteView)>& visitor) {
    Checksummer checksum;
    for (std::uint64_t done = 0; done < extent.length;) {
        const auto piece = buffer.first(std::min<std::uint64_t>(buffer.size(), extent.length - done));
        const std::size_t got = TRY(pack.read_into(extent.offset + done, piece));
        if (got < piece.size()) return ends_before(extent);
        const ByteView bytes(piece.data(), got);
        checksum.update(bytes);
        visitor(bytes);
        done += got;
    }
    if (checksum.value() == extent.checksum) return {};
    return Error(Fault::corrupt, "has other bytes than were written at " + place_in_pack(extent));
}

Result<Slice> slice_of(std::shared_ptr<const ByteSource> pack, const Extent& extent) {
    const auto size = TRY(pack->size());
    if (extent.offset + extent.length > size) return ends_before(extent);
    return Slice{std::move(pack), extent.offset, extent.length};
}

Result<std::string> read_unchecked(std::shared_ptr<const ByteSource> pack, const Extent& extent) {
    const auto slice = TRY(slice_of(std::move(pack), extent));
    return slice.source->read(slice.offset, static_cast<std::size_t>(slice.length));
}

}  // namespace slipway::storage
