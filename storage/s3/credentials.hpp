#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>

namespace slipway::s3 {

/// Who asks the store. The secret and the token never appear in messages.
struct Credentials {
    std::string access_key_id;
    std::string secret_access_key;
    std::string session_token{};          // of temporary credentials, else empty
    std::optional<Seconds> expires_at{};  // of temporary credentials, where it is known

    bool operator==(const Credentials&) const = default;
};

/// Refuses what cannot be credentials: a missing half, or characters that no header field can carry. Faults:
/// invalid_input.
Result<Credentials> checked(Credentials credentials);

/// Where credentials come from. Thread-safe.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    /// The credentials as they are now. May block, on a file or a command. Faults: invalid_input (what is there are no
    /// credentials; the message says what is missing), not_found, io.
    virtual Result<Credentials> load() const = 0;
};

}  // namespace slipway::s3
