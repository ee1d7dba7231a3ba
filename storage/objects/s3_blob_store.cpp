// Package files in a bucket. What holds there and not on a disk:
//
// * An object appears whole or not at all, and the store refuses bytes that do not have the announced digest. So there
//   is nothing to sync, and nothing half written to clean up.
// * There is no rename: what moves is copied and deleted, and one thread at a time may do that with a blob (IdLocks).
//   Between nodes the catalog decides who may.
// * A copy changes when an object was written. When its bytes were, which clients are told, goes along as metadata.
// * Nothing follows from a request that failed. Only "not found" and other bytes are damage; all else is `busy`.
#include "storage/objects/s3_blob_store.hpp"

#include "storage/objects/object_layout.hpp"
#include "storage/objects/spooled_upload.hpp"
#include "storage/objects/store_errors.hpp"
#include "storage/objects/stored_object.hpp"
#include "storage/s3/abandoned_uploads.hpp"
#include "storage/s3/destroying.hpp"
#include "storage/s3/multipart.hpp"

#include <limits>
#include <utility>
#include <vector>

namespace slipway::storage {
namespace {

constexpr std::size_t hashed_at_once = std::size_t{1} << 20;
constexpr std::chrono::seconds longest_upload = std::chrono::hours{24};

/// Precondition: an S3BlobStore began it.
SpooledUpload& spooled(BlobUpload& upload) { return static_cast<SpooledUpload&>(upload.body()); }

Result<Sha256> digest_of_all(const ByteSource& source) {
    Sha256Hasher hasher;
    std::string buffer(hashed_at_once, '\0');
    for (std::uint64_t offset = 0;;) {
        const auto got = TRY(source.read_into(offset, buffer));
        if (got == 0) return hasher.finish();
        hasher.update(ByteView(buffer).substr(0, got));
        offset += got;
    }
}

}  // namespace

S3BlobStore::S3BlobStore(const BucketParts& parts) : parts_(parts), trash_(parts.client, ObjectLayout::resting_blobs) {}

Result<BlobUpload> S3BlobStore::begin_upload() {
    if (parts_.cache == nullptr) return Error(Fault::unsupported, "the bucket was opened to be read");
    Path path = parts_.cache->layout().incoming(++last_upload_);
    auto file = TRY(parts_.cache->create(path));
    return BlobUpload(std::make_unique<SpooledUpload>(parts_.files, std::move(path), std::move(file), *parts_.cache));
}

Result<> S3BlobStore::commit(std::span<BlobUpload> uploads) {
    std::vector<Transfers::Job> jobs;
    for (BlobUpload& upload : uploads) {
        const auto& file = spooled(upload).file;
        if (file.broken) return Error(Fault::io, "commit " + file.path.string() + ": a write failed");
        jobs.emplace_back([this, &upload] { return store(upload); });
    }
    return known(transfers_.run(std::move(jobs)));
}

/// What was uploaded becomes the copy of this machine.
Result<> S3BlobStore::store(BlobUpload& upload) {
    const auto id = upload.digest();
    const IdLocks::Held held(locks_, id);
    const auto now = parts_.clock.now();
    s3::PutOptions options;
    options.metadata = stored_at_metadata(now);
    TRY(s3::put_in_parts(parts_.client, ObjectLayout::blob(id), {&upload.content(), 0, upload.size()}, id, options));
    if (damaged_.contains(id)) drop_copy(id);
    damaged_.mark_whole(id);
    auto& file = spooled(upload).file;
    file.close_for_reading();
    parts_.cache->adopt({id.hex(), now}, file.path);
    file.path.clear();
    return {};
}

Result<bool> S3BlobStore::contains(const Sha256& id) const {
    const auto found = TRY(known(parts_.client.find(ObjectLayout::blob(id))));
    return found.has_value();
}

Result<BlobStatus> S3BlobStore::status(const Sha256& id) const {
    if (parts_.cache != nullptr)
        if (const auto copy = parts_.cache->status(id.hex())) return BlobStatus{copy->size, copy->stored_at};
    const auto origin = TRY(origin_of(ObjectLayout::blob(id)));
    return BlobStatus{origin.size, origin.stored_at};
}

Result<ObjectOrigin> S3BlobStore::origin_of(const s3::ObjectKey& key) const {
    const auto status = TRY(status_of_stored(parts_.client, key));
    ObjectOrigin origin{status.size, stored_at(status)};
    origin.fetch = [&client = parts_.client, key](std::uint64_t offset, std::uint64_t length) {
        return known(client.read(key, {offset, length}));
    };
    return origin;
}

/// Others than the digest promises were stored by somebody else, or became so.
Result<> S3BlobStore::check(const Sha256& id, const ByteSource& all) const {
    if (TRY(digest_of_all(all)) == id) return {};
    damaged_.mark(id);
    return Error(Fault::corrupt, "blob " + id.hex() + " does not have the digest of its name");
}

Result<std::shared_ptr<const ByteSource>> S3BlobStore::open_blob(const Sha256& id) const {
    if (parts_.cache == nullptr) return open_past_cache(ObjectLayout::blob(id));
    const auto name = id.hex();
    if (auto copy = parts_.cache->find(name)) return std::shared_ptr<const ByteSource>(std::move(copy));
    auto origin = TRY(origin_of(ObjectLayout::blob(id)));
    origin.check = [this, id](const ByteSource& all) { return check(id, all); };
    return std::shared_ptr<const ByteSource>(parts_.cache->hold(name, std::move(origin)));
}

Result<std::shared_ptr<const ByteSource>> S3BlobStore::open_past_cache(const s3::ObjectKey& key) const {
    auto origin = TRY(origin_of(key));
    return std::shared_ptr<const ByteSource>(std::make_shared<const CachedObject>(std::move(origin), nullptr, nullptr));
}

Result<std::shared_ptr<const ByteSource>> S3BlobStore::open_to_check(const Sha256& id) const {
    return open_past_cache(ObjectLayout::blob(id));
}

std::shared_ptr<const ByteSource> S3BlobStore::find_copy(const Sha256& id) const {
    return parts_.cache == nullptr ? nullptr : parts_.cache->find_whole(id.hex());
}

void S3BlobStore::drop_copy(const Sha256& id) {
    if (parts_.cache != nullptr) parts_.cache->drop(id.hex());
    destroyed_.fetch_add(1, std::memory_order_release);
}

bool S3BlobStore::is_at_hand(const Sha256& id) const {
    return parts_.cache != nullptr && parts_.cache->is_ready(id.hex());
}

Result<std::shared_ptr<const ByteSource>> S3BlobStore::open_remains(const Sha256& id) const {
    auto stored = open_past_cache(ObjectLayout::blob(id));
    if (stored.ok() || stored.error().fault() != Fault::not_found) return stored;
    return open_past_cache(ObjectLayout::quarantined(id));
}

Result<bool> S3BlobStore::is_whole(const Sha256& id) const {
    const auto read = [&]() -> Result<Sha256> {
        const auto stored = TRY(open_to_check(id));
        return digest_of_all(*stored);
    };
    const auto digest = read();
    if (!digest.ok() && digest.error().fault() == Fault::busy) return digest.error();
    return digest.ok() && *digest == id;
}

/// The copy here may be what is damaged: it goes in any case.
Result<> S3BlobStore::quarantine(const Sha256& id) {
    damaged_.mark(id);
    const IdLocks::Held held(locks_, id);
    drop_copy(id);
    if (TRY(is_whole(id))) {
        damaged_.mark_whole(id);
        return {};
    }
    TRY(known(move_object(parts_.client, ObjectLayout::blob(id), ObjectLayout::quarantined(id))));
    return {};
}

Result<bool> S3BlobStore::is_quarantined(const Sha256& id) const {
    const auto found = TRY(known(parts_.client.find(ObjectLayout::quarantined(id))));
    return found.has_value();
}

Result<> S3BlobStore::remove(const Sha256& id) {
    const IdLocks::Held held(locks_, id);
    TRY(parts_.client.remove(ObjectLayout::blob(id)));
    return remove_remains(id);
}

/// All but the object itself. Precondition: this thread holds the blob.
Result<> S3BlobStore::remove_remains(const Sha256& id) {
    TRY(parts_.client.remove(ObjectLayout::quarantined(id)));
    if (parts_.cache != nullptr) parts_.cache->drop(id.hex());
    damaged_.forget(id);
    return {};
}

/// A purge that comes first finds the blob; one that comes later finds the copy.
Result<> S3BlobStore::copy_to_trash(std::span<const Sha256> ids, Seconds now) {
    std::vector<Transfers::Job> jobs;
    for (const auto& id : ids)
        jobs.emplace_back([this, id, now]() -> Result<> {
            const IdLocks::Held held(locks_, id);
            return trash_.prepare(ObjectLayout::blob(id), id.hex(), now);
        });
    return known(transfers_.run(std::move(jobs)));
}

Result<> S3BlobStore::move_to_trash(const Sha256& id, Seconds now) {
    const IdLocks::Held held(locks_, id);
    TRY(trash_.put(ObjectLayout::blob(id), id.hex(), now));
    return remove_remains(id);
}

Result<bool> S3BlobStore::bring_back(const Sha256& id) {
    const IdLocks::Held held(locks_, id);
    if (TRY(contains(id))) return false;
    return trash_.bring_back(id.hex(), ObjectLayout::blob(id));
}

Result<> S3BlobStore::end_abandoned_uploads(Seconds now) {
    TRY(known(s3::abort_uploads_begun_before(parts_.client, now - longest_upload)));
    return {};
}

/// This machine's copy first: who has it open finds nothing before anybody is told that the bytes are gone.
Result<> S3BlobStore::destroy(const Sha256& id) {
    const IdLocks::Held held(locks_, id);
    if (parts_.cache != nullptr) TRY(parts_.cache->destroy(id.hex()));
    TRY(known(s3::destroy(parts_.client, ObjectLayout::blob(id))));
    TRY(known(s3::destroy(parts_.client, ObjectLayout::quarantined(id))));
    TRY(known(s3::destroy_all(parts_.client, std::string(ObjectLayout::resting_blobs) + id.hex() + "-")));
    damaged_.forget(id);
    destroyed_.fetch_add(1, std::memory_order_release);
    return {};
}

std::uint64_t S3BlobStore::destroyed() const {
    const auto pressed = parts_.cache == nullptr ? 0 : parts_.cache->pressed();
    return destroyed_.load(std::memory_order_acquire) + pressed;
}

Result<> S3BlobStore::visit(
    const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const {
    const auto now = parts_.clock.now();
    return parts_.client.visit(ObjectLayout::blobs, [&](const s3::ListedObject& object) {
        if (const auto id = ObjectLayout::parse_blob(object.name)) visitor(*id, object.size, now - object.changed_at);
        return Result<>();
    });
}

Result<std::uint64_t> S3BlobStore::free_bytes() const {
    if (parts_.cache == nullptr) return std::numeric_limits<std::uint64_t>::max();
    return parts_.cache->free_bytes();
}

}  // namespace slipway::storage
