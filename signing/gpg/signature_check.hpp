#pragma once

#include "signing/gpg/gpgme_session.hpp"
#include "signing/keys/sign_request.hpp"
#include "signing/openpgp/verifying_key.hpp"

#include <map>
#include <string>

namespace slipway::signing {

/// The keys that signatures are checked with, by fingerprint.
using VerifyingKeys = std::map<std::string, VerifyingKey>;

/// What every signature must be before it leaves the daemon: one armor block (none for a binary form) with one packet
/// per key asked for, in this order, each good, and around the very text that was given. A bad one would lock out all
/// clients of a channel. Both read the finished signature as a client does, and share nothing with its making.
/// Faults: corrupt; of gpg's also io.
Result<> check_here(const VerifyingKeys& keys, const SignRequest& request, std::string_view signature);
/// The same by the gpg program; `checker` knows the exported public keys only.
Result<> check_by_gpg(GpgmeSession& checker, const SignRequest& request, std::string_view signature);

}  // namespace slipway::signing
