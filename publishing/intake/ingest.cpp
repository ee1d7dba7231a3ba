// An upload's way in, after its bytes came: examine every file; sign the rpms that want it, a few at a time; make all
// blobs durable at once. A batch with a bad file keeps nothing.
//
// Signing waits for the signer and holds a thread meanwhile. So what is in memory for it is bounded by the threads that
// sign, and a file that waits for one of them holds nothing.
#include "publishing/intake/ingest.hpp"

#include "publishing/intake/gathering.hpp"
#include "publishing/intake/held_package.hpp"
#include "publishing/intake/ingest_file.hpp"
#include "publishing/intake/mending.hpp"
#include "publishing/intake/rpm_signing.hpp"
#include "publishing/model/purge.hpp"
#include "repo-format/formats/package_format.hpp"
#include "signing/keys/keyring.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <tuple>

namespace slipway::publishing {
namespace {

// Enough to keep the signing workers busy with one upload.
constexpr std::size_t files_signed_at_once = 4;

// Of a thread that looks into packages or signs them; one file may take longer.
constexpr std::chrono::milliseconds longest_turn{20};

Result<ExaminedFile> examine_and_mend(const storage::Catalog& catalog, storage::BlobStore& blobs,
                                      const RepositoryState& repository, ReceivedFile received,
                                      const ExpansionRoom& room) {
    auto file = TRY(examine(catalog, repository, std::move(received), room));
    TRY(mend_known(blobs, file, room.memory));
    return file;
}

}  // namespace

/// What the files of a batch are checked against: the catalog of one moment, and the versions of the files before.
struct Ingest::VersionChecks {
    VersionChecks(const storage::ReadTransaction& read, const RepositoryState& repository)
        : tx(read), holders(read, repository.settings) {}

    /// Those of the batch, where they cannot be published again.
    Result<> find_taken(const Batch& batch);

    using Versions = std::map<storage::VersionKey, Sha256>;  // → SHA-256 as uploaded
    const storage::ReadTransaction& tx;
    StoredHolders holders;
    Versions taken{};
    Versions seen{};  // two files cannot claim the same version
};

struct Ingest::Batch {
    std::shared_ptr<const RepositoryState> repository;
    ReceivedBatch received;
    Done<IngestOutcome> done;
    std::shared_ptr<MemoryBudget::Share> memory;

    std::size_t next_file = 0;               // of `received`, to be looked into
    std::map<Sha256, std::size_t> first_of;  // the first file with these bytes
    std::vector<ExaminedFile> files;
    std::map<std::size_t, std::size_t> same_as;  // a file → an earlier one with the same bytes
    IngestOutcome outcome;
    std::mutex mutex;  // guards outcome.errors while chains sign
    std::vector<std::size_t> to_sign;
    std::atomic<std::size_t> next{0};
    std::shared_ptr<Gathering> signing;
};

Ingest::Ingest(storage::Catalog& catalog, storage::BlobStore& blobs, signing::Signer& signers, ClaimedBlobs& claims,
               Post post, ExpansionLimits limits, CheckRoom check_room_to_sign)
    : catalog_(catalog),
      blobs_(blobs),
      signers_(signers),
      claims_(claims),
      post_(std::move(post)),
      limits_(limits),
      check_room_to_sign_(std::move(check_room_to_sign)),
      memory_(limits.examination_bytes) {}

Result<> Ingest::check_early(const RepositoryState& repository, const storage::ChannelRow& channel,
                             std::string_view file_name, const Destination& destination, const Sha256& declared) const {
    if (is_purged(repository, declared)) return purged_earlier(std::string(file_name), declared);
    const auto* format = formats::with_ending(file_name);
    if (format == nullptr || !channel.immutable_versions) return {};
    const auto stem = file_name.substr(0, file_name.rfind('.'));
    const auto said = format->parse_file_name(stem);
    if (said.name.empty()) return {};

    const auto tx = TRY(catalog_.read());
    if (TRY(storage::find_package(tx, repository.settings.id, declared))) return {};  // a retry with the bytes served
    for (const auto* distro : TRY(resolve_distros(repository, format->traits().format, destination))) {
        const auto taken = TRY(storage::find_taken_version(tx, distro->id, said.name, said.version, said.architecture));
        if (!taken || taken->uploaded_sha256 == declared) continue;
        const auto holding =
            TRY(StoredHolders(tx, repository.settings)
                    .find(*distro, {said.name, said.version, said.architecture, declared}, taken->uploaded_sha256));
        return Error("package-exists"_problem,
                     "by its file name this is " + said.name + " " + said.version + " (" + said.architecture +
                         "), which was published in distro " + distro->name + " with other bytes: there SHA-256 " +
                         taken->uploaded_sha256.hex() + ", declared " + declared.hex() + "; " +
                         holding.have("the other bytes") +
                         ". Raise the version, or set immutable_versions off on a development channel");
    }
    return {};
}

void Ingest::take_in(std::shared_ptr<const RepositoryState> repository, ReceivedBatch received,
                     Done<IngestOutcome> done) {
    auto batch = std::make_shared<Batch>();
    batch->repository = std::move(repository);
    batch->outcome.errors = std::move(received.refused);
    batch->received = std::move(received);
    batch->done = std::move(done);
    batch->memory = memory_.share(batch->received.turn);
    post_(Step::examine, batch->received.turn, [this, batch] { examine_some(batch); });
}

/// Looks into files for a moment, then lets others have their turn: a batch may have thousands of them.
void Ingest::examine_some(const Shared& batch) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + longest_turn;
    while (batch->next_file < batch->received.files.size()) {
        if (auto looked = examine_next(*batch); !looked.ok()) return batch->done(std::move(looked).error());
        if (Clock::now() >= end)
            return post_(Step::examine, batch->received.turn, [this, batch] { examine_some(batch); });
    }
    batch->received.files.clear();
    sign_all(batch);
}

Result<> Ingest::examine_next(Batch& batch) const {
    auto& received = batch.received.files[batch.next_file++];
    const std::string name = received.name;
    const Sha256 digest = received.bytes.digest();
    auto file = examine_and_mend(catalog_, blobs_, *batch.repository, std::move(received),
                                 {limits_.index_text_bytes, *batch.memory});
    if (!file.ok()) {
        if (is_of_the_server(file.error().fault())) return std::move(file).error();
        batch.outcome.errors.push_back({name, std::move(file).error()});
        return {};
    }
    const std::size_t place = batch.files.size();
    batch.files.push_back(std::move(file).release());
    const bool many = batch.received.files.size() > storage::many_uploads;
    if (many) batch.files.back().received.bytes.close_for_reading();
    if (many && batch.files.back().signed_bytes) batch.files.back().signed_bytes->close_for_reading();
    const auto [first, is_first] = batch.first_of.emplace(digest, place);
    if (!is_first)
        batch.same_as[place] = first->second;
    else if (batch.files[place].to_be_signed)
        batch.to_sign.push_back(place);
    return {};
}

void Ingest::sign_all(const Shared& batch) {
    if (auto recorded = record_conflicts(*batch); !recorded.ok()) return batch->done(std::move(recorded).error());
    if (!batch->outcome.errors.empty()) return batch->done(std::move(batch->outcome));
    if (!batch->to_sign.empty())
        if (auto room = check_room_to_sign(batch->received.turn); !room.ok())
            return batch->done(std::move(room).error());

    batch->signing = std::make_shared<Gathering>([this, batch](Result<> result) {
        batch->signing.reset();
        if (!result.ok()) return batch->done(std::move(result).error());
        post_(Step::store, batch->received.turn, [this, batch] { finish(batch); });
    });
    const auto gathering = batch->signing;
    const auto own = gathering->begin();
    const auto chains = std::min(files_signed_at_once, batch->to_sign.size());
    for (std::size_t chain = 0; chain < chains; ++chain) post_chain(batch, gathering->begin());
    own({});
}

/// The publisher decides on versions, when the upload gets its turn. Those that are taken at this moment are refused
/// here, so that nothing is signed and no bytes are kept for nothing, and the answer names every bad file.
Result<> Ingest::record_conflicts(Batch& batch) const {
    const auto tx = TRY(catalog_.read());
    VersionChecks checks(tx, *batch.repository);
    if (batch.received.into_immutable_versions) TRY(checks.find_taken(batch));
    for (const auto& file : batch.files) {
        for (const auto& target : file.result.targets) {
            auto checked = check_version(checks, batch, file.result.package, target.distro);
            if (checked.ok()) continue;
            if (is_of_the_server(checked.error().fault())) return checked;
            batch.outcome.errors.push_back({file.result.file, std::move(checked).error()});
            break;
        }
    }
    return {};
}

Result<> Ingest::VersionChecks::find_taken(const Batch& batch) {
    std::vector<storage::VersionKey> wanted;
    for (const auto& file : batch.files)
        for (const auto& target : file.result.targets) wanted.push_back(version_in(target.distro, file.result.package));
    taken = TRY(storage::find_taken_versions(tx, wanted));
    return {};
}

Result<> Ingest::check_version(VersionChecks& checks, const Batch& batch, const storage::PackageRow& package,
                               RowId distro) {
    const auto [held, is_first] = checks.seen.try_emplace(version_in(distro, package), package.uploaded_sha256);
    if (held->second != package.uploaded_sha256) return two_files_of_version(package);
    const auto holder = checks.taken.find(held->first);
    if (!is_first || holder == checks.taken.end() || holder->second == package.uploaded_sha256) return {};
    const auto& row = *batch.repository->find_distro(distro);
    std::optional<HoldingChannels> holding;
    if (batch.outcome.errors.size() < most_with_channels)
        holding = TRY(checks.holders.find(row, {package.name, package.version, package.architecture, package.sha256},
                                          holder->second));
    return package_exists(package, row.name, holder->second, holding);
}

void Ingest::post_chain(const Shared& batch, const Done<>& chain) {
    post_(Step::sign, batch->received.turn, [this, batch, chain] { sign_some(batch, chain); });
}

/// Signs files for a moment, then lets others have their turn; ends this chain when none is left.
void Ingest::sign_some(const Shared& batch, const Done<>& chain) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + longest_turn;
    while (!batch->signing->failed()) {
        const std::size_t mine = batch->next.fetch_add(1);
        if (mine >= batch->to_sign.size()) break;
        const std::size_t place = batch->to_sign[mine];
        if (auto made = sign(*batch, place); !made.ok())
            return refuse_or_fail(*batch, place, std::move(made).error(), chain);
        if (Clock::now() >= end) return post_chain(batch, chain);
    }
    chain({});
}

Result<> Ingest::sign(Batch& batch, std::size_t place) const {
    ExaminedFile& file = batch.files[place];
    const auto& original = file.received.bytes.content();
    const auto& key = signing::active_key(batch.repository->keyring)->key;
    const auto held = TRY(hold_rpm(*batch.memory, original, rpm::VerifyDigests::no));
    const auto signatures =
        TRY(make_signatures(signers_, batch.repository->settings.name, key, original, held.package, *batch.memory));
    file.signed_bytes = TRY(write_signed(blobs_, original, held.package, signatures, key.fingerprint,
                                         file.result.package, {limits_.index_text_bytes, *batch.memory}));
    if (batch.files.size() > storage::many_uploads) {
        file.received.bytes.close_for_reading();
        file.signed_bytes->close_for_reading();
    }
    return {};
}

/// A file that cannot be signed is refused with the others; a server that cannot sign fails the batch.
void Ingest::refuse_or_fail(Batch& batch, std::size_t file, Error error, const Done<>& chain) {
    if (is_of_the_server(error.fault()))
        return chain(std::move(error).during("signing " + batch.files[file].received.name));
    {
        const std::lock_guard lock(batch.mutex);
        batch.outcome.errors.push_back({batch.files[file].received.name, std::move(error)});
    }
    chain({});
}

void Ingest::finish(const Shared& batch) {
    if (!batch->outcome.errors.empty()) return batch->done(std::move(batch->outcome));
    for (const auto& [place, first] : batch->same_as) {
        batch->files[place].result.package = batch->files[first].result.package;
        batch->files[place].result.replaces = batch->files[first].result.replaces;
    }
    std::vector<storage::BlobUpload> uploads;
    for (std::size_t place = 0; place < batch->files.size(); ++place) {
        auto& file = batch->files[place];
        auto& package = file.result.package;
        file.result.claim = claims_.claim(package.sha256);
        file.result.memory = batch->memory;
        if (package.id == 0) {
            if (package.provenance.empty()) {  // else: known bytes, signed anew
                package.provenance = batch->received.provenance;
                package.uploaded_at = batch->received.now;
            }
        }
        if ((package.id == 0 || file.mends) && !batch->same_as.contains(place))
            uploads.push_back(file.signed_bytes ? std::move(*file.signed_bytes) : std::move(file.received.bytes));
        batch->outcome.packages.push_back(std::move(file.result));
    }
    auto committed = blobs_.commit(uploads);
    if (!committed.ok()) return batch->done(std::move(committed).error());
    batch->done(std::move(batch->outcome));
}

}  // namespace slipway::publishing
