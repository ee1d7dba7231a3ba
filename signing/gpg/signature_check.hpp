#pragma once

#include "signing/gpg/gpgme_session.hpp"
#include "signing/keys/sign_request.hpp"
#include "signing/openpgp/verifying_key.hpp"

#include <map>
#include <string>

namespace slipway::signing {

/// The keys with which signatures are checked, by fingerprint.
using VerifyingKeys = std::map<std::string, VerifyingKey>;

/// Checks every signature before it leaves the daemon. It must have one armor block (none for a binary form) with one
/// packet per requested key, in this order, each valid, and with exactly the given text. A bad signature would lock out
/// all clients of a channel. Both functions read the finished signature like a client, and share no code with its
/// making. Faults: corrupt; the one with gpg also io.
Result<> check_here(const VerifyingKeys& keys, const SignRequest& request, std::string_view signature);
/// The same check by the gpg program. `checker` knows only the exported public keys.
Result<> check_by_gpg(GpgmeSession& checker, const SignRequest& request, std::string_view signature);

}  // namespace slipway::signing
