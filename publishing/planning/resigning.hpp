#pragma once

#include "base/job_group.hpp"
#include "publishing/planning/resigned_change.hpp"
#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/index/tree.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/signer.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"

#include <mutex>
#include <span>

namespace slipway::publishing {

/// Signs anew every rpm of the current revisions that a revoked key has signed, a few at a time. However many there
/// are, memory holds the texts of a few: each finished package goes to the catalog, and only its digest stays here. The
/// result is one change. What was signed before a crash is found again and not signed a second time.
class Resigning {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        storage::BlobStore& blobs;
        signing::Signer& signers;
        JobGuard guard;
        /// Writes a package, which nothing refers to yet, to the catalog; its blob is durable. Blocks.
        std::function<Result<>(const storage::PackageRow&)> store;
    };
    using Replacements = ResignedChange::Replacements;

    Resigning(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked)
        : parts_(std::move(parts)), repository_(std::move(repository)), revoked_(std::move(revoked)) {}

    /// Returns the packages signed anew, which are in the catalog and durable, or none if the key signed nothing. Works
    /// on threads of its own, and blocks until they end. To be called once. Faults: those of signing and storage; the
    /// next attempt finds what was signed before.
    Result<Replacements> run();

private:
    struct Package;

    Result<> find_packages();
    Result<> collect_signed(const storage::ReadTransaction& tx, std::span<const Sha256> listed);
    /// Signs one package after another until none is left.
    Result<> sign_packages(const JobGroup& chains);
    Result<bool> was_purged(const Sha256& package) const;
    Result<std::unique_ptr<Package>> open_next();
    Result<> sign(Package& package);
    const signing::PublicKey& key() const { return signing::active_key(repository_->keyring)->key; }

    Parts parts_;
    std::shared_ptr<const RepositoryState> repository_;
    std::string revoked_;
    std::vector<Sha256> packages_;
    MemoryBudget memory_{std::uint64_t{1} << 40};  // four packages at a time need no other bound

    std::mutex mutex_;  // guards the two below
    std::size_t next_ = 0;
    Replacements made_;
};

}  // namespace slipway::publishing
