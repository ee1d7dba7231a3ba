#include "storage/blobs/blob_upload.hpp"

#include <string>

namespace slipway::storage {
namespace {

constexpr std::size_t copy_buffer_bytes = std::size_t{256} << 10;

}  // namespace

Result<> BlobUpload::append_rest_of(const RandomAccess& source, std::uint64_t offset) {
    while (offset < source.size()) {
        const std::string bytes = TRY(source.read(offset, copy_buffer_bytes));
        if (bytes.empty()) return Error(Fault::io, "copying a package: the source ended at " + std::to_string(offset));
        TRY(append(bytes));
        offset += bytes.size();
    }
    return {};
}

}  // namespace slipway::storage
