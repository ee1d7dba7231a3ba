#include "storage/cache/object_cache.hpp"

#include "base/files/durable.hpp"
#include "storage/cache/machine_run.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace slipway::storage {
namespace {

Result<> remove_all_in(FileSystem& files, const Path& directory) {
    for (const auto& name : TRY(files.list(directory))) TRY(files.remove(directory / name));
    return {};
}

/// "" of a file that is not there.
Result<std::string> text_in(FileSystem& files, const Path& path) {
    const auto file = files.open_to_read(path);
    if (!file.ok() && file.error().fault() == Fault::not_found) return std::string();
    if (!file.ok()) return file.error();
    return (*file)->read(0, 64);
}

/// An object's hold on its entry of the index.
class EntryKeeper final : public CopyKeeper {
public:
    EntryKeeper(std::weak_ptr<CacheIndex> index, std::string object, std::uint64_t number)
        : index_(std::move(index)), object_(std::move(object)), number_(number) {}
    ~EntryKeeper() override {
        if (const auto index = index_.lock()) index->end(object_, number_);
    }
    void keep() override {
        if (const auto index = index_.lock()) index->keep(object_, number_);
    }

private:
    const std::weak_ptr<CacheIndex> index_;
    const std::string object_;
    const std::uint64_t number_;
};

}  // namespace

Result<std::unique_ptr<ObjectCache>> ObjectCache::open(FileSystem& files, const Path& data_directory,
                                                       CacheBounds bounds) {
    std::unique_ptr<ObjectCache> cache(
        new ObjectCache(files, std::make_shared<CacheIndex>(files, data_directory, bounds)));
    TRY(cache->make_directories());
    TRY(cache->throw_away_what_another_run_left());
    TRY(cache->take_what_is_there());
    return cache;
}

Result<> ObjectCache::make_directories() const {
    for (const auto& directory : {layout().objects(), layout().partial(), layout().incoming(), layout().drafts()})
        TRY(slipway::make_directories(files_, directory));
    return {};
}

Result<> ObjectCache::throw_away_what_another_run_left() const {
    for (const auto& directory : {layout().partial(), layout().incoming(), layout().drafts()})
        TRY(remove_all_in(files_, directory));
    const auto run = TRY(text_in(files_, layout().run()));
    if (is_this_run(run)) return {};
    TRY(remove_all_in(files_, layout().objects()));
    return replace_atomically(files_, layout().run(), name_of_run());
}

Result<> ObjectCache::take_what_is_there() const {
    std::vector<std::pair<FileStatus, CopyName>> found;
    for (const auto& name : TRY(files_.list(layout().objects()))) {
        auto copy = CacheLayout::parse(name);
        if (!copy) continue;  // somebody else's
        const auto status = TRY(files_.status(layout().objects() / name));
        found.emplace_back(status, *std::move(copy));
    }
    std::ranges::sort(found, {}, [](const auto& each) { return each.first.changed_at; });
    for (const auto& [status, copy] : found) index_->enter(copy, status.size);
    index_->make_room();
    return {};
}

std::shared_ptr<const CachedObject> ObjectCache::hold(const std::string& object, ObjectOrigin origin) {
    const auto number = index_->expect(origin.size);
    auto file = make_partial(number, origin.size);
    if (!file) return std::make_shared<const CachedObject>(std::move(origin), nullptr, nullptr);
    auto keeper = std::make_unique<EntryKeeper>(index_, object, number);
    return index_->enter(object, number,
                         std::make_shared<const CachedObject>(std::move(origin), std::move(file), std::move(keeper)));
}

/// Null when there is no room, or no directory that could be written.
std::unique_ptr<SparseFile> ObjectCache::make_partial(std::uint64_t number, std::uint64_t size) const {
    auto file = SparseFile::create(layout().partial(number), size);
    if (!file.ok() && file.error().fault() == Fault::not_found && make_directories().ok())
        file = SparseFile::create(layout().partial(number), size);
    return file.ok() ? std::move(file).release() : nullptr;
}

Result<std::unique_ptr<File>> ObjectCache::create(const Path& path) {
    auto file = files_.create(path, private_file_mode);
    if (file.ok() || file.error().fault() != Fault::not_found) return file;
    TRY(make_directories());  // they have vanished
    return files_.create(path, private_file_mode);
}

Result<std::uint64_t> ObjectCache::free_bytes() const {
    auto free = files_.free_bytes(layout().directory());
    if (!free.ok() && free.error().fault() == Fault::not_found) {
        TRY(make_directories());  // they have vanished
        free = files_.free_bytes(layout().directory());
    }
    return TRY(std::move(free)) + index_->bytes_of_whole();
}

}  // namespace slipway::storage
