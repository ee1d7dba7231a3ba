#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace slipway::signing {

/// A key that seals others, so that they can lie where strangers read: AES-256-GCM. Copies share the secret, which is
/// wiped out of memory with the last of them.
class SealingKey {
public:
    /// Takes 64 hexadecimal digits, and blanks or a newline behind them: what `openssl rand -hex 32` writes. Faults:
    /// invalid_input, whose message repeats nothing of the text.
    static Result<SealingKey> parse(std::string_view text);

    /// 16 hexadecimal digits by which a sealed secret says which key it needs. They tell nothing about the key.
    const std::string& id() const { return id_; }

    /// `name` says what the secret is: under another name it is not opened, so that nobody can put one sealed secret in
    /// the place of another. Faults: io (no random numbers).
    Result<std::string> seal(ByteView secret, std::string_view name) const;
    /// Faults: corrupt (it was sealed by another key, under another name, or has been changed).
    Result<std::string> open(ByteView sealed, std::string_view name) const;

private:
    class Secret;
    explicit SealingKey(std::shared_ptr<const Secret> secret);

    std::shared_ptr<const Secret> secret_;
    std::string id_;
};

}  // namespace slipway::signing
