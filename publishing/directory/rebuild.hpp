#pragma once

#include "base/files/file_system.hpp"
#include "publishing/directory/own_directory.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/publisher/publisher.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace slipway::publishing {

struct RebuildOptions {
    std::string repository = "main";
    std::string channel = "recovered";
    std::string active_key{};  // a fingerprint; "": the newest key
};

/// The result of a rebuild.
struct RebuildReport {
    std::map<Format, std::uint64_t> packages{};  // by format
    std::vector<std::string> older{};    // packages whose version came again with other bytes; in a past revision
    std::vector<std::string> refused{};  // files that are no packages, or that the repository does not take
    std::vector<std::string> damaged{};  // files without the digest of their name; now in the trash
    std::vector<std::string> keys{};     // imported private keys
    std::vector<std::string> refused_keys{};
    std::string active_key{};
};

/// Makes a repository from package files and private keys alone, in a catalog that is empty: distros `deb` and `rpm`,
/// the channels of a first start, and a protected channel with every package. What only the lost catalog knew stays
/// lost: docs/operations.md, "The catalog is lost". Signs no rpm anew. Blocks.
class Rebuild {
public:
    struct Parts {
        Publisher& publisher;
        Ingest& ingest;
        storage::BlobStore& blobs;
        storage::SegmentStore& segments;
        const Clock& clock;
        Path data;
        std::vector<std::uint32_t> old_packs{};  // of the lost catalog
    };
    Rebuild(Parts parts, RebuildOptions options) : parts_(parts), options_(std::move(options)) {}

    /// Faults: invalid_input (a name), storage_full, io, and those of publishing.
    Result<RebuildReport> run();

private:
    struct Blob {
        Sha256 id{};
        std::uint64_t size = 0;
        std::chrono::seconds age{};
    };
    struct Key {
        std::string fingerprint;
        std::string armored;
        std::filesystem::file_time_type made;
    };

    Result<std::vector<Key>> find_keys() const;
    Result<> make_repository(const std::vector<Key>& keys);
    Result<> import_keys(const std::vector<Key>& keys);
    Result<> take_in_blobs();
    Result<> take_in(const std::vector<Blob>& batch);
    Result<> take_in_alone(const Blob& blob);
    Result<std::vector<ReceivedFile>> receive(const std::vector<Blob>& batch);
    Result<std::vector<FileError>> publish(std::vector<ReceivedFile> files);
    void count(const storage::PackageRow& package);
    Result<> protect_channel();
    Result<> retire_packs();

    Parts parts_;
    RebuildOptions options_;
    RebuildReport report_;
    std::map<std::tuple<Format, std::string, std::string, std::string>, Sha256> versions_;
};

/// Rebuilds a directory that was opened with Consent::rebuild and publishes nothing yet, and does what a first start
/// has to do. A rebuild that is cut off leaves no catalog. Blocks. Faults: those of Rebuild.
Result<RebuildReport> rebuild(OwnDirectory& own, const Path& data, const RebuildOptions& options);

}  // namespace slipway::publishing
