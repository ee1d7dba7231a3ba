#include "base/byte_source.hpp"

#include <algorithm>

namespace slipway {

Result<std::string> ByteSource::read(std::uint64_t offset, std::size_t length) const {
    std::string bytes(length, '\0');
    bytes.resize(TRY(read_into(offset, bytes)));
    return bytes;
}

Result<SourceBytes> SourceBytes::of(std::shared_ptr<const ByteSource> source) {
    const auto size = TRY(source->size());
    return SourceBytes(std::move(source), size);
}

/// A parser may ask for as much as a foreign file says: memory is taken for what is there.
Result<std::string> SourceBytes::read(std::uint64_t offset, std::size_t length) const {
    if (offset >= size_) return std::string();
    return source_->read(offset, static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - offset)));
}

}  // namespace slipway
