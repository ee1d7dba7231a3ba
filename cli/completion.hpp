#pragma once

#include <string>

namespace CLI {
class App;
}

namespace slipway::cli {

enum class Shell : unsigned char { bash, zsh, fish };

/// Renders a completion script for all commands and options of `program`, from their definitions.
std::string render_completion(const CLI::App& program, Shell shell);

}  // namespace slipway::cli
