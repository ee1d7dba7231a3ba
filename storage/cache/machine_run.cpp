// The kernel has a name for every run, /proc/sys/kernel/random/boot_id. systemd's ProcSubset=pid hides it, and
// config/slipway.service asks for that; then it is the moment at which the machine began, which only a step of the
// clock moves.
#include "storage/cache/machine_run.hpp"

#include "base/text.hpp"

#include <cstdint>
#include <ctime>
#include <fstream>

namespace slipway::storage {
namespace {

constexpr std::string_view by_moment = "since ";
constexpr std::uint64_t same_moment = 5;  // seconds; a machine takes longer to begin anew

std::string boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

std::uint64_t seconds_of(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<std::uint64_t>(time.tv_sec);
}

std::uint64_t moment_of_boot() { return seconds_of(CLOCK_REALTIME) - seconds_of(CLOCK_BOOTTIME); }

}  // namespace

std::string name_of_run() {
    auto id = boot_id();
    return id.empty() ? std::string(by_moment) + std::to_string(moment_of_boot()) : id;
}

bool is_this_run(std::string_view name) {
    if (!name.starts_with(by_moment)) return !name.empty() && name == boot_id();
    const auto moment = parse_decimal(name.substr(by_moment.size()));
    const auto now = moment_of_boot();
    return moment && *moment + same_moment >= now && *moment <= now + same_moment;
}

}  // namespace slipway::storage
