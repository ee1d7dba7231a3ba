#include "publishing/fsck/purge_checks.hpp"

#include "storage/catalog/packages.hpp"
#include "storage/catalog/purges.hpp"

#include <string>
#include <unordered_set>

namespace slipway::publishing {
namespace {

Result<> check_purge(const storage::ReadTransaction& tx, const storage::PurgeRow& purge, storage::BlobStore& blobs,
                     const std::unordered_set<std::string>& resting, storage::Repair repair,
                     storage::Findings& findings) {
    const std::string what = "purged package " + purge.sha256.hex();
    if (TRY(storage::find_package(tx, purge.repository, purge.sha256)))
        findings.damage("purge", what + " is still a package of its repository");
    if (TRY(storage::has_pool_name(tx, purge.repository, purge.sha256)))
        findings.damage("purge", what + " is still served");
    if (TRY(storage::is_blob_needed(tx, purge.sha256))) return {};
    if (!resting.contains(purge.sha256.hex()) && !TRY(blobs.contains(purge.sha256))) return {};
    if (repair == storage::Repair::yes) {
        TRY(blobs.destroy(purge.sha256));
        findings.repaired("purge", "the bytes of " + what + " were still stored; destroyed");
    } else {
        findings.leftover("purge", "the bytes of " + what + " are still stored; the next start destroys them");
    }
    return {};
}

}  // namespace

Result<> check_purges(const storage::ReadTransaction& tx, storage::BlobStore& blobs, storage::Repair repair,
                      storage::Findings& findings) {
    std::vector<storage::PurgeRow> purges;
    TRY(storage::visit_purges(tx, [&](const storage::PurgeRow& purge) { purges.push_back(purge); }));
    std::unordered_set<std::string> resting;
    for (const auto& file : TRY(blobs.trash().list())) resting.insert(file.name);
    for (const auto& purge : purges) TRY(check_purge(tx, purge, blobs, resting, repair, findings));
    return {};
}

}  // namespace slipway::publishing
