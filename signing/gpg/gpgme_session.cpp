// GPGME runs the gpg program and talks to it through pipes; gpg in turn leaves private
// keys to the gpg-agent of its home. Contexts are kept, because each new one asks gpg for its version first.

#include "signing/gpg/gpgme_session.hpp"

#include <gpgme.h>

#include <algorithm>
#include <chrono>

namespace slipway::signing {
namespace {

struct DataDeleter {
    void operator()(gpgme_data* data) const { gpgme_data_release(data); }
};
using Data = std::unique_ptr<gpgme_data, DataDeleter>;

struct TextDeleter {
    void operator()(char* text) const { gpgme_free(text); }
};
using Text = std::unique_ptr<char, TextDeleter>;

Error gpg_failed(std::string_view step, gpgme_error_t error) {
    return Error(Fault::io, std::string(step) + " failed: " + gpgme_strerror(error));
}

Result<Data> input(std::string_view bytes) {
    gpgme_data_t data = nullptr;
    const auto error = gpgme_data_new_from_mem(&data, bytes.data(), bytes.size(), 0);
    if (error != 0) return gpg_failed("giving data to gpg", error);
    return Data(data);
}

Result<Data> output() {
    gpgme_data_t data = nullptr;
    const auto error = gpgme_data_new(&data);
    if (error != 0) return gpg_failed("taking data from gpg", error);
    return Data(data);
}

std::string content_of(Data data) {
    std::size_t size = 0;
    const Text memory(gpgme_data_release_and_get_mem(data.release(), &size));
    return memory ? std::string(memory.get(), size) : std::string();
}

CheckedSignature::State state_of(gpgme_error_t status) {
    switch (gpgme_err_code(status)) {
        case GPG_ERR_NO_ERROR: return CheckedSignature::State::good;
        case GPG_ERR_NO_PUBKEY: return CheckedSignature::State::unknown_key;
        case GPG_ERR_SIG_EXPIRED:
        case GPG_ERR_KEY_EXPIRED:
        case GPG_ERR_CERT_REVOKED:
        case GPG_ERR_DIGEST_ALGO: return CheckedSignature::State::worthless;
        default: return CheckedSignature::State::bad;
    }
}

std::optional<Seconds> time_or_none(long seconds) {
    if (seconds <= 0) return std::nullopt;
    return Seconds(std::chrono::seconds(seconds));
}

/// The passphrases that gpg asks for when it changes one: the old one, then the new, empty one.
struct PassphraseAnswers {
    const std::string& old;
    int asked = 0;

    static gpgme_error_t give(void* self, const char*, const char*, int, int fd) {
        auto& answers = *static_cast<PassphraseAnswers*>(self);
        const std::string answer = (answers.asked++ == 0 ? answers.old : std::string()) + "\n";
        return gpgme_io_writen(fd, answer.data(), answer.size()) == 0 ? 0 : gpgme_error(GPG_ERR_CANCELED);
    }
};

}  // namespace

void GpgmeSession::ContextDeleter::operator()(gpgme_context* context) const { gpgme_release(context); }

void GpgmeSession::KeyDeleter::operator()(_gpgme_key* key) const { gpgme_key_unref(key); }

Result<GpgmeSession> GpgmeSession::open(const std::filesystem::path& home, const std::string& gpg_program) {
    static const bool initialised = gpgme_check_version(nullptr) != nullptr;  // also makes GPGME ignore SIGPIPE
    gpgme_ctx_t context = nullptr;
    if (const auto error = gpgme_new(&context); !initialised || error != 0) return gpg_failed("starting GPGME", error);
    GpgmeSession session(context);
    const char* program = gpg_program.empty() ? nullptr : gpg_program.c_str();
    if (const auto error = gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, program, home.c_str());
        error != 0)
        return gpg_failed("finding the gpg program", error);
    const auto mode = gpgme_get_keylist_mode(context) | GPGME_KEYLIST_MODE_WITH_KEYGRIP;
    if (const auto error = gpgme_set_keylist_mode(context, mode); error != 0)
        return gpg_failed("choosing what gpg tells of keys", error);
    if (const auto error = gpgme_set_pinentry_mode(context, GPGME_PINENTRY_MODE_LOOPBACK); error != 0)
        return gpg_failed("choosing the passphrase mode", error);
    return session;
}

Result<std::vector<std::string>> GpgmeSession::import_keys(std::string_view bytes) {
    const auto data = TRY(input(bytes));
    if (const auto error = gpgme_op_import(context_.get(), data.get()); error != 0)
        return gpg_failed("importing a key", error);
    std::vector<std::string> fingerprints;
    for (auto* import = gpgme_op_import_result(context_.get())->imports; import != nullptr; import = import->next)
        if (import->result == 0 && import->fpr != nullptr &&
            std::find(fingerprints.begin(), fingerprints.end(), import->fpr) == fingerprints.end())
            fingerprints.emplace_back(import->fpr);
    if (fingerprints.empty()) return Error(Fault::invalid_input, "gpg takes no key from it");
    return fingerprints;
}

Result<> GpgmeSession::remove_passphrase(const std::string& fingerprint, const std::string& passphrase) {
    auto* key = TRY(find_key(fingerprint));
    PassphraseAnswers answers{passphrase};
    gpgme_set_passphrase_cb(context_.get(), PassphraseAnswers::give, &answers);
    const auto error = gpgme_op_passwd(context_.get(), key, 0);
    gpgme_set_passphrase_cb(context_.get(), nullptr, nullptr);
    if (gpgme_err_code(error) == GPG_ERR_BAD_PASSPHRASE || gpgme_err_code(error) == GPG_ERR_NO_PASSPHRASE)
        return Error(Fault::invalid_input, "the passphrase is wrong");
    if (error != 0) return gpg_failed("removing the passphrase", error);
    return {};
}

Result<std::string> GpgmeSession::generate(std::string_view algorithm, const std::string& user_id) {
    constexpr unsigned flags = GPGME_CREATE_SIGN | GPGME_CREATE_NOPASSWD | GPGME_CREATE_NOEXPIRE | GPGME_CREATE_FORCE;
    const std::string name(algorithm);
    const auto error = gpgme_op_createkey(context_.get(), user_id.c_str(), name.c_str(), 0, 0, nullptr, flags);
    if (error != 0) return gpg_failed("generating a key", error);
    const auto* made = gpgme_op_genkey_result(context_.get());
    if (made->fpr == nullptr) return Error(Fault::io, "generating a key failed: gpg names no fingerprint");
    return std::string(made->fpr);
}

Result<std::string> GpgmeSession::export_key(const std::string& fingerprint, KeyPart part) {
    auto data = TRY(output());
    const gpgme_export_mode_t secret = part == KeyPart::secret_key ? GPGME_EXPORT_MODE_SECRET : 0u;
    const gpgme_export_mode_t mode = GPGME_EXPORT_MODE_MINIMAL | secret;
    if (const auto error = gpgme_op_export(context_.get(), fingerprint.c_str(), mode, data.get()); error != 0)
        return gpg_failed("exporting key " + fingerprint, error);
    auto bytes = content_of(std::move(data));
    if (bytes.empty()) return Error(Fault::not_found, "there is no key " + fingerprint);
    return bytes;
}

Result<GpgmeSession::Key> GpgmeSession::load_key(const std::string& fingerprint, KeyPart part) {
    gpgme_key_t key = nullptr;
    const int secret = part == KeyPart::secret_key ? 1 : 0;
    const auto error = gpgme_get_key(context_.get(), fingerprint.c_str(), &key, secret);
    if (gpgme_err_code(error) == GPG_ERR_EOF) return Error(Fault::not_found, "there is no key " + fingerprint);
    if (error != 0) return gpg_failed("looking for key " + fingerprint, error);
    return Key(key);
}

Result<_gpgme_key*> GpgmeSession::find_key(const std::string& fingerprint) {
    auto known = keys_.find(fingerprint);
    if (known == keys_.end()) known = keys_.emplace(fingerprint, TRY(load_key(fingerprint, KeyPart::public_key))).first;
    return known->second.get();
}

Result<KeyReport> GpgmeSession::report(const std::string& fingerprint) {
    auto found = load_key(fingerprint, KeyPart::secret_key);
    if (!found.ok() && found.error().fault() == Fault::not_found) found = load_key(fingerprint, KeyPart::public_key);
    const auto key = TRY(std::move(found));
    auto* primary = key->subkeys;
    const Text algorithm(gpgme_pubkey_algo_string(primary));
    return KeyReport{
        .fingerprint = key->fpr,
        .algorithm = algorithm ? algorithm.get() : "",
        .keygrip = primary->keygrip == nullptr ? "" : primary->keygrip,
        .created_at = Seconds(std::chrono::seconds(primary->timestamp)),
        .expires_at = time_or_none(primary->expires),
        .expired = key->expired != 0 || primary->expired != 0,
        .revoked = key->revoked != 0 || primary->revoked != 0,
        .can_sign = primary->can_sign != 0,
        .has_secret = primary->secret != 0,
    };
}

Result<std::string> GpgmeSession::sign(const std::vector<std::string>& keys, std::string_view data,
                                       SignatureForm form) {
    gpgme_signers_clear(context_.get());
    for (const auto& fingerprint : keys) {
        auto* key = TRY(find_key(fingerprint));
        if (const auto error = gpgme_signers_add(context_.get(), key); error != 0)
            return gpg_failed("choosing key " + fingerprint, error);
    }
    gpgme_set_armor(context_.get(), form == SignatureForm::detached_binary ? 0 : 1);
    const auto text = TRY(input(data));
    auto signature = TRY(output());
    const auto mode = form == SignatureForm::clear ? GPGME_SIG_MODE_CLEAR : GPGME_SIG_MODE_DETACH;
    const auto error = gpgme_op_sign(context_.get(), text.get(), signature.get(), mode);
    gpgme_set_armor(context_.get(), 0);
    if (error != 0) return gpg_failed("signing", error);
    return content_of(std::move(signature));
}

Result<CheckedMessage> GpgmeSession::check(std::string_view data, std::string_view signature) {
    const auto signature_data = TRY(input(signature));
    auto signed_data = data.empty() ? TRY(output()) : TRY(input(data));
    const auto error = data.empty() ? gpgme_op_verify(context_.get(), signature_data.get(), nullptr, signed_data.get())
                                    : gpgme_op_verify(context_.get(), signature_data.get(), signed_data.get(), nullptr);
    if (gpgme_err_code(error) == GPG_ERR_NO_DATA || gpgme_err_code(error) == GPG_ERR_BAD_DATA)
        return Error(Fault::corrupt, "there is no signature");
    if (error != 0) return gpg_failed("verifying", error);

    CheckedMessage message;
    std::vector<std::pair<std::string, CheckedSignature::State>> found;  // looking keys up replaces GPGME's result
    for (auto* at = gpgme_op_verify_result(context_.get())->signatures; at != nullptr; at = at->next)
        found.emplace_back(at->fpr == nullptr ? "" : at->fpr, state_of(at->status));
    for (auto& [fingerprint, state] : found) {
        if (state == CheckedSignature::State::good) fingerprint = TRY(find_key(fingerprint))->fpr;
        message.signatures.push_back({std::move(fingerprint), state});
    }
    if (data.empty()) message.text = content_of(std::move(signed_data));
    return message;
}

}  // namespace slipway::signing
