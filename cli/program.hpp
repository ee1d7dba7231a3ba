#pragma once

#include "cli/session.hpp"

#include <memory>

namespace CLI {
class App;
}

namespace slipway::cli {

/// Makes the whole command line: every command and option, their help, their callbacks. `session` must outlive it.
std::unique_ptr<CLI::App> make_program(Session& session);

/// Parses the command line and carries it out. Returns the exit code.
int run(Session& session, int argc, const char* const* argv);

}  // namespace slipway::cli
