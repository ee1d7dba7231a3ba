// slipwayd: one program, a command per task. Exceptions of libraries that nobody nearer expected end here.
#include "server/commands/exit_codes.hpp"
#include "server/commands/program.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    try {
        return slipway::server::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "slipwayd: internal error: %s\n", error.what());
        return slipway::server::exit_code::internal;
    }
}
