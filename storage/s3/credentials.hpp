#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>

namespace slipway::s3 {

/// The keys that requests are signed with. The secret and the token never appear in messages.
struct Credentials {
    std::string access_key_id;
    std::string secret_access_key;
    std::string session_token{};          // of temporary credentials, else empty
    std::optional<Seconds> expires_at{};  // of temporary credentials, where it is known

    bool operator==(const Credentials&) const = default;
};

/// Refuses credentials in which a half is missing, or that have characters that no header field can carry. Faults:
/// invalid_input.
Result<Credentials> checked(Credentials credentials);

/// A source of credentials. Thread-safe.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    /// Returns the present credentials. Blocks on a file or a command. Faults: invalid_input (there are no credentials;
    /// the message says what is missing), not_found, io.
    virtual Result<Credentials> load() const = 0;
};

}  // namespace slipway::s3
