#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/rope.hpp"
#include "publishing/model/model.hpp"
#include "publishing/served/pool_names.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace slipway::publishing {

/// How a published file may be cached and paired.
enum class FileKind : unsigned char {
    entry_point,  // InRelease, Release, Release.gpg, repomd.xml.key, key files: changes, revalidated
    repomd,       // repomd.xml: first half of a pair
    repomd_asc,   // repomd.xml.asc: its other half
    index,        // Packages.gz and the like under their plain names: changes
    immutable,    // named by its digest
};

/// One file of a publication, ready to be sent.
struct PublishedFile {
    FileKind kind = FileKind::entry_point;
    std::variant<SharedBytes, SharedRope> body;
    std::string_view content_type;  // a literal
    std::string etag;               // with its quotes
    Seconds last_modified{};        // later than that of any generation of this URL before; zero: none
    Seconds replaced_at{};          // zero while current
    bool damaged = false;           // its bytes are not what was signed; `body` is empty

    std::uint64_t size() const;
};

/// One generation of a repomd.xml with its signature.
struct RepomdGeneration {
    std::int64_t number = 0;
    PublishedFile repomd;
    PublishedFile signature;
    Seconds replaced_at{};  // zero while current
};

/// The files of one distro in one channel by their path below `{base}/dists/{channel}/` (deb) or `{base}/{channel}/`
/// (rpm), e.g. "InRelease", "main/binary-amd64/by-hash/SHA256/…", "x86_64/repodata/repomd.xml". Includes files replaced
/// within the last ten minutes.
struct ChannelFiles {
    std::unordered_map<std::string, PublishedFile> files;
    /// rpm: basearch → generations, newest last; those replaced within the last minute are kept for pairing.
    std::map<std::string, std::vector<RepomdGeneration>> repomds;
};

struct PublishedRepository {
    RepositoryState state;
    /// (distro name, channel name) → files.
    std::map<std::string, std::map<std::string, std::shared_ptr<const ChannelFiles>, std::less<>>, std::less<>> files;
    /// Distro name → what its pool and packages/ URLs serve. Shared by all generations, grows in place.
    std::map<std::string, std::shared_ptr<const PoolNames>, std::less<>> pools;
    /// "keys.asc", "keys.gpg", "rpm-keys.asc", "revoked.asc".
    std::map<std::string, PublishedFile, std::less<>> key_files;
};

/// Everything that is served at one moment. Immutable; readers hold a shared_ptr while they use it.
struct PublishedTree {
    std::map<std::string, std::shared_ptr<const PublishedRepository>, std::less<>> repositories;

    const PublishedRepository* find(std::string_view repository) const;
};

}  // namespace slipway::publishing
