#include "server/signals.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace slipway::server {
namespace {

// A signal handler can reach nothing but globals.
std::array<int, 2> pipe_ends{-1, -1};

void tell(int signal) {
    const int saved = errno;
    const char byte = signal == SIGHUP ? 'r' : 's';
    [[maybe_unused]] const auto written = ::write(pipe_ends[1], &byte, 1);  // a full pipe holds requests enough
    errno = saved;
}

}  // namespace

Result<> Signals::install() {
    if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0)
        return Error(Fault::io, std::string("pipe: ") + std::strerror(errno));
    struct sigaction action {};
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::sigaction(signal, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return {};
}

Request Signals::wait() {
    char byte = 0;
    while (::read(pipe_ends[0], &byte, 1) != 1) {
    }
    return byte == 'r' ? Request::reload : Request::stop;
}

}  // namespace slipway::server
