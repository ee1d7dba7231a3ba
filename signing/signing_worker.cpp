#include "signing/signing_worker.hpp"

#include "signing/gpg/signature_check.hpp"

namespace slipway::signing {
Result<std::string> SigningWorker::sign(const SignRequest& request) {
    if (request.keys.empty()) return Error(Fault::not_found, "no key was named to sign with");
    if (request.data.empty()) return Error(Fault::invalid_input, "there is nothing to sign");
    auto signature = sign_in(*TRY(homes_of(request.repository)), request);
    if (!signature.ok()) homes_.erase(request.repository);
    return signature;
}

/// Signs without gpg if possible. gpg also checks the first signature of each form and set of keys; the same code makes
/// those after it.
Result<std::string> SigningWorker::sign_in(Homes& homes, const SignRequest& request) {
    if (!homes.agent->knows_all(request.keys)) {
        auto by_gpg = TRY(homes.signer->sign(request.keys, request.data, request.form));
        TRY(check_by_gpg(*homes.checker, request, by_gpg));
        return by_gpg;
    }
    auto signature = TRY(homes.agent->sign(request));
    const std::pair shape(request.keys, request.form);
    if (!homes.seen_by_gpg.contains(shape)) {
        TRY(check_by_gpg(*homes.checker, request, signature));
        homes.seen_by_gpg.insert(shape);
    }
    return signature;
}

Result<PublicKey> SigningWorker::generate_key(const std::string& repository, KeyAlgorithm algorithm,
                                              const std::string& user_id) {
    const auto home = TRY(new_home(AgentUse::on_demand));
    auto session = TRY(GpgmeSession::open(home->path(), gpg_program_));
    const auto fingerprint = TRY(session.generate(name_of(algorithm), user_id));
    const auto pair = TRY(key_pair(session, fingerprint));
    return keep(repository, pair);
}

Result<PublicKey> SigningWorker::import_key(const std::string& repository, const std::string& armored,
                                            const std::string& passphrase) {
    const auto home = TRY(new_home(AgentUse::on_demand));
    auto session = TRY(GpgmeSession::open(home->path(), gpg_program_));
    const auto pair = TRY(import_private_key(session, armored, passphrase));
    return keep(repository, pair);
}

Result<PublicKey> SigningWorker::keep(const std::string& repository, const KeyPair& pair) {
    TRY(store_.put(repository, pair.public_key.fingerprint, pair.armored_secret));
    return pair.public_key;
}

Result<SigningWorker::Homes*> SigningWorker::homes_of(const std::string& repository) {
    auto* homes = homes_.find(repository);
    if (homes != nullptr && homes->version == store_.version_of(repository)) return homes;
    homes_.erase(repository);
    return &homes_.put(repository, TRY(fill_homes(repository)));
}

Result<SigningWorker::Homes> SigningWorker::fill_homes(const std::string& repository) {
    Homes homes;
    homes.version = store_.version_of(repository);  // read before the keys: a change in between is met next time
    const auto keys = TRY(store_.keys_of(repository));
    if (keys.empty()) return Error(Fault::not_found, "repository " + repository + " has no signing key");
    homes.signing_home = TRY(new_home(AgentUse::on_demand));
    homes.checking_home = TRY(new_home(AgentUse::never));
    homes.signer = std::make_unique<GpgmeSession>(TRY(GpgmeSession::open(homes.signing_home->path(), gpg_program_)));
    homes.checker = std::make_unique<GpgmeSession>(TRY(GpgmeSession::open(homes.checking_home->path(), gpg_program_)));
    for (const auto& key : keys) TRY(import_key_into(homes, key));
    return homes;
}

Result<> SigningWorker::import_key_into(Homes& homes, const std::string& armored) {
    auto imported = homes.signer->import_keys(armored);
    if (!imported.ok() &&
        imported.error().fault() == Fault::invalid_input)  // it was taken once: gpg's fault, not the key's
        return Error(Fault::io, "a key of the repository cannot be loaded: " + imported.error().message());
    const auto fingerprints = TRY(std::move(imported));
    if (!homes.agent) homes.agent = TRY(AgentSigner::open(homes.signing_home->path()));  // importing started the agent
    for (const auto& fingerprint : fingerprints) {
        const auto certificate = TRY(homes.signer->export_key(fingerprint, KeyPart::public_key));
        TRY(homes.checker->import_keys(certificate));
        const auto report = TRY(homes.signer->report(fingerprint));
        TRY(homes.agent->add(report, certificate));
    }
    return {};
}

Result<std::unique_ptr<GpgHome>> SigningWorker::new_home(AgentUse agent) {
    return GpgHome::create(directory_ / std::to_string(++homes_made_), agent);
}

void SigningWorker::drop_stale_homes() {
    homes_.erase_if([&](const std::string& repository, const Homes& homes) {
        return homes.version != store_.version_of(repository);
    });
}

void SigningWorker::start_afresh() { homes_.clear(); }

}  // namespace slipway::signing
