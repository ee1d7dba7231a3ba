#pragma once

#include "base/worker_pool.hpp"
#include "publishing/change.hpp"
#include "repo-format/index/tree.hpp"

namespace slipway::publishing {

/// Signs anew what a revoked key has signed: every rpm of the current revisions whose signature is by that key, one
/// after another on the cpu pool and the signing workers, holding no thread between. The result is one change.
class Resigning {
public:
    struct Parts {
        const storage::Catalog& catalog;
        const index::NodeReader& nodes;
        storage::BlobStore& blobs;
        signing::SigningWorkers& signers;
        WorkerPool& cpu;
    };
    using Replacements = std::vector<std::pair<Sha256, IngestedPackage>>;

    /// `done` gets the packages signed anew, their blobs durable; none when nothing was signed by the key. Faults:
    /// those of signing and storage; what was signed before is kept by nobody then and collected later.
    static void start(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked,
                      Done<Replacements> done);

private:
    using Self = std::shared_ptr<Resigning>;
    Resigning(Parts parts, std::shared_ptr<const RepositoryState> repository, std::string revoked,
              Done<Replacements> done)
        : parts_(parts), repository_(std::move(repository)), revoked_(std::move(revoked)), done_(std::move(done)) {}

    Result<> find_packages();
    static void sign_next(Self self);
    Result<> keep(storage::PackageRow row, const storage::File& file, const rpm::RpmPackage& package,
                  const rpm::Signatures& signatures);

    Parts parts_;
    std::shared_ptr<const RepositoryState> repository_;
    std::string revoked_;
    Done<Replacements> done_;
    std::vector<storage::PackageRow> packages_;
    std::size_t next_ = 0;
    Replacements made_;
};

}  // namespace slipway::publishing
