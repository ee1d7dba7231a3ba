// A file in a directory appears whole or not at all: it is written beside its place, synced, and gets its name last.
// Its time of change is set before, since clients are told it. An object appears whole or not at all by itself; the
// time goes along as metadata.
#include "storage/moving/movable_files.hpp"

#include "base/files/durable.hpp"
#include "storage/cache/cached_object.hpp"
#include "storage/objects/object_layout.hpp"
#include "storage/objects/store_errors.hpp"
#include "storage/objects/stored_object.hpp"
#include "storage/s3/multipart.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace slipway::storage {
namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 20;

/// Calls `take` with the first `size` bytes, piece by piece.
Result<> read_first(const ByteSource& bytes, std::uint64_t size, const std::function<Result<>(ByteView)>& take) {
    std::string buffer(static_cast<std::size_t>(std::min<std::uint64_t>(read_at_once, size)), '\0');
    for (std::uint64_t offset = 0; offset < size;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - offset));
        const auto got = TRY(bytes.read_into(offset, std::span(buffer).first(wanted)));
        if (got == 0) return Error(Fault::corrupt, "it ends before byte " + std::to_string(size));
        TRY(take(ByteView(buffer).substr(0, got)));
        offset += got;
    }
    return {};
}

Result<> set_time(const Path& path, Seconds time) {
    const ::timespec at{.tv_sec = time.time_since_epoch().count(), .tv_nsec = 0};
    const std::array<::timespec, 2> times = {at, at};
    if (::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0) return {};
    return Error(Fault::io, "set the time of " + path.string() + ": " + std::generic_category().message(errno));
}

Result<Sha256> write_copy(File& target, const MovableFile& file, std::uint64_t size) {
    Sha256Hasher hasher;
    TRY(read_first(*file.bytes, size, [&](ByteView bytes) {
        hasher.update(bytes);
        return target.append(bytes);
    }));
    TRY(target.sync());
    return hasher.finish();
}

}  // namespace

Result<Sha256> digest_of_first(const ByteSource& bytes, std::uint64_t size) {
    Sha256Hasher hasher;
    TRY(read_first(bytes, size, [&](ByteView piece) {
        hasher.update(piece);
        return Result<>();
    }));
    return hasher.finish();
}

Result<MovableFile> FilesOfDirectory::open(const std::string& name) const {
    const Path path = data_ / name;
    std::shared_ptr<const ByteSource> bytes = TRY(files_.open_to_read(path));
    const auto status = TRY(files_.status(path));
    return MovableFile{std::move(bytes), std::chrono::floor<std::chrono::seconds>(status.modified_at)};
}

Result<> FilesOfDirectory::write(const std::string& name, const MovableFile& file, std::uint64_t size,
                                 const Sha256& digest) {
    const Path path = data_ / name;
    TRY(make_directories(files_, path.parent_path()));
    Path temporary = path;
    temporary += ".new";
    const auto removed = files_.remove(temporary);  // left by a move that was broken off
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed.error();
    const auto target = TRY(files_.create(temporary, private_file_mode));
    const auto copied = write_copy(*target, file, size);
    if (!copied.ok() || *copied != digest) {
        TRY(files_.remove(temporary));
        return copied.ok() ? Error(Fault::corrupt, "the bytes do not have their digest") : copied.error();
    }
    TRY(set_time(temporary, file.stored_at));
    TRY(files_.rename(temporary, path));
    return files_.sync_directory(path.parent_path());
}

Result<MovableFile> FilesOfBucket::open(const std::string& name) const {
    const auto key = ObjectLayout::key(name);
    const auto status = TRY(status_of_stored(client_, key));
    ObjectOrigin origin{status.size, stored_at(status)};
    origin.fetch = [&client = client_, key](std::uint64_t offset, std::uint64_t length) {
        return known(client.read(key, {offset, length}));
    };
    const auto time = origin.stored_at;
    return MovableFile{std::make_shared<const CachedObject>(std::move(origin), nullptr, nullptr), time};
}

Result<> FilesOfBucket::write(const std::string& name, const MovableFile& file, std::uint64_t size,
                              const Sha256& digest) {
    const auto content = TRY(SourceBytes::of(file.bytes));
    if (content.size() < size) return Error(Fault::corrupt, "it ends before byte " + std::to_string(size));
    s3::PutOptions options;
    options.metadata = stored_at_metadata(file.stored_at);
    TRY(known(s3::put_in_parts(client_, ObjectLayout::key(name), {&content, 0, size}, digest, options)));
    return {};
}

}  // namespace slipway::storage
