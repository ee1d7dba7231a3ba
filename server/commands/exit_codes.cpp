#include "server/commands/exit_codes.hpp"

#include <cstdio>

namespace slipway::server {

int exit_code_of(const Error& error) {
    switch (error.fault()) {
        case Fault::invalid_input: return exit_code::usage;
        case Fault::not_found: return exit_code::no_input;
        case Fault::conflict: return exit_code::cannot_create;
        case Fault::storage_full:
        case Fault::corrupt:
        case Fault::io: return exit_code::io;
        case Fault::precondition_failed: return exit_code::refused;
        case Fault::forbidden: return exit_code::no_permission;
        case Fault::unsupported: return exit_code::config;
        case Fault::busy: return exit_code::in_use;
        default: return exit_code::internal;
    }
}

int report(const Error& error) {
    std::fprintf(stderr, "slipwayd: %s\n", error.message().c_str());
    return exit_code_of(error);
}

}  // namespace slipway::server
