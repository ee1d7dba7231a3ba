#include "tests/support/failing_log.hpp"

#include <climits>

#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace slipway::testing {
namespace {

struct {
    std::atomic<int> syncs_to_fail{0};
    std::atomic<int> writes_to_fail{0};
    std::atomic<int> write_error{0};
    std::atomic<int> syncs{0};
} state;  // of the whole program, as the functions below are

bool is_log(int fd) {
    char name[PATH_MAX];
    const auto link = "/proc/self/fd/" + std::to_string(fd);
    const auto length = ::readlink(link.c_str(), name, sizeof name);
    return length > 0 && std::string_view(name, static_cast<std::size_t>(length)).ends_with("-wal");
}

bool take_one(std::atomic<int>& left) {
    if (left <= 0) return false;
    --left;
    return true;
}

}  // namespace

FailingLog::~FailingLog() {
    state.syncs_to_fail = 0;
    state.writes_to_fail = 0;
    state.syncs = 0;
}

void FailingLog::fail_syncs(int times) { state.syncs_to_fail = times; }

void FailingLog::fail_writes(int times, int error) {
    state.write_error = error;
    state.writes_to_fail = times;
}

int FailingLog::syncs() { return state.syncs; }

}  // namespace slipway::testing

using slipway::testing::is_log;
using slipway::testing::state;
using slipway::testing::take_one;

extern "C" int fdatasync(int fd) {
    const bool log = is_log(fd);
    if (log && take_one(state.syncs_to_fail)) {
        errno = EIO;
        return -1;
    }
    const auto result = ::syscall(SYS_fdatasync, fd);
    if (log && result == 0) ++state.syncs;
    return static_cast<int>(result);
}

extern "C" ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
    if (state.writes_to_fail > 0 && is_log(fd) && take_one(state.writes_to_fail)) {
        errno = state.write_error;
        return -1;
    }
    return ::syscall(SYS_pwrite64, fd, bytes, size, offset);
}
