// sendfile and pread block while the disk reads, and with them every connection of their thread. preadv2 with
// RWF_NOWAIT tells first; what is not in memory is read in the disk pool.
#include "server/net/page_cache.hpp"

#include "server/net/recently_cached.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/uio.h>
#include <unistd.h>

namespace slipway::net {
namespace {

constexpr std::uint64_t stride = 128 * 1024;  // the kernel's default readahead

bool is_byte_cached(int fd, std::uint64_t offset) {
    char byte = 0;
    iovec into{&byte, 1};
    return ::preadv2(fd, &into, 1, static_cast<off_t>(offset), RWF_NOWAIT) >= 0 || errno != EAGAIN;
}

bool probe(const FileRun& run) {
    for (std::uint64_t at = 0; at < run.length; at += stride)
        if (!is_byte_cached(run.fd, run.offset + at)) return false;
    return run.length <= stride || is_byte_cached(run.fd, run.offset + run.length - 1);
}

thread_local RecentlyCached recently_cached;

Attempt attempt_of(ssize_t got) {
    if (got > 0) return {Attempt::Outcome::moved, static_cast<std::size_t>(got)};
    return {};
}

}  // namespace

bool is_cached(const FileRun& run) {
    const auto now = RecentlyCached::Clock::now();
    if (recently_cached.contains(run, now)) return true;
    if (!probe(run)) return false;
    recently_cached.add(run, now);
    return true;
}

Attempt read_cached(const FileRun& run, std::span<char> into) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(run.length, into.size()));
    const auto offset = static_cast<off_t>(run.offset);
    iovec whole{into.data(), wanted};
    const auto got = ::preadv2(run.fd, &whole, 1, offset, RWF_NOWAIT);
    if (got >= 0) return attempt_of(got);
    if (errno == EAGAIN) return {Attempt::Outcome::needs_disk};
    return attempt_of(::pread(run.fd, into.data(), wanted, offset));  // a filesystem that cannot tell
}

void read_through(const FileRun& run) {
    std::array<char, stride> buffer;
    for (std::uint64_t at = 0; at < run.length;) {
        const auto wanted = std::min<std::uint64_t>(run.length - at, buffer.size());
        const auto got = ::pread(run.fd, buffer.data(), wanted, static_cast<off_t>(run.offset + at));
        if (got <= 0) return;  // the attempt that follows meets and reports it
        at += static_cast<std::uint64_t>(got);
    }
}

}  // namespace slipway::net
