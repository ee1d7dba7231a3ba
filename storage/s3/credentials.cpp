#include "storage/s3/credentials.hpp"

#include <algorithm>
#include <string_view>

namespace slipway::s3 {
namespace {

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

Result<Credentials> checked(Credentials credentials) {
    if (credentials.access_key_id.empty()) return Error(Fault::invalid_input, "the access key id is missing");
    if (credentials.secret_access_key.empty()) return Error(Fault::invalid_input, "the secret access key is missing");
    for (const auto* part : {&credentials.access_key_id, &credentials.secret_access_key, &credentials.session_token})
        if (!is_printable(*part))
            return Error(Fault::invalid_input, "a key or the session token has a blank or a character beyond ASCII");
    return credentials;
}

}  // namespace slipway::s3
