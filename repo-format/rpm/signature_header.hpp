#pragma once

#include "base/result.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <optional>
#include <string>

namespace slipway::rpm {

/// Which tags signatures go into: RSA 268 and 1002, everything else (EdDSA) 267 and 1005.
enum class SignatureKind : unsigned char { rsa, eddsa };

/// Binary OpenPGP signature packets made by one key.
struct Signatures {
    SignatureKind kind;
    std::string header;                             // over [header_start, header_end)
    std::optional<std::string> header_and_payload;  // over [header_start, end): only where no payload digest exists
};

/// The new bytes of everything before the main header (lead, signature header, padding), with every older signature
/// replaced by `signatures`, digests and sizes unchanged (rpm's rpmSign algorithm). The main header and the payload
/// follow unchanged. Reserves no space beyond 8192 bytes of data, which EL7 and EL8 demand.
/// Faults: invalid_input "invalid-package" when the header cannot hold it; unsupported for v3 format packages.
Result<std::string> with_signatures(const RandomAccess& file, const RpmPackage& package, const Signatures& signatures);

}  // namespace slipway::rpm
