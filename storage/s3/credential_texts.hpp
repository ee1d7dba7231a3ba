#pragma once

#include "storage/s3/credentials.hpp"

#include <string>
#include <string_view>

namespace slipway::s3 {

// Parses the two forms in which other tools write credentials ("AWS SDKs and Tools Reference Guide"). Pure and
// thread-safe.

/// Parses the shared credentials file: `[profile]`, then aws_access_key_id, aws_secret_access_key and
/// aws_session_token, each with "=" and its value. Faults: invalid_input (no such profile, a key is missing, a line
/// that cannot be read).
Result<Credentials> parse_credentials_file(std::string_view text, std::string_view profile);

/// Parses the output of a credential process: {"Version": 1, "AccessKeyId", "SecretAccessKey", "SessionToken"?,
/// "Expiration"?}. Faults: invalid_input.
Result<Credentials> parse_process_output(std::string_view text);

}  // namespace slipway::s3
