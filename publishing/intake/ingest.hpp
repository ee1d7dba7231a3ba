#pragma once

#include "publishing/intake/claimed_blobs.hpp"
#include "publishing/intake/destination.hpp"
#include "publishing/model/model.hpp"
#include "publishing/rendering/memory_budget.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// A file that was received completely and is not examined yet.
struct ReceivedFile {
    std::string name;  // as uploaded; for messages only
    storage::BlobUpload bytes;
    Destination destination;
};

/// A distro that a package is put into and, for deb, the component.
struct Target {
    RowId distro = 0;
    std::string component;
};

/// A package ready to be put into a channel: its bytes are durable, its texts rendered.
struct IngestedPackage {
    std::string file;             // the uploaded name, for messages
    storage::PackageRow package;  // with documents; id 0 if the repository does not have it yet
    std::vector<Target> targets;
    std::optional<Sha256> replaces{};     // the signed variant whose stored bytes are lost and that this one replaces
    std::shared_ptr<void> claim;          // protects the blob from garbage collection while it lives
    std::shared_ptr<void> memory;         // the whole upload's share of the budget
    std::vector<std::string> warnings{};  // for the uploader
};

/// What is wrong with one file of a batch.
struct FileError {
    std::string file;
    Error error;
};

/// An upload whose bytes were all received.
struct ReceivedBatch {
    std::vector<ReceivedFile> files;
    std::vector<FileError> refused;  // files that were refused before they were examined; without their bytes
    std::string provenance;          // stored with bytes that are new
    Seconds now{};
    bool into_immutable_versions = false;  // the channel's
    std::int64_t turn = 0;                 // of the client: uploads of others are examined between the files of one
};

/// The packages of a batch, or what is wrong with each bad file; then nothing was stored.
struct IngestOutcome {
    std::vector<IngestedPackage> packages;
    std::vector<FileError> errors;
};

/// Limits of what packages may expand to. A few bytes can name a directory with a million files.
struct ExpansionLimits {
    std::uint64_t index_text_bytes = std::uint64_t{64} << 20;  // all texts of one package in its repository's indexes
    std::uint64_t examination_bytes = std::uint64_t{1} << 30;  // held by all uploads together, headers too
};

/// Reads, signs (rpm) and stores received files. Thread-safe.
class Ingest {
public:
    /// The steps of an upload: examining its packages takes the processor, signing them waits for the signer, and
    /// storing them takes the disk.
    enum class Step : unsigned char { examine, sign, store };
    /// Runs a job on the threads for that step. Jobs of one `turn` (ReceivedBatch) wait for each other.
    using Post = std::function<void(Step, std::int64_t turn, std::function<void()>)>;
    /// Checks whether one more upload of this turn may wait for Step::sign. Faults: busy "too-busy".
    using CheckRoom = std::function<Result<>(std::int64_t turn)>;
    static Result<> always_room(std::int64_t) { return {}; }

    Ingest(storage::Catalog& catalog, storage::BlobStore& blobs, signing::Signer& signers, ClaimedBlobs& claims,
           Post post, ExpansionLimits limits = {}, CheckRoom check_room_to_sign = always_room);

    /// Begins a file; its bytes are appended as they arrive. Faults: storage_full, io.
    Result<storage::BlobUpload> begin_file() const { return blobs_.begin_upload(); }
    /// Returns how many bytes of the disk are free for uploads. Faults: io.
    Result<std::uint64_t> free_bytes() const { return blobs_.free_bytes(); }
    /// From so many files on a batch closes each file (BlobUpload::close_for_reading) until it is looked into.
    static constexpr std::size_t many_files = storage::many_uploads;

    /// Checks an upload with a declared digest before its body is sent: whether these bytes were purged, or
    /// whether the version in the file's name is taken in an immutable channel by other bytes. Blocks on the catalog.
    /// Faults: conflict "purged", "package-exists"; those of `resolve_distros`.
    Result<> check_early(const RepositoryState& repository, const storage::ChannelRow& channel,
                         std::string_view file_name, const Destination& destination, const Sha256& declared) const;

    /// Returns the memory that uploads hold for the headers and texts of their packages.
    std::uint64_t memory_used() const { return memory_.used(); }

    /// Checks whether an rpm of this turn could be signed soon. To be called before its bytes arrive. Faults: busy
    /// "too-busy".
    Result<> check_room_to_sign(std::int64_t turn) const { return check_room_to_sign_(turn); }

    /// Takes in the files of one upload: parses all of them, signs rpms where the repository wants it, renders texts,
    /// makes the blobs durable. Works in jobs given to `post` (which block), each short but for the wait for the
    /// signer. `done` gets an outcome with errors when a file is bad, an Error for faults of the server (storage_full,
    /// io, busy: "too-many-uploads" for want of memory, "too-busy" if too many wait to be signed).
    void take_in(std::shared_ptr<const RepositoryState> repository, ReceivedBatch received, Done<IngestOutcome> done);

private:
    struct Batch;
    using Shared = std::shared_ptr<Batch>;
    void examine_some(const Shared& batch);
    Result<> examine_next(Batch& batch) const;
    void sign_all(const Shared& batch);
    struct VersionChecks;
    Result<> record_conflicts(Batch& batch) const;
    static Result<> check_version(VersionChecks& checks, const Batch& batch, const storage::PackageRow& package,
                                  RowId distro);
    /// A chain signs one file after another, and finishes its part of the gathering after the last.
    void post_chain(const Shared& batch, const Done<>& chain);
    void sign_some(const Shared& batch, const Done<>& chain);
    Result<> sign(Batch& batch, std::size_t place) const;
    static void refuse_or_fail(Batch& batch, std::size_t file, Error error, const Done<>& chain);
    void finish(const Shared& batch);

    storage::Catalog& catalog_;
    storage::BlobStore& blobs_;
    signing::Signer& signers_;
    ClaimedBlobs& claims_;
    Post post_;
    const ExpansionLimits limits_;
    const CheckRoom check_room_to_sign_;
    MemoryBudget memory_;
};

}  // namespace slipway::publishing
