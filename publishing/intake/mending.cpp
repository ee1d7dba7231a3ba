// The served bytes of an rpm that was signed here differ from the uploaded bytes in one place only: the signature
// header at the beginning, a few KB. A signature made today would have another time in it, so the package would have
// other bytes and another URL. Mostly the large rest is damaged, so the old signature still exists and can be put
// before the rest of the upload. The digest tells whether that worked.
#include "publishing/intake/mending.hpp"

#include "publishing/intake/held_package.hpp"

namespace slipway::publishing {
namespace {

constexpr std::uint64_t longest_signature = std::uint64_t{64} << 20;

/// The bytes that were served, if they can be had; nothing if not.
Result<std::optional<storage::BlobUpload>> put_together(storage::BlobStore& blobs, const storage::PackageRow& known,
                                                        const RandomAccess& uploaded, std::uint64_t header_start,
                                                        MemoryBudget::Share& memory) {
    const std::uint64_t rest = uploaded.size() - header_start;
    if (known.size <= rest || known.size - rest > longest_signature) return std::optional<storage::BlobUpload>();
    const auto stored = blobs.open_remains(known.sha256);
    if (!stored.ok() && stored.error().fault() == Fault::busy) return stored.error();
    if (!stored.ok()) return std::optional<storage::BlobUpload>();
    MemoryBudget::Loan loan(memory);
    TRY(loan.take(known.size - rest));
    const auto beginning = (*stored)->read(0, static_cast<std::size_t>(known.size - rest));
    if (!beginning.ok()) return std::optional<storage::BlobUpload>();
    auto upload = TRY(blobs.begin_upload());
    TRY(upload.append(*beginning));
    TRY(upload.append_rest_of(uploaded, header_start));
    if (upload.digest() != known.sha256) return std::optional<storage::BlobUpload>();
    return std::optional(std::move(upload));
}

}  // namespace

Result<> mend_known(storage::BlobStore& blobs, ExaminedFile& file, MemoryBudget::Share& memory) {
    const auto& known = file.result.package;
    if (known.id == 0 || TRY(blobs.is_whole(known.sha256))) return {};
    blobs.mark_damaged(known.sha256);
    if (known.sha256 == file.received.bytes.digest()) {
        file.mends = true;
        return {};
    }
    const auto& uploaded = file.received.bytes.content();
    const auto header_start = TRY(hold_rpm(memory, uploaded, rpm::VerifyDigests::yes)).package.header_start;
    file.signed_bytes = TRY(put_together(blobs, known, uploaded, header_start, memory));
    file.mends = file.signed_bytes.has_value();
    if (file.mends) return {};
    file.result.replaces = known.sha256;
    file.result.package = to_be_signed_anew(known);
    file.to_be_signed = true;
    return {};
}

}  // namespace slipway::publishing
