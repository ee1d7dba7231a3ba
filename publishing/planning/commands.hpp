#pragma once

#include "publishing/intake/ingest.hpp"
#include "publishing/model/audit_events.hpp"
#include "signing/keys/key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a publisher is asked for beside settings, promotions, removals and purges, and what it answers.
namespace slipway::publishing {

enum class Force : unsigned char { no, yes };

/// One package of an upload's answer.
struct PlacedPackage {
    SharedPackage package;
    std::string distro;
    std::string component;
    std::string path;  // below the server's root, not encoded: "/main/deb/pool/…", "/main/rpm/dev/x86_64/packages/…"
    std::vector<std::string> warnings;
};

struct UploadOutcome {
    std::string channel;
    std::int64_t revision = 0;
    bool changed = false;  // false: everything was there already (200)
    std::vector<PlacedPackage> packages;
};

/// Why some packages of a batch were refused at their turn: the whole batch is left out.
struct UploadRefusal {
    std::vector<FileError> errors;
};
using UploadAnswer = std::variant<UploadOutcome, UploadRefusal>;

/// What to do with a repository's keys.
struct KeyCommand {
    using Verb = KeyVerb;
    Verb verb;
    std::string fingerprint{};                         // activate, retire, revoke
    std::optional<signing::KeyAlgorithm> algorithm{};  // generate, rotate
    std::string armored{}, passphrase{};               // import
    std::optional<std::string> expect_active{};        // rotate
    Force force = Force::no;  // activate, rotate: an Ed25519 key in a repository with rpm distros
};

}  // namespace slipway::publishing
