// Nothing in a process survives its SIGKILL, and gpg-agent reads private keys from files, so another process removes
// the files of a killed daemon. Neither a mount (it takes a privilege) nor PR_SET_PDEATHSIG (agents are grandchildren,
// and no signal removes files) does it. If somebody kills the keeper as well, the files stay until the next start, or
// until something removes their tmpfs: systemd with RuntimeDirectory=, the end of a container, a reboot.

#include "signing/gpg/home_keeper.hpp"

#include "signing/gpg/last_cleanup.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;

constexpr char keeper_name[] = "gpg-home-keeper";

/// The keeper must not look like a second daemon in lists of processes, because a script might kill it along with the
/// first.
void take_a_name_of_its_own() {
    ::prctl(PR_SET_NAME, keeper_name);
    const std::size_t room = std::strlen(program_invocation_name);
    std::memset(program_invocation_name, ' ', room);
    std::memcpy(program_invocation_name, keeper_name, std::min(room, sizeof keeper_name - 1));
}

/// Runs in the forked process. Nothing here or below allocates, as kill_gpg_and_remove() says.
[[noreturn]] void keep(int pipe_end, const fs::path& directory) {
    ::setsid();
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE}) std::signal(signal, SIG_IGN);
    take_a_name_of_its_own();
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(pipe_end, 0);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::closefrom(3);  // the lock of the data directory above all: this process would keep it
    if (::chdir("/") != 0) ::_exit(1);
    char byte = 0;
    while (::read(0, &byte, 1) < 0 && errno == EINTR) {
    }
    kill_gpg_and_remove(directory.native());
    ::_exit(0);
}

}  // namespace

Result<HomeKeeper> HomeKeeper::start(const fs::path& directory) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return Error(Fault::io, std::string("pipe: ") + std::strerror(errno));
    const UniqueFd read_end(ends[0]);
    UniqueFd write_end(ends[1]);
    const pid_t id = ::fork();
    if (id < 0) return Error(Fault::io, std::string("fork: ") + std::strerror(errno));
    if (id == 0) keep(read_end.get(), directory);
    return HomeKeeper(std::move(write_end), id);
}

HomeKeeper::~HomeKeeper() {
    if (id_ == 0) return;
    pipe_ = UniqueFd();
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

}  // namespace slipway::signing
