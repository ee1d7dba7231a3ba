#include "storage/moving/file_move.hpp"

#include "storage/objects/object_layout.hpp"
#include "storage/objects/transfers.hpp"

#include <algorithm>
#include <mutex>
#include <span>

namespace slipway::storage {
namespace {

/// Each batch waits for its slowest file, and its files are what is told at once.
constexpr std::size_t files_of_a_batch = 256;

Error unusable_source(const MovableFiles& from, const NeededFile& file, const Error& error) {
    if (error.fault() != Fault::not_found && error.fault() != Fault::corrupt) return error;
    return Error(Fault::corrupt, from.place_of(file.name) + ": " + error.message() +
                                     "; the catalog needs it: see what `slipwayd fsck` says of the place that is left");
}

Result<Sha256> digest_for(const MovableFiles& from, const NeededFile& file, const MovableFile& source) {
    if (file.digest) return *file.digest;
    auto digest = digest_of_first(*source.bytes, file.size);
    if (!digest.ok()) return unusable_source(from, file, digest.error());
    return digest;
}

/// What is too short or has other bytes is written anew.
Result<bool> has_bytes(const MovableFiles& to, const NeededFile& file, const Sha256& digest) {
    const auto present = to.open(file.name);
    if (!present.ok() && present.error().fault() == Fault::not_found) return false;
    if (!present.ok()) return present.error();
    const auto found = digest_of_first(*present->bytes, file.size);
    if (!found.ok() && found.error().fault() == Fault::corrupt) return false;
    if (!found.ok()) return found.error();
    return *found == digest;
}

enum class Moved : unsigned char { was_there, copied };

Result<Moved> move_file(const MovableFiles& from, MovableFiles& to, const NeededFile& file) {
    const auto source = from.open(file.name);
    if (!source.ok()) return unusable_source(from, file, source.error());
    const auto digest = TRY(digest_for(from, file, *source));
    if (TRY(has_bytes(to, file, digest))) return Moved::was_there;
    const auto written = to.write(file.name, *source, file.size, digest);
    if (!written.ok()) return unusable_source(from, file, written.error());
    if (TRY(has_bytes(to, file, digest))) return Moved::copied;
    return Error(Fault::io, to.place_of(file.name) + " does not have the bytes that were written to it");
}

/// Counts what several threads move.
class Count {
public:
    explicit Count(const std::function<void(const MovedFiles&)>& progress) : progress_(progress) {}

    void add(const NeededFile& file, Moved moved) {
        const std::lock_guard lock(mutex_);
        ++count_.files;
        count_.bytes += file.size;
        if (moved == Moved::copied) {
            ++count_.copied_files;
            count_.copied_bytes += file.size;
        }
        progress_(count_);
    }
    MovedFiles all() const { return count_; }

private:
    const std::function<void(const MovedFiles&)>& progress_;
    std::mutex mutex_;  // guards the count
    MovedFiles count_{};
};

}  // namespace

std::vector<NeededFile> needed_files(const NamedFiles& named) {
    std::vector<NeededFile> files;
    for (const auto& [id, size] : named.blobs) files.push_back({ObjectLayout::blob(id).text(), size, id});
    for (const auto& [pack, size] : named.packs) files.push_back({ObjectLayout::pack(pack).text(), size, {}});
    return files;
}

Result<MovedFiles> move_files(const MovableFiles& from, MovableFiles& to, const std::vector<NeededFile>& files,
                              const std::function<void(const MovedFiles&)>& progress) {
    Count count(progress);
    Transfers transfers;
    for (std::span<const NeededFile> rest(files); !rest.empty();) {
        const auto batch = rest.first(std::min(rest.size(), files_of_a_batch));
        rest = rest.subspan(batch.size());
        std::vector<Transfers::Job> jobs;
        for (const auto& file : batch)
            jobs.emplace_back([&]() -> Result<> {
                const auto moved = TRY(move_file(from, to, file));
                count.add(file, moved);
                return {};
            });
        TRY(transfers.run(std::move(jobs)));
    }
    return count.all();
}

}  // namespace slipway::storage
