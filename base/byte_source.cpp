#include "base/byte_source.hpp"

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

}  // namespace slipway
