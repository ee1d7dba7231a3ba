// slipway, the client. Exceptions of libraries that nothing else caught end here.
#include "cli/exit_codes.hpp"
#include "cli/program.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char** argv) {
    using namespace slipway::cli;
    int code = exit_code::internal;
    try {
        Session session([](const char* name) -> const char* { return std::getenv(name); });
        code = run(session, argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "slipway: internal error: %s\n", error.what());
    }
    // If the result could not be written (a full disk, a closed pipe), it was not delivered.
    const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (written || code != exit_code::ok) return code;
    std::perror("slipway: standard output");
    return exit_code::io;
}
