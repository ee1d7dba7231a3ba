#include "signing/gpg_home.hpp"
#include "signing/gpgme_session.hpp"
#include "signing/signing_workers.hpp"

#include <algorithm>

namespace slipway::signing {

Result<std::vector<std::string>> verify(const std::string& armored_keys, std::string_view data,
                                        std::string_view signature) {
    const auto directory = TRY(PrivateDirectory::create());
    const auto home = TRY(GpgHome::create(directory.path() / "v", AgentUse::never));
    auto session = TRY(GpgmeSession::open(home->path(), {}));
    const auto certificates = TRY(dearmored(armored_keys));
    TRY(session.import_keys(certificates));

    const auto message = TRY(session.check(data, signature));
    std::vector<std::string> good;
    for (const auto& found : message.signatures) {
        if (found.state == CheckedSignature::State::bad) return Error(Fault::corrupt, "a signature is bad");
        if (found.state == CheckedSignature::State::good) good.push_back(found.fingerprint);
    }
    if (good.empty()) return Error(Fault::corrupt, "no signature is by one of the keys");
    return good;
}

}  // namespace slipway::signing
