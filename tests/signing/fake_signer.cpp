#include "tests/signing/fake_signer.hpp"

#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/cleartext.hpp"

namespace slipway::testing {

using namespace signing;

void FakeSigner::before_each(std::function<Result<>()> hook) {
    const std::lock_guard lock(mutex_);
    hook_ = std::move(hook);
}

template <class T, class Work>
void FakeSigner::answer(Done<T> done, Work work) {
    thread_.post([this, done = std::move(done), work = std::move(work)] {
        std::unique_lock lock(mutex_);
        const auto hook = hook_;
        lock.unlock();
        const auto allowed = hook ? hook() : Result<>();
        done(allowed.ok() ? work() : Result<T>(allowed.error()));
    });
}

Result<FakeSigner::Keys*> FakeSigner::keys_of(const std::string& repository) {
    if (const auto found = keys_.find(repository); found != keys_.end()) return &found->second;
    Keys keys;
    for (const auto& armored : TRY(store_.keys_of(repository))) {
        auto key = TRY(SoftKey::of(armored));
        const auto fingerprint = key.public_key().fingerprint;
        keys.emplace(fingerprint, std::move(key));
    }
    return &(keys_[repository] = std::move(keys));
}

Result<PublicKey> FakeSigner::keep(const std::string& repository, SoftKey key) {
    auto* keys = TRY(keys_of(repository));
    const auto made = key.public_key();
    TRY(store_.put(repository, made.fingerprint, key.armored_secret()));
    keys->insert_or_assign(made.fingerprint, std::move(key));
    return made;
}

Result<std::string> FakeSigner::packets(const std::string& repository, const std::vector<std::string>& keys,
                                        const std::string& data, SignatureType type) {
    if (keys.empty()) return Error(Fault::not_found, "no key was named to sign with");
    const auto* known = TRY(keys_of(repository));
    std::string packets;
    for (const auto& fingerprint : keys) {
        const auto key = known->find(fingerprint);
        if (key == known->end()) return Error(Fault::not_found, "no private key " + fingerprint);
        packets += key->second.signature_of(data, type);
    }
    ++signatures_;
    return packets;
}

void FakeSigner::clear_sign(std::string repository, std::vector<std::string> keys, std::string text, Priority,
                            Done<std::string> done) {
    answer(std::move(done), [this, repository, keys, text]() -> Result<std::string> {
        auto made = TRY(packets(repository, keys, canonical_text(text), SignatureType::text));
        return render_clear_signed({"SHA512", text, render_armor({"PGP SIGNATURE", std::move(made)})});
    });
}

void FakeSigner::detach_sign(std::string repository, std::vector<std::string> keys, std::string data, Encoding encoding,
                             Priority, Done<std::string> done) {
    answer(std::move(done), [this, repository, keys, data, encoding]() -> Result<std::string> {
        auto made = TRY(packets(repository, keys, data, SignatureType::binary));
        return encoding == Encoding::binary ? made : render_armor({"PGP SIGNATURE", std::move(made)});
    });
}

void FakeSigner::generate_key(std::string repository, KeyAlgorithm algorithm, std::string user_id,
                              Done<PublicKey> done) {
    answer(std::move(done), [this, repository, algorithm, user_id]() -> Result<PublicKey> {
        if (algorithm != KeyAlgorithm::ed25519)
            return Error(Fault::invalid_input, "the fake signer makes keys of Ed25519 alone; this test needs gpg");
        return keep(repository, SoftKey::generate(user_id));
    });
}

void FakeSigner::import_key(std::string repository, std::string armored, std::string passphrase, Done<PublicKey> done) {
    answer(std::move(done), [this, repository, armored, passphrase]() -> Result<PublicKey> {
        if (!passphrase.empty()) return Error(Fault::invalid_input, "the fake signer knows no passphrases");
        return keep(repository, TRY(SoftKey::of(armored)));
    });
}

void FakeSigner::remove_key(std::string repository, std::string fingerprint, Done<std::monostate> done) {
    answer(std::move(done), [this, repository, fingerprint]() -> Result<std::monostate> {
        auto* keys = TRY(keys_of(repository));
        keys->erase(fingerprint);
        TRY(store_.remove_key(repository, fingerprint));
        return std::monostate{};
    });
}

void FakeSigner::remove_repository(std::string repository, Done<std::monostate> done) {
    answer(std::move(done), [this, repository]() -> Result<std::monostate> {
        keys_.erase(repository);
        TRY(store_.remove(repository));
        return std::monostate{};
    });
}

}  // namespace slipway::testing
