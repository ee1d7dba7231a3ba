#include "storage/objects/pack_draft.hpp"

#include "base/job_guard.hpp"
#include "storage/objects/object_layout.hpp"
#include "storage/segments/pack_layout.hpp"

#include <utility>

namespace slipway::storage {

Result<std::unique_ptr<PackDraft>> PackDraft::begin(const BucketParts& parts, std::uint32_t number) {
    parts.cache->make_room();
    Path path = parts.cache->layout().drafts() / PackLayout::name_of(number);
    std::shared_ptr<File> file = TRY(parts.cache->create(path));
    return std::unique_ptr<PackDraft>(new PackDraft(parts, number, std::move(path), std::move(file)));
}

/// Should that fail there is nobody to tell; the next start empties the directory.
PackDraft::~PackDraft() {
    JobGuard().run("removing a pack", [this] {
        if (!path_.empty()) [[maybe_unused]]
            const auto removed = parts_.files.remove(path_);
    });
}

Result<> PackDraft::append(ByteView bytes) {
    TRY(mend());
    is_torn_ = true;  // until all is written: an exception leaves it so
    TRY(file_->append(bytes));
    is_torn_ = false;
    hasher_.update(bytes);
    size_ += bytes.size();
    return {};
}

Result<> PackDraft::mend() {
    if (is_torn_) TRY(file_->truncate(size_));
    is_torn_ = false;
    return {};
}

Result<> PackDraft::store() {
    TRY(mend());
    const auto key = ObjectLayout::pack(number_);
    const auto content = TRY(SourceBytes::of(file_));
    const auto digest = hasher_.digest_so_far();
    const auto outcome = TRY(put(key, content, digest));
    if (outcome == s3::PutResult::kept && !TRY(is_stored(key, digest)))
        return Error(Fault::conflict, key.text() + " is in the bucket already, and is another pack");
    parts_.cache->adopt({PackLayout::name_of(number_), {}}, path_);
    path_.clear();
    return {};
}

/// A store that cannot decide (Swift) is asked first: then nobody else may write packs to the bucket.
Result<s3::PutResult> PackDraft::put(const s3::ObjectKey& key, const RandomAccess& content, const Sha256& digest) {
    const s3::Body body{&content, 0, size_};
    auto outcome = parts_.client.put(key, body, digest, {s3::Existing::keep});
    if (outcome.ok() || outcome.error().fault() != Fault::unsupported) return outcome;
    if (TRY(parts_.client.find(key))) return s3::PutResult::kept;
    return parts_.client.put(key, body, digest);
}

/// An attempt whose answer was lost may have stored it.
Result<bool> PackDraft::is_stored(const s3::ObjectKey& key, const Sha256& digest) const {
    const auto status = TRY(parts_.client.find(key));
    if (!status || status->size != size_) return false;
    Sha256Hasher hasher;
    TRY(parts_.client.get(key, {0, size_}, [&hasher](ByteView bytes) {
        hasher.update(bytes);
        return Result<>();
    }));
    return hasher.finish() == digest;
}

}  // namespace slipway::storage
