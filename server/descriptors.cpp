#include "server/descriptors.hpp"

#include "publishing/intake/ingest.hpp"
#include "server/net/waiting_room.hpp"

#include <algorithm>
#include <sys/resource.h>

namespace slipway::server {
namespace {

constexpr std::uint64_t fixed = 512;  // catalog, its readers, gpg, sockets that listen, logs
constexpr std::uint64_t cached_files_of_a_thread = 256;
constexpr std::uint64_t closing_connections_of_a_thread = net::WaitingRoom::most_leaving;
constexpr std::uint64_t files_of_an_upload = publishing::Ingest::many_files + 1;  // larger batches close theirs
constexpr std::uint64_t packs_to_come = 256;
constexpr std::uint64_t when_unknown = 1024;

}  // namespace

DescriptorShares share_descriptors(std::uint64_t limit, std::uint64_t connections, const DescriptorNeeds& needs) {
    const auto wanted = fixed + (cached_files_of_a_thread + closing_connections_of_a_thread) * needs.io_threads +
                        files_of_an_upload * needs.uploads + needs.packs + packs_to_come;
    const auto for_files = std::min(wanted, limit / 2);
    return {for_files, std::max<std::uint64_t>(1, std::min(connections, limit - for_files))};
}

std::uint64_t raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return when_unknown;
    if (limit.rlim_cur == limit.rlim_max) return limit.rlim_max;  // by the first call; a confined process may not
    const auto before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

}  // namespace slipway::server
