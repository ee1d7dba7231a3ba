#include "publishing/queries/package_files.hpp"

#include "base/lru_cache.hpp"
#include "base/unique_fd.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

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

std::string reason_of(int error) { return std::error_code(error, std::generic_category()).message(); }

Result<OpenFile> open_fresh(const storage::BlobStore& blobs, const Sha256& id, std::uint64_t size) {
    const auto path = blobs.path_of(id);
    auto file = std::make_shared<UniqueFd>(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!*file) {
        const int error = errno;
        const bool server_is_short = error == EMFILE || error == ENFILE || error == ENOMEM;
        return Error(server_is_short ? Fault::io : Fault::corrupt,
                     "opening " + path.string() + ": " + reason_of(error));
    }
    struct stat status {};
    if (::fstat(file->get(), &status) != 0)
        return Error(Fault::corrupt, "reading " + path.string() + ": " + reason_of(errno));
    if (static_cast<std::uint64_t>(status.st_size) != size)
        return Error(Fault::corrupt, path.string() + " has " + std::to_string(status.st_size) + " bytes instead of " +
                                         std::to_string(size) + "; slipwayd fsck tells more");
    Rope rope;
    rope.slices.push_back({file, file->get(), 0, size});
    return OpenFile{std::make_shared<const Rope>(std::move(rope)),
                    Seconds(std::chrono::seconds(status.st_mtim.tv_sec))};
}

/// A file that is open can still be cut short: then nothing of it is sent.
bool has_size(const OpenFile& blob, std::uint64_t size) {
    struct stat status {};
    return ::fstat(blob.content->slices.front().fd, &status) == 0 && static_cast<std::uint64_t>(status.st_size) == size;
}

}  // namespace

Result<OpenFile> PackageFiles::open(const Sha256& id, std::uint64_t size) const {
    recent_files.let_go_after(blobs_.destroyed());
    if (const auto* open = recent_files.files.find(id); open != nullptr && has_size(*open, size)) return *open;
    auto opened = TRY(open_fresh(blobs_, id, size));
    recent_files.files.put(id, opened);
    return opened;
}

}  // namespace slipway::publishing
