#pragma once

#include "base/result.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

/// Checks signatures as clients do: gpg does it, in a home that holds the given public keys and nothing else. There is
/// one home for each set of keys, which ends with the verifier: to make it costs more than to check with it. Blocks.
/// For one thread.
class Verifier {
public:
    Verifier();
    ~Verifier();

    /// Checks a detached (or, with `data` empty, a clear-signed) signature against armored public keys. The
    /// fingerprints of the keys whose signatures are good. Faults: corrupt (a bad signature, none good), io.
    Result<std::vector<std::string>> verify(const std::string& armored_keys, std::string_view data,
                                            std::string_view signature);

private:
    struct Home;
    Result<Home*> home_of(const std::string& armored_keys);
    std::map<std::string, std::unique_ptr<Home>> homes_;
};

/// The same for a single signature.
Result<std::vector<std::string>> verify(const std::string& armored_keys, std::string_view data,
                                        std::string_view signature);

}  // namespace slipway::signing
