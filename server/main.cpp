// slipwayd: one program, a command per task. Exceptions of libraries that nobody nearer expected end here.
#include "server/commands/exit_codes.hpp"
#include "server/commands/program.hpp"

#include <cstdio>
#include <exception>
#include <system_error>

int main(int argc, char** argv) {
    try {
        return slipway::server::run(argc, argv);
    } catch (const std::system_error& error) {  // of fmt::print above all, for output that cannot be written
        std::fprintf(stderr, "slipwayd: %s\n", error.what());
        return slipway::server::exit_code::io;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "slipwayd: internal error: %s\n", error.what());
        return slipway::server::exit_code::internal;
    }
}
