#pragma once

#include <string_view>

namespace slipway::signing {

/// Kills every gpg and gpg-agent whose home (`--homedir`) is in or below `directory`, at most for about a second, and
/// removes the directory. It is for a forked process that runs no other program: of several threads only the one that
/// forked lives on there, and what another thread had locked, such as the allocator, stays locked for ever. So it only
/// makes system calls, and needs no memory but its stack (signal-safety(7)). `directory` ends with a zero byte.
void kill_gpg_and_remove(std::string_view directory) noexcept;

}  // namespace slipway::signing
