#include "signing/signing_worker.hpp"

#include "base/text.hpp"
#include "signing/openpgp_armor.hpp"
#include "signing/openpgp_packets.hpp"

#include <algorithm>

namespace slipway::signing {
namespace {

// Each costs an agent of about 2 MB; making one anew costs about 20 ms.
constexpr std::size_t most_homes = 32;

Error unverified(std::string_view what) {
    return Error(Fault::corrupt, "the signature gpg made does not verify: " + std::string(what));
}

/// Exactly one signature packet per key, whatever the armor: dnf refuses a second packet, apt a second block.
Result<> check_packets(std::string_view signature, SignatureForm form, std::size_t keys) {
    std::string bytes(signature);
    if (form != SignatureForm::detached_binary) {
        auto blocks = TRY(parse_armor(signature));
        if (blocks.size() != 1) return unverified("it has " + std::to_string(blocks.size()) + " armor blocks");
        bytes = std::move(blocks.front().bytes);
    }
    const auto packets = TRY(parse_packets(bytes));
    const auto is_signature = [](const PacketView& packet) { return packet.tag == PacketTag::signature; };
    if (packets.size() != keys || !std::all_of(packets.begin(), packets.end(), is_signature))
        return unverified("it has not one signature packet per key");
    return {};
}

std::string_view without_last_newline(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    return text;
}

Result<> check_signature(GpgmeSession& checker, const SignRequest& request, std::string_view signature) {
    TRY(check_packets(signature, request.form, request.keys.size()));
    const bool is_clear = request.form == SignatureForm::clear;
    const auto message = TRY(checker.check(is_clear ? std::string_view() : request.data, signature));
    std::vector<std::string> good;
    for (const auto& found : message.signatures)
        if (found.state == CheckedSignature::State::good) good.push_back(found.fingerprint);
    if (good != request.keys)
        return unverified("good are [" + join(good, " ") + "], asked for was [" + join(request.keys, " ") + "]");
    if (is_clear && without_last_newline(message.text) != without_last_newline(request.data))
        return unverified("the text in it is another one");
    return {};
}

}  // namespace

Result<std::string> SigningWorker::sign(const SignRequest& request) {
    if (request.keys.empty()) return Error(Fault::not_found, "no key was named to sign with");
    if (request.data.empty()) return Error(Fault::invalid_input, "there is nothing to sign");
    auto* homes = TRY(homes_of(request.repository));
    auto signature = TRY(homes->signer->sign(request.keys, request.data, request.form));
    TRY(check_signature(*homes->checker, request, signature));
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
    auto found = homes_.find(repository);
    if (found != homes_.end() && found->second.version != store_.version_of(repository)) {
        homes_.erase(found);
        found = homes_.end();
    }
    if (found == homes_.end()) {
        if (homes_.size() >= most_homes) drop_least_used();
        found = homes_.emplace(repository, TRY(fill_homes(repository))).first;
    }
    found->second.last_use = ++uses_;
    return &found->second;
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
    for (const auto& key : keys) {
        for (const auto& fingerprint : TRY(homes.signer->import_keys(key))) {
            const auto public_key = TRY(homes.signer->export_key(fingerprint, KeyPart::public_key));
            TRY(homes.checker->import_keys(public_key));
        }
    }
    return homes;
}

Result<std::unique_ptr<GpgHome>> SigningWorker::new_home(AgentUse agent) {
    return GpgHome::create(directory_ / std::to_string(++homes_made_), agent);
}

void SigningWorker::drop_stale_homes() {
    std::erase_if(homes_, [&](const auto& entry) { return entry.second.version != store_.version_of(entry.first); });
}

void SigningWorker::drop_least_used() {
    const auto less_used = [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; };
    homes_.erase(std::min_element(homes_.begin(), homes_.end(), less_used));
}

void SigningWorker::start_afresh() { homes_.clear(); }

}  // namespace slipway::signing
