// Finding the processes GPGME started. GPGME does not give their ids (it forks twice, so they are not even our
// children), and its cancellation only closes pipes, so a hanging gpg or agent would live on. All of them have
// `--homedir` with a path below our private directory, whose name is random, so /proc is searched for that.

#include "signing/gpg/gpg_processes.hpp"

#include "base/text.hpp"

#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <signal.h>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;

/// Reads through `<<`, which treats a failed read as the end: an iterator would throw the exception of libstdc++ if the
/// process ends between opening and reading (ESRCH).
std::string content_of(const fs::path& path) {
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    return std::move(content).str();
}

bool uses_home_below(const std::string& command_line, const std::string& directory) {
    const auto arguments = split(command_line, '\0');
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
        if (arguments[i] == "--homedir" &&
            (arguments[i + 1] == directory || arguments[i + 1].starts_with(directory + "/")))
            return true;
    return false;
}

/// Field 4 of /proc/{pid}/stat; the name in field 2 may hold blanks and parentheses.
pid_t parent_of(const std::string& stat) {
    const auto name_end = stat.rfind(')');
    if (name_end == std::string::npos || name_end + 4 >= stat.size()) return 0;
    const auto rest = split(std::string_view(stat).substr(name_end + 4), ' ');
    return static_cast<pid_t>(parse_decimal(rest.front()).value_or(0));
}

struct Processes {
    std::vector<pid_t> with_home;
    std::multimap<pid_t, pid_t> children;
};

Processes processes_with_home_below(const std::string& directory) {
    Processes found;
    std::error_code unreadable;  // processes come and go while /proc is read
    for (fs::directory_iterator at("/proc", unreadable), end; !unreadable && at != end; at.increment(unreadable)) {
        const auto pid = parse_decimal(at->path().filename().string());
        if (!pid) continue;
        const auto id = static_cast<pid_t>(*pid);
        found.children.emplace(parent_of(content_of(at->path() / "stat")), id);
        if (uses_home_below(content_of(at->path() / "cmdline"), directory)) found.with_home.push_back(id);
    }
    return found;
}

}  // namespace

unsigned kill_gpg_processes(const fs::path& directory) {
    const auto found = processes_with_home_below(directory.string());
    std::vector<pid_t> doomed = found.with_home;
    std::set<pid_t> killed;
    while (!doomed.empty()) {
        const pid_t id = doomed.back();
        doomed.pop_back();
        if (!killed.insert(id).second) continue;
        ::kill(id, SIGKILL);  // may be gone already
        const auto [first, last] = found.children.equal_range(id);
        for (auto child = first; child != last; ++child) doomed.push_back(child->second);
    }
    return static_cast<unsigned>(killed.size());
}

void await_no_gpg_processes(const fs::path& directory) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        if (kill_gpg_processes(directory) == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

}  // namespace slipway::signing
