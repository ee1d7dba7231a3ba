#include "storage/blobs/blob_upload.hpp"

namespace slipway::storage {
namespace {

constexpr std::size_t copy_buffer_bytes = std::size_t{256} << 10;

}  // namespace

BlobUpload::BlobUpload(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobUpload::BlobUpload(BlobUpload&&) noexcept = default;
BlobUpload& BlobUpload::operator=(BlobUpload&&) noexcept = default;
BlobUpload::~BlobUpload() = default;

Result<> BlobUpload::append(ByteView bytes) {
    if (!state_->hasher) return Error(Fault::internal, "append to " + state_->path.string() + ": it was closed");
    if (state_->broken) return Error(Fault::io, "append to " + state_->path.string() + ": an earlier write failed");
    state_->broken = true;  // until all is written: an exception leaves it so
    TRY(state_->file->append(bytes));
    state_->broken = false;
    state_->hasher->update(bytes);
    state_->written += bytes.size();
    return {};
}

Result<> BlobUpload::append_rest_of(const RandomAccess& source, std::uint64_t offset) {
    while (offset < source.size()) {
        const std::string bytes = TRY(source.read(offset, copy_buffer_bytes));
        if (bytes.empty()) return Error(Fault::io, "copying a package: the source ended at " + std::to_string(offset));
        TRY(append(bytes));
        offset += bytes.size();
    }
    return {};
}

std::uint64_t BlobUpload::size() const { return state_->written; }
Sha256 BlobUpload::digest() const { return state_->hasher ? state_->hasher->digest_so_far() : state_->digest_at_rest; }
const RandomAccess& BlobUpload::content() const { return *state_; }

void BlobUpload::rest() {
    state_->digest_at_rest = digest();
    state_->hasher.reset();
    state_->file.reset();
}

}  // namespace slipway::storage
