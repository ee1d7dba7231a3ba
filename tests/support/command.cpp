#include "tests/support/command.hpp"

#include <array>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace slipway::testing {

CommandOutput run_command(const std::vector<std::string>& arguments, const std::string& directory) {
    std::array<int, 2> pipe_ends{};
    if (::pipe(pipe_ends.data()) != 0) throw std::runtime_error("pipe failed");
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);

    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe_ends[1], STDOUT_FILENO);
        ::dup2(pipe_ends[1], STDERR_FILENO);
        ::close(pipe_ends[0]);
        ::close(pipe_ends[1]);
        if (::chdir(directory.c_str()) == 0) ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(pipe_ends[1]);
    CommandOutput result{-1, {}};
    std::array<char, 65536> buffer;
    for (ssize_t n; (n = ::read(pipe_ends[0], buffer.data(), buffer.size())) > 0;)
        result.output.append(buffer.data(), static_cast<std::size_t>(n));
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

}  // namespace slipway::testing
