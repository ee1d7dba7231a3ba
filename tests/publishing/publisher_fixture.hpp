#pragma once

#include "base/files/posix_file_system.hpp"
#include "publishing/intake/ingest.hpp"
#include "publishing/planning/delete_channel_change.hpp"
#include "publishing/planning/delete_distro_change.hpp"
#include "publishing/planning/delete_repository_change.hpp"
#include "publishing/planning/key_change.hpp"
#include "publishing/planning/promote_change.hpp"
#include "publishing/planning/purge_change.hpp"
#include "publishing/planning/put_channel_change.hpp"
#include "publishing/planning/put_distro_change.hpp"
#include "publishing/planning/put_repository_change.hpp"
#include "publishing/planning/remove_change.hpp"
#include "publishing/planning/rollback_change.hpp"
#include "publishing/planning/upload_change.hpp"
#include "publishing/publisher/publisher.hpp"
#include "tests/signing/fake_signer.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/faulty_file_system.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::testing {

/// A publisher with real storage in a directory of its own; FakeSigner signs. The calls wait for their answers.
class PublisherFixture {
public:
    /// One of several nodes over a catalog in PostgreSQL and one directory.
    struct OfCluster {
        std::string database_url;
        std::filesystem::path directory;
        std::filesystem::path spool;  // its `blobs/sha256` leads to that of the directory: uploads are numbered apart
        std::uint32_t packs_behind = 0;  // a directory cannot number the packs of several
        publishing::ClusterSettings settings{};
    };
    struct Setup {
        std::string public_url;
        std::size_t ephemeral_channels = publishing::default_ephemeral_channels;
        std::size_t extra_architectures = publishing::default_extra_architectures;
        publishing::ExpansionLimits expansion{};
        publishing::Ingest::CheckRoom check_room_to_sign = publishing::Ingest::always_room;
        std::optional<OfCluster> of_cluster{};
    };
    PublisherFixture() : PublisherFixture(Setup{}) {}
    explicit PublisherFixture(Setup setup);
    ~PublisherFixture();

    /// Stops everything and starts it again on the same directory.
    void restart();
    /// With another public URL.
    void restart_as(const std::string& public_url) {
        setup_.public_url = public_url;
        restart();
    }

    /// Repository `main` with distros `deb` and `rpm` and these channels (`dev` mutable, others immutable).
    void create_main(const std::vector<std::string>& channels = {"dev"}) { create_repository("main", channels); }
    void create_repository(const std::string& name, const std::vector<std::string>& channels = {"dev"});

    Result<publishing::IngestOutcome> ingest(const std::vector<std::pair<std::string, std::string>>& named_files,
                                             const publishing::Destination& destination = {},
                                             const std::string& repository = "main");
    /// Ingests and uploads; of an outcome with errors the first.
    Result<publishing::UploadAnswer> upload(const std::string& channel, const std::string& name,
                                            const std::string& bytes, const publishing::Destination& destination = {});
    /// Uploads what must be taken; the digest that is served.
    Sha256 publish(const std::string& channel, const std::string& name, const std::string& bytes,
                   const publishing::Destination& destination = {});
    Result<std::int64_t> remove(const std::string& channel, const Sha256& package);
    Result<publishing::ContentOutcome> promote(publishing::Promotion promotion);
    Result<publishing::ContentOutcome> preview(const publishing::Promotion& promotion);
    Result<publishing::ContentOutcome> roll_back(publishing::Rollback rollback);
    Result<publishing::PurgeOutcome> purge(const Sha256& package, const std::string& repository = "main",
                                           publishing::ReleaseVersion release = publishing::ReleaseVersion::no);
    Result<signing::Keyring> change_keys(publishing::KeyCommand command);
    Result<publishing::PutResult> put(publishing::RepositoryPut put, const std::string& name = "main");
    Result<publishing::PutResult> put_distro(publishing::DistroPut put);
    Result<publishing::PutResult> put_channel(publishing::ChannelPut put);
    Result<> delete_distro(const std::string& name, publishing::Force force = publishing::Force::no);

    std::shared_ptr<const publishing::PublishedTree> tree() const { return publisher_->current(); }
    /// As they are now: the publisher's threads replace the tree at any time.
    publishing::PublishedRepository repository(const std::string& name = "main") const;
    publishing::ChannelState channel(const std::string& name) const;
    /// The bytes served at a path below `dists/{channel}/` or `{channel}/`; "" when there are none.
    std::string served(const std::string& distro, const std::string& channel, const std::string& path) const;

    /// Waits until Release.gpg of the channel is there too.
    void wait_for_release_signature(const std::string& channel = "dev");
    /// What fsck finds once every late signature of `main` is there, a line each.
    std::string fsck();
    /// Made since the start.
    std::uint64_t signatures() const { return signer_->counters().signatures; }

    publishing::Publisher& publisher() { return *publisher_; }
    storage::Catalog& catalog() { return *catalog_; }
    storage::BlobStore& blobs() { return *blobs_; }
    storage::SegmentStore& segments() { return *segments_; }
    FakeSigner& signer() { return *signer_; }
    /// What uploads hold for the headers and texts of their packages.
    std::uint64_t examination_memory() const { return ingest_->memory_used(); }
    FakeClock& clock() { return clock_; }
    /// Under blobs and segments: arm it to let them fail.
    FaultyFileSystem& file_system() { return disk_files_; }
    const std::filesystem::path& directory() const {
        return setup_.of_cluster ? setup_.of_cluster->directory : directory_.path();
    }
    publishing::Cluster& cluster() { return *cluster_; }

private:
    void start();
    void open_catalog();

    Setup setup_;
    TempDir directory_;
    FakeClock clock_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    PosixFileSystem files_;
    FaultyFileSystem disk_files_{files_};
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<storage::BlobStore> blobs_;
    std::unique_ptr<storage::SegmentStore> segments_;
    std::unique_ptr<FakeSigner> signer_;
    publishing::ClaimedBlobs claims_;
    std::unique_ptr<publishing::Cluster> cluster_;
    std::unique_ptr<WorkerPool> disk_;
    std::unique_ptr<WorkerPool> signing_;  // where files wait for the signer
    std::unique_ptr<publishing::Publisher> publisher_;
    std::unique_ptr<publishing::Ingest> ingest_;
};

/// The whole text of a published file.
std::string text_of(const publishing::PublishedFile& file);

/// Waits for what an asynchronous call answers: `answer_of<T>([&](auto done) { call(…, done); })`.
template <class T, class Call>
Result<T> answer_of(Call call) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    call(publishing::Done<T>([promise](Result<T> result) { promise->set_value(std::move(result)); }));
    return future.get();
}

}  // namespace slipway::testing
