#include "base/fault.hpp"

namespace slipway {
namespace {

constexpr std::array<std::string_view, fault_count> names = {
    "invalid-input", "unauthenticated", "forbidden", "not-found",    "gone",    "conflict", "precondition-failed",
    "too-large",     "unsupported",     "busy",      "storage-full", "corrupt", "io",       "cancelled",
    "internal",
};
static_assert(static_cast<std::size_t>(Fault::internal) + 1 == fault_count);

}  // namespace

std::string_view name_of(Fault fault) { return names.at(static_cast<std::size_t>(fault)); }

bool is_of_the_server(Fault fault) {
    switch (fault) {
        case Fault::busy:
        case Fault::storage_full:
        case Fault::corrupt:
        case Fault::io:
        case Fault::cancelled:
        case Fault::internal: return true;
        default: return false;
    }
}

std::array<Fault, fault_count> all_faults() {
    std::array<Fault, fault_count> faults{};
    for (std::size_t i = 0; i < fault_count; ++i) faults.at(i) = static_cast<Fault>(i);
    return faults;
}

}  // namespace slipway
