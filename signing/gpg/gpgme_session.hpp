#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "signing/keys/sign_request.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct gpgme_context;
struct _gpgme_key;

namespace slipway::signing {

enum class KeyPart : unsigned char { public_key, secret_key };

/// What gpg says about a primary key.
struct KeyReport {
    std::string fingerprint;
    std::string algorithm;  // "rsa3072"
    std::string keygrip;    // how gpg-agent names the key
    Seconds created_at{};
    std::optional<Seconds> expires_at;
    bool expired = false;
    bool revoked = false;
    bool can_sign = false;    // the primary key itself, by its flags
    bool has_secret = false;  // the primary key itself
};

struct CheckedSignature {
    enum class State : unsigned char { good, bad, unknown_key, worthless };  // worthless: expired, revoked, weak
    std::string fingerprint;                                                 // of the primary key where it is known
    State state = State::bad;
};

struct CheckedMessage {
    std::vector<CheckedSignature> signatures;  // in the order of their packets
    std::string text;                          // of a clear-signed message
};

/// GPGME with one GNUPGHOME. Every call runs gpg and waits for it. One thread at a time may use it. Faults of every
/// call: io (gpg failed; the message says how) and those named.
class GpgmeSession {
public:
    /// `gpg_program` empty: GPGME's default.
    static Result<GpgmeSession> open(const std::filesystem::path& home, const std::string& gpg_program);

    /// Imports keys and returns their fingerprints. Faults: invalid_input (gpg accepts nothing in it).
    Result<std::vector<std::string>> import_keys(std::string_view bytes);
    /// Faults: invalid_input (wrong passphrase).
    Result<> remove_passphrase(const std::string& fingerprint, const std::string& passphrase);
    /// Makes a sign-only primary key without passphrase and expiry; returns its fingerprint.
    Result<std::string> generate(std::string_view algorithm, const std::string& user_id);
    /// Exports a key in binary form, with the newest self-signatures only. Faults: not_found.
    Result<std::string> export_key(const std::string& fingerprint, KeyPart part);
    /// Faults: not_found.
    Result<KeyReport> report(const std::string& fingerprint);

    /// Makes one signature packet per key, in this order. Faults: not_found.
    Result<std::string> sign(const std::vector<std::string>& keys, std::string_view data, SignatureForm form);
    /// If `data` is empty, `signature` is a clear-signed message. Faults: corrupt (no signature in it).
    Result<CheckedMessage> check(std::string_view data, std::string_view signature);

private:
    struct ContextDeleter {
        void operator()(gpgme_context* context) const;
    };
    struct KeyDeleter {
        void operator()(_gpgme_key* key) const;
    };
    using Key = std::unique_ptr<_gpgme_key, KeyDeleter>;

    explicit GpgmeSession(gpgme_context* context) : context_(context) {}
    Result<Key> load_key(const std::string& fingerprint, KeyPart part);
    Result<_gpgme_key*> find_key(const std::string& fingerprint);

    std::unique_ptr<gpgme_context, ContextDeleter> context_;
    std::map<std::string, Key> keys_;  // asking gpg for a key costs a process
};

}  // namespace slipway::signing
