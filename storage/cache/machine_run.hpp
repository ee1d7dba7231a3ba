#pragma once

#include <string>
#include <string_view>

namespace slipway::storage {

/// Returns a name of this run of the machine, to be stored in a file. What this run wrote is intact even if the process
/// was killed.
std::string name_of_run();

/// Returns whether a name is that of this run.
bool is_this_run(std::string_view name);

}  // namespace slipway::storage
