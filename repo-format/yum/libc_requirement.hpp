#pragma once

#include <string_view>

namespace slipway::yum {

/// Whether of two requirements on libc the first is implied by the second: `libc.so.6` < `libc.so.6(GLIBC_2.3)` <
/// `libc.so.6(GLIBC_2.4)(64bit)`.
bool is_lower_libc(std::string_view a, std::string_view b);

}  // namespace slipway::yum
