#pragma once

#include "base/result.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::signing {

/// Checks signatures like a client: by gpg, in a home with the given public keys and nothing else. There is one home
/// for each set of keys until the verifier ends, because making it costs more than checking with it. Blocks. One thread
/// at a time may use it.
class Verifier {
public:
    Verifier();
    ~Verifier();

    /// Checks a detached signature (or, if `data` is empty, a clear-signed message) against armored public keys.
    /// Returns the fingerprints of the keys whose signatures are valid. Faults: corrupt (a bad signature, or none
    /// valid), io.
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
