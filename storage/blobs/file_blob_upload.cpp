#include "storage/blobs/file_blob_upload.hpp"

namespace slipway::storage {

Result<> FileBlobUpload::append(ByteView bytes) {
    if (!hasher) return Error(Fault::internal, "append to " + path.string() + ": it was closed");
    if (broken) return Error(Fault::io, "append to " + path.string() + ": an earlier write failed");
    broken = true;  // until all is written: an exception leaves it so
    TRY(file->append(bytes));
    broken = false;
    hasher->update(bytes);
    written += bytes.size();
    return {};
}

Sha256 FileBlobUpload::digest() const { return hasher ? hasher->digest_so_far() : digest_when_closed; }

void FileBlobUpload::close_for_reading() {
    digest_when_closed = digest();
    hasher.reset();
    file.reset();
}

}  // namespace slipway::storage
