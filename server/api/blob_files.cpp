#include "server/api/blob_files.hpp"

#include "base/unique_fd.hpp"

#include <cerrno>
#include <fcntl.h>
#include <list>
#include <sys/stat.h>
#include <system_error>
#include <unordered_map>

namespace slipway::api {
namespace {

constexpr std::size_t most_open = 256;

/// The files opened last, the most recent first.
class RecentBlobs {
public:
    const OpenBlob* find(const Sha256& id) {
        const auto found = places_.find(id);
        if (found == places_.end()) return nullptr;
        recent_.splice(recent_.begin(), recent_, found->second);
        return &recent_.front().second;
    }

    void keep(const Sha256& id, OpenBlob blob) {
        recent_.emplace_front(id, std::move(blob));
        places_[id] = recent_.begin();
        if (recent_.size() <= most_open) return;
        places_.erase(recent_.back().first);
        recent_.pop_back();
    }

    /// Lets go of all when blobs were destroyed since the last call: which, does not matter, as it is rare.
    void let_go_after(std::uint64_t destroyed) {
        if (destroyed == destroyed_) return;
        places_.clear();
        recent_.clear();
        destroyed_ = destroyed;
    }

private:
    std::uint64_t destroyed_ = 0;
    std::list<std::pair<Sha256, OpenBlob>> recent_;
    std::unordered_map<Sha256, std::list<std::pair<Sha256, OpenBlob>>::iterator> places_;
};

thread_local RecentBlobs recent_blobs;

std::string reason_of(int error) { return std::error_code(error, std::generic_category()).message(); }

Result<OpenBlob> open_fresh(const storage::BlobStore& blobs, const Sha256& id, std::uint64_t size) {
    const auto path = blobs.path_of(id);
    auto file = std::make_shared<UniqueFd>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!*file) {
        const int error = errno;
        return Error(error == ENOENT ? Fault::corrupt : Fault::io,
                     "opening " + path.string() + ": " + reason_of(error));
    }
    struct stat status {};
    if (::fstat(file->get(), &status) != 0)
        return Error(Fault::io, "reading " + path.string() + ": " + reason_of(errno));
    if (static_cast<std::uint64_t>(status.st_size) != size)
        return Error(Fault::corrupt, path.string() + " has " + std::to_string(status.st_size) + " bytes instead of " +
                                         std::to_string(size) + "; slipwayd fsck tells more");
    Rope rope;
    rope.slices.push_back({file, file->get(), 0, size});
    return OpenBlob{std::make_shared<const Rope>(std::move(rope)),
                    Seconds(std::chrono::seconds(status.st_mtim.tv_sec))};
}

}  // namespace

Result<OpenBlob> open_blob_file(const storage::BlobStore& blobs, const Sha256& id, std::uint64_t size) {
    recent_blobs.let_go_after(blobs.destroyed());
    if (const auto* open = recent_blobs.find(id)) return *open;
    auto opened = TRY(open_fresh(blobs, id, size));
    recent_blobs.keep(id, opened);
    return opened;
}

}  // namespace slipway::api
