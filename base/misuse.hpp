#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace slipway {

/// Says what is wrong with the command line that `program` has read, which command or option was probably meant, and
/// where its help is.
std::string explain_misuse(const CLI::App& program, const CLI::Error& error);

}  // namespace slipway
