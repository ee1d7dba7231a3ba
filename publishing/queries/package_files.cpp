#include "publishing/queries/package_files.hpp"

#include "base/lru_cache.hpp"

#include <string>
#include <utility>

namespace slipway::publishing {
namespace {

constexpr std::size_t most_open = 256;

/// The files opened last. Lets go of all when blobs were destroyed since the last call: which, does not matter, as it
/// is rare.
struct RecentFiles {
    LruCache<Sha256, OpenFile> files{most_open};
    std::uint64_t destroyed = 0;

    void let_go_after(std::uint64_t destroyed_now) {
        if (destroyed_now != destroyed) files.clear();
        destroyed = destroyed_now;
    }
};

thread_local RecentFiles recent_files;

/// What a failure to look at a file says of it: nothing where the server is short of something.
Error failure_of(const Error& error) {
    return Error(error.fault() == Fault::busy ? Fault::io : Fault::corrupt, error.message());
}

Result<OpenFile> open_fresh(const storage::BlobStore& blobs, const Sha256& id, std::uint64_t size) {
    const auto blob = blobs.open_blob(id);
    if (!blob.ok()) return failure_of(blob.error());
    const auto status = blobs.status(id);
    if (!status.ok()) return failure_of(status.error());
    if (status->size != size)
        return Error(Fault::corrupt, "package file " + id.hex() + " has " + std::to_string(status->size) +
                                         " bytes instead of " + std::to_string(size) + "; slipwayd fsck tells more");
    Rope rope;
    rope.slices.push_back({*blob, 0, size});
    return OpenFile{std::make_shared<const Rope>(std::move(rope)), status->stored_at};
}

/// A file that is open can still be cut short: then nothing of it is sent.
bool has_size(const OpenFile& file, std::uint64_t size) {
    const auto now = file.content->slices.front().source->size();
    return now.ok() && *now == size;
}

}  // namespace

bool PackageFiles::is_at_hand(const Sha256& id) const {
    recent_files.let_go_after(blobs_.destroyed());
    return recent_files.files.find(id) != nullptr || blobs_.is_at_hand(id);
}

Result<OpenFile> PackageFiles::open(const Sha256& id, std::uint64_t size) const {
    recent_files.let_go_after(blobs_.destroyed());
    if (const auto* open = recent_files.files.find(id); open != nullptr && has_size(*open, size)) return *open;
    auto opened = TRY(open_fresh(blobs_, id, size));
    recent_files.files.put(id, opened);
    return opened;
}

}  // namespace slipway::publishing
