#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace slipway {

/// What the *caller* can do about an error: correct the input, authenticate, retry, free space, call an operator. There
/// is not one per cause: the message has the cause, and `Error::code()` the API's finer word.
enum class Fault : unsigned char {
    invalid_input,
    unauthenticated,
    forbidden,
    not_found,
    gone,
    conflict,
    precondition_failed,
    too_large,
    unsupported,
    busy,
    storage_full,
    corrupt,
    io,
    cancelled,
    internal,
};

inline constexpr std::size_t fault_count = 15;

/// The name used in logs and as the default API error code, e.g. "invalid-input".
std::string_view name_of(Fault fault);

/// Whether the server or its stored data is the reason, so that the caller cannot change anything.
bool is_of_the_server(Fault fault);

/// Every fault, for tests and tables that must cover all of them.
std::array<Fault, fault_count> all_faults();

}  // namespace slipway
