#include "signing/verifier.hpp"

#include "signing/gpg/gpg_home.hpp"
#include "signing/gpg/gpgme_session.hpp"
#include "signing/keys/key.hpp"
#include "signing/openpgp/armor.hpp"

namespace slipway::signing {

struct Verifier::Home {
    PrivateDirectory directory;
    std::unique_ptr<GpgHome> home;
    GpgmeSession session;
};

Verifier::Verifier() = default;
Verifier::~Verifier() = default;

Result<Verifier::Home*> Verifier::home_of(const std::string& armored_keys) {
    auto& known = homes_[armored_keys];
    if (known) return known.get();
    auto directory = TRY(PrivateDirectory::create(PrivateDirectory::Keys::public_keys));
    auto home = TRY(GpgHome::create(directory.path() / "v", AgentUse::never));
    auto session = TRY(GpgmeSession::open(home->path(), {}));
    const auto certificates = TRY(dearmored(armored_keys));
    TRY(session.import_keys(certificates));
    known.reset(new Home{std::move(directory), std::move(home), std::move(session)});
    return known.get();
}

Result<std::vector<std::string>> Verifier::verify(const std::string& armored_keys, std::string_view data,
                                                  std::string_view signature) {
    Home* home = TRY(home_of(armored_keys));
    const auto message = TRY(home->session.check(data, signature));
    std::vector<std::string> good;
    for (const auto& found : message.signatures) {
        if (found.state == CheckedSignature::State::bad) return Error(Fault::corrupt, "a signature is bad");
        if (found.state == CheckedSignature::State::good) good.push_back(found.fingerprint);
    }
    if (good.empty()) return Error(Fault::corrupt, "no signature is by one of the keys");
    return good;
}

Result<std::vector<std::string>> verify(const std::string& armored_keys, std::string_view data,
                                        std::string_view signature) {
    return Verifier().verify(armored_keys, data, signature);
}

}  // namespace slipway::signing
