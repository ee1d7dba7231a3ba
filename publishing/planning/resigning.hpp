#pragma once

#include "base/worker_pool.hpp"
#include "publishing/planning/resigned_change.hpp"
#include "publishing/rendering/gathering.hpp"
#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/index/tree.hpp"
#include "repo-format/rpm/signature_header.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"

#include <mutex>

namespace slipway::publishing {

/// Signs anew what a revoked key has signed: every rpm of the current revisions whose signature is by that key, a few
/// at a time on the cpu pool and the signing workers, holding no thread between. However many they are, memory holds
/// the texts of a few: each finished package goes to the catalog, and what remains of it here is its digest. The result
/// is one change. What was signed before a crash is found again and not signed a second time.
class Resigning {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        storage::BlobStore& blobs;
        signing::Signer& signers;
        WorkerPool& cpu;
        /// Writes a package, which nothing refers to yet, to the catalog; its blob is durable.
        std::function<void(storage::PackageRow, Done<> kept)> keep;
    };
    using Replacements = ResignedChange::Replacements;

    /// `done` gets the packages signed anew, in the catalog and durable; none when nothing was signed by the key.
    /// Faults: those of signing and storage; what was signed before is kept, and found by the next attempt.
    static void start(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked,
                      Done<Replacements> done);

private:
    struct Package;
    using Self = std::shared_ptr<Resigning>;
    using Shared = std::shared_ptr<Package>;
    Resigning(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked)
        : parts_(std::move(parts)), repository_(std::move(repository)), revoked_(std::move(revoked)) {}

    Result<> find_packages();
    static void begin(Self self, Done<Replacements> done);
    /// A chain signs one package after another, and finishes its part of the gathering after the last.
    static void next_in_chain(const Self& self, const Done<>& chain);
    Result<bool> was_purged(const Sha256& package) const;
    Result<Shared> open_next();
    static void sign(const Self& self, const Shared& package, const Done<>& chain);
    static void write_and_keep(const Self& self, const Shared& package, const rpm::Signatures& signatures,
                               const Done<>& chain);
    const signing::PublicKey& key() const { return signing::active_key(repository_->keyring)->key; }

    Parts parts_;
    std::shared_ptr<const RepositoryState> repository_;
    std::string revoked_;
    std::vector<Sha256> packages_;
    std::shared_ptr<Gathering> chains_;
    MemoryBudget memory_{std::uint64_t{1} << 40};  // four packages at a time need no other bound

    std::mutex mutex_;  // guards the two below
    std::size_t next_ = 0;
    Replacements made_;
};

}  // namespace slipway::publishing
