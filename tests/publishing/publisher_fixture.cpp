#include "tests/publishing/publisher_fixture.hpp"

#include "publishing/content/node_cache.hpp"
#include "publishing/fsck/checker.hpp"
#include "storage/blobs/file_blob_store.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/postgresql/catalog.hpp"
#include "storage/segments/file_segment_store.hpp"
#include "tests/support/rope_text.hpp"

namespace slipway::testing {

using namespace publishing;

namespace {

const Actor tester{"test", ""};

}  // namespace

PublisherFixture::PublisherFixture(Setup setup) : setup_(std::move(setup)) { start(); }

PublisherFixture::~PublisherFixture() {
    publisher_.reset();
    signing_.reset();
    disk_.reset();
}

void PublisherFixture::restart() {
    publisher_.reset();
    signing_.reset();
    disk_.reset();
    ingest_.reset();
    signer_.reset();
    cluster_.reset();
    catalog_.reset();
    start();
}

void PublisherFixture::open_catalog() {
    if (!setup_.of_cluster) {
        catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
        return;
    }
    const auto& of = *setup_.of_cluster;
    catalog_ = MUST(storage::PostgresqlCatalog::open({.url = of.database_url}));
    MUST(catalog_->share(MUST(node_id(of.settings.url))));
    cluster_ = MUST(Cluster::join({of.database_url, log_}, of.settings));
}

void PublisherFixture::start() {
    open_catalog();
    blobs_ =
        MUST(storage::FileBlobStore::open(disk_files_, setup_.of_cluster ? setup_.of_cluster->spool : directory()));
    segments_ = MUST(storage::FileSegmentStore::open(disk_files_, directory()));
    if (setup_.of_cluster) segments_->begin_behind(setup_.of_cluster->packs_behind);
    signer_ = std::make_unique<FakeSigner>(disk_files_, directory() / "keys");
    disk_ = std::make_unique<WorkerPool>(2);
    signing_ = std::make_unique<WorkerPool>(2);
    Publisher::Options publisher_options;
    publisher_options.public_url = setup_.public_url;
    publisher_options.first_key = signing::KeyAlgorithm::ed25519;
    publisher_options.ephemeral_channels = setup_.ephemeral_channels;
    publisher_options.extra_architectures = setup_.extra_architectures;
    publisher_ = MUST(Publisher::open({*catalog_, *segments_, *blobs_, *signer_, clock_, log_, claims_, cluster_.get()},
                                      publisher_options, [](auto, auto done) { done(); }));
    const auto post = [this](auto step, auto turn, auto job) {
        (step == Ingest::Step::sign ? signing_ : disk_)->post(turn, std::move(job));
    };
    ingest_ = std::make_unique<Ingest>(*catalog_, *blobs_, *signer_, claims_, post, setup_.expansion,
                                       setup_.check_room_to_sign);
}

void PublisherFixture::create_repository(const std::string& repository, const std::vector<std::string>& channels) {
    RepositoryPut put;
    put.distros = {{.name = "deb", .format = Format::deb}, {.name = "rpm", .format = Format::rpm}};
    for (const auto& name : channels)
        put.channels.push_back({name, name == "dev" ? std::optional(false) : std::nullopt});
    ASSERT_EQ(MUST(this->put(put, repository)), PutResult::created);
}

void PublisherFixture::wait_for_release_signature(const std::string& channel) {
    MUST(answer_of<PublishedFile>(
        [&](auto done) { publisher_->release_signature("main", "deb", channel, std::move(done)); }));
}

std::string PublisherFixture::fsck() {
    for (const auto& [channel, state] : repository().state.channels) wait_for_release_signature(channel);
    const auto findings = MUST(check_store({*catalog_, *blobs_, *segments_}));
    std::string text;
    for (const auto& finding : findings.all()) text += finding.check + ": " + finding.message + "\n";
    return text;
}

Result<IngestOutcome> PublisherFixture::ingest(const std::vector<std::pair<std::string, std::string>>& named_files,
                                               const Destination& destination, const std::string& into) {
    std::vector<ReceivedFile> files;
    for (const auto& [name, bytes] : named_files) {
        auto upload = TRY(blobs_->begin_upload());
        TRY(upload.append(bytes));
        files.push_back({name, std::move(upload), destination});
    }
    auto state = std::make_shared<const RepositoryState>(repository(into).state);
    ReceivedBatch batch{.files = std::move(files), .refused = {}, .provenance = "{}", .now = clock_.now()};
    return answer_of<IngestOutcome>([&](auto done) { ingest_->take_in(state, std::move(batch), std::move(done)); });
}

Result<UploadAnswer> PublisherFixture::upload(const std::string& channel, const std::string& name,
                                              const std::string& bytes, const Destination& destination) {
    auto outcome = TRY(ingest({{name, bytes}}, destination));
    if (!outcome.errors.empty()) return std::move(outcome.errors.front().error);
    return answer_of<UploadAnswer>([&](auto done) {
        publisher_->carry_out<UploadChange>("main", tester, channel, std::move(outcome.packages), std::move(done));
    });
}

Sha256 PublisherFixture::publish(const std::string& channel, const std::string& name, const std::string& bytes,
                                 const Destination& destination) {
    const auto answer = MUST(upload(channel, name, bytes, destination));
    return std::get<UploadOutcome>(answer).packages.at(0).package->sha256;
}

Result<std::int64_t> PublisherFixture::remove(const std::string& channel, const Sha256& package) {
    return answer_of<std::int64_t>([&](auto done) {
        publisher_->carry_out<RemoveChange>(
            "main", tester, RemoveChange::Wanted{channel, package, std::nullopt, "no longer wanted"}, std::move(done));
    });
}

Result<ContentOutcome> PublisherFixture::promote(Promotion promotion) {
    return answer_of<ContentOutcome>([&](auto done) {
        publisher_->carry_out<PromoteChange>("main", tester, std::move(promotion), std::move(done));
    });
}

Result<ContentOutcome> PublisherFixture::preview(const Promotion& promotion) {
    const NodeCache nodes(*catalog_, std::size_t{1} << 20);
    const auto rule = [&](Planning& planning) { return plan_promotion(planning, tester, promotion, Trial::yes); };
    return publisher_->preview(MUST(catalog_->read()), nodes, RepositoryState(repository().state), rule);
}

Result<ContentOutcome> PublisherFixture::roll_back(Rollback rollback) {
    return answer_of<ContentOutcome>([&](auto done) {
        publisher_->carry_out<RollbackChange>("main", tester, std::move(rollback), std::move(done));
    });
}

Result<PurgeOutcome> PublisherFixture::purge(const Sha256& package, const std::string& repository,
                                             ReleaseVersion release) {
    return answer_of<PurgeOutcome>([&](auto done) {
        publisher_->carry_out<PurgeChange>(repository, tester, PurgeChange::Wanted{package, "a leaked secret", release},
                                           std::move(done));
    });
}

Result<signing::Keyring> PublisherFixture::change_keys(KeyCommand command) {
    return answer_of<signing::Keyring>(
        [&](auto done) { publisher_->carry_out<KeyChange>("main", tester, std::move(command), std::move(done)); });
}

Result<PutResult> PublisherFixture::put(RepositoryPut put, const std::string& name) {
    return answer_of<PutResult>(
        [&](auto done) { publisher_->carry_out<PutRepositoryChange>(name, tester, std::move(put), std::move(done)); });
}

Result<PutResult> PublisherFixture::put_distro(DistroPut put) {
    return answer_of<PutResult>(
        [&](auto done) { publisher_->carry_out<PutDistroChange>("main", tester, std::move(put), std::move(done)); });
}

Result<> PublisherFixture::delete_distro(const std::string& name, Force force) {
    TRY(answer_of<std::monostate>([&](auto done) {
        publisher_->carry_out<DeleteDistroChange>("main", tester, DeleteDistroChange::Wanted{name, force, nullptr},
                                                  std::move(done));
    }));
    return {};
}

Result<PutResult> PublisherFixture::put_channel(ChannelPut put) {
    return answer_of<PutResult>(
        [&](auto done) { publisher_->carry_out<PutChannelChange>("main", tester, std::move(put), std::move(done)); });
}

PublishedRepository PublisherFixture::repository(const std::string& name) const {
    return *tree()->repositories.at(name);
}

ChannelState PublisherFixture::channel(const std::string& name) const { return repository().state.channels.at(name); }

std::string PublisherFixture::served(const std::string& distro, const std::string& channel,
                                     const std::string& path) const {
    const auto files = repository().files.at(distro).at(channel);
    const auto found = files->files.find(path);
    if (found != files->files.end()) return text_of(found->second);
    for (const auto& [basearch, generations] : files->repomds) {
        if (path == basearch + "/repodata/repomd.xml") return text_of(generations.back().repomd);
        if (path == basearch + "/repodata/repomd.xml.asc") return text_of(generations.back().signature);
    }
    return {};
}

std::string text_of(const PublishedFile& file) {
    if (const auto* bytes = std::get_if<SharedBytes>(&file.body)) return **bytes;
    return text_of(*std::get<SharedRope>(file.body));
}

}  // namespace slipway::testing
