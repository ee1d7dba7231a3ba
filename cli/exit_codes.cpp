#include "cli/exit_codes.hpp"

namespace slipway::cli {

int exit_code_of(const Error& error) {
    if (error.is(client_problem::usage)) return exit_code::usage;
    if (error.is(client_problem::unreachable)) return exit_code::unreachable;
    if (error.is(client_problem::configuration)) return exit_code::config;
    if (error.is(client_problem::declined)) return exit_code::declined;
    switch (error.fault()) {
        case Fault::invalid_input:
        case Fault::too_large:
        case Fault::unsupported: return exit_code::refused;
        case Fault::unauthenticated:
        case Fault::forbidden: return exit_code::no_permission;
        case Fault::not_found:
        case Fault::gone: return exit_code::no_input;
        case Fault::conflict:
        case Fault::precondition_failed: return exit_code::conflict;
        case Fault::busy:
        case Fault::storage_full: return exit_code::try_later;
        case Fault::io: return exit_code::io;
        default: return exit_code::internal;
    }
}

}  // namespace slipway::cli
