// Signatures without the gpg program: three round trips to the agent where gpg costs two forks and a process per
// operation (docs/decisions/0021-signing-cost.md). It refuses what gpg would refuse: an expired key. The finished
// signature is read again and verified before anybody gets it.

#include "signing/gpg/agent_signer.hpp"

#include "signing/gpg/agent_signature.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/cleartext.hpp"
#include "signing/openpgp/signature.hpp"

#include <algorithm>

namespace slipway::signing {

Result<AgentSigner> AgentSigner::open(const std::filesystem::path& home) {
    return AgentSigner(TRY(AgentSession::open(home)));
}

Result<> AgentSigner::add(const KeyReport& report, ByteView certificate) {
    auto key = TRY(VerifyingKey::of(certificate));
    if (!key || !report.has_secret || report.keygrip.empty()) return {};
    credentials_.insert_or_assign(report.fingerprint,
                                  Credentials{report.keygrip, report.created_at, report.expires_at});
    verifying_keys_.insert_or_assign(report.fingerprint, std::move(*key));
    return {};
}

bool AgentSigner::knows_all(const std::vector<std::string>& keys) const {
    return std::ranges::all_of(keys, [&](const std::string& key) { return credentials_.contains(key); });
}

Result<std::string> AgentSigner::sign(const SignRequest& request) {
    const bool is_clear = request.form == SignatureForm::clear;
    const auto type = is_clear ? SignatureType::text : SignatureType::binary;
    const std::string canonical = is_clear ? canonical_text(request.data) : std::string();
    std::string packets;
    for (const auto& key : request.keys)
        packets += TRY(signature_packet(key, type, is_clear ? canonical : request.data));

    std::string signature = request.form == SignatureForm::detached_binary
                                ? std::move(packets)
                                : render_armor({"PGP SIGNATURE", std::move(packets)});
    if (is_clear) signature = render_clear_signed({"SHA512", request.data, std::move(signature)});
    TRY(check_here(verifying_keys_, request, signature));
    return signature;
}

Result<std::string> AgentSigner::signature_packet(const std::string& key, SignatureType type,
                                                  std::string_view signed_bytes) {
    const auto& credentials = credentials_.at(key);
    const auto& public_half = verifying_keys_.at(key);
    const Seconds now = SystemClock().now();
    if (credentials.expires_at && *credentials.expires_at <= now)
        return Error(Fault::io, "signing failed: key " + key + " has expired");

    OpenPgpSignature made;
    // A signature from before its key was made is worthless; a clock that was set back must not produce one.
    made.statement = {type, public_half.algorithm(), public_half.fingerprint(), std::max(now, credentials.created_at)};
    const auto digest = signed_digest(signed_bytes, made.statement);
    made.digest_start = digest.substr(0, 2);
    const auto answer = TRY(agent_.sign(credentials.keygrip, digest));
    made.values = TRY(parse_agent_signature(answer));
    return render_signature(made);
}

}  // namespace slipway::signing
