#include "publishing/planning/resigned_change.hpp"

#include "publishing/planning/signed_variants.hpp"

namespace slipway::publishing {
namespace {

/// The signing that stands for the bytes `signed_here` was made from. Faults: busy "publication-failed" when there is
/// none that clients trust.
Result<storage::PackageRow> newest_variant(const Planning& planning, const Sha256& signed_here) {
    const auto row = TRY(planning.facts().find_package(signed_here));
    auto newest = row ? TRY(planning.facts().find_newest(row->uploaded_sha256)) : std::nullopt;
    if (newest && !is_signed_by_revoked(planning.state(), *newest)) return std::move(*newest);
    return Error("publication-failed"_problem,
                 "rpms that were signed anew are gone or their key was revoked meanwhile");
}

}  // namespace

Result<Change::Answer> ResignedChange::plan(Planning& planning) const {
    ReplacedCounts replaced;
    for (const auto& [older, newer] : replacements_) {
        if (is_purged(planning.state(), older)) continue;
        const auto package = std::make_shared<const storage::PackageRow>(TRY(newest_variant(planning, newer)));
        for (auto& [name, draft] : planning.drafts())
            replaced[name] += TRY(replace_variant(planning, draft, older, package));
    }
    record_replaced(planning, actor(), replaced, "the key that signed them was revoked");
    return answer();
}

}  // namespace slipway::publishing
