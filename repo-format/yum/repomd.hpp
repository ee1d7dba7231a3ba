#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "repo-format/yum/documents.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::yum {

struct RepomdData {
    Document document;
    Sha256 sha256;       // of the compressed file
    Sha256 open_sha256;  // of its text
    std::uint64_t size;
    std::uint64_t open_size;
    std::string_view suffix;  // ".gz" or ".zst"
};

/// libzypp's key hint: a key file in the repository root that a client may trust because this repomd.xml is signed
/// by a trusted key.
struct KeyHint {
    std::string fingerprint;  // 40 upper-case hex digits
    Seconds created_at;
};

struct Repomd {
    Seconds date;  // <revision> and every <timestamp>
    std::vector<KeyHint> key_hints;
    std::vector<RepomdData> data;
};

std::string render(const Repomd& repomd);

/// `{sha256}-{document}.xml{suffix}`: the name below repodata/.
std::string file_name(const RepomdData& data);

/// `gpg-pubkey-{last 8 hex digits, lower case}-{creation time, hex}.asc`: what `{basearch}/` serves the hinted key as.
std::string file_name(const KeyHint& hint);

}  // namespace slipway::yum
