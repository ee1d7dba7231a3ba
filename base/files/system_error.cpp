#include "base/files/system_error.hpp"

#include <cerrno>
#include <string>
#include <system_error>

namespace slipway {
namespace {

Fault fault_of(int code) {
    switch (code) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return Fault::storage_full;
        case ENOENT: return Fault::not_found;
        case EEXIST: return Fault::conflict;
        // The process or the machine is short of something for now; nothing is known of the file.
        case EMFILE:
        case ENFILE:
        case ENOMEM: return Fault::busy;
        default: return Fault::io;
    }
}

}  // namespace

Error last_error(std::string_view verb, const Path& path) {
    const int code = errno;
    // generic_category's message is strerror's, without its shared buffer.
    return Error(fault_of(code),
                 std::string(verb) + " " + path.string() + ": " + std::generic_category().message(code));
}

}  // namespace slipway
