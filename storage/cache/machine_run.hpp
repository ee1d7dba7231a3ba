#pragma once

#include <string>
#include <string_view>

namespace slipway::storage {

/// Names this run of the machine, for a file: what was written since it began is as it was written, also if the process
/// that wrote it was killed.
std::string name_of_run();

/// Whether a name is that of this run.
bool is_this_run(std::string_view name);

}  // namespace slipway::storage
