#include "publishing/planning/resigned_change.hpp"

#include "publishing/planning/signed_variants.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace slipway::publishing {
namespace {

using Replacement = ResignedChange::Replacements::value_type;

/// The signed variant that stands for the uploaded bytes of each newer one, in this order. Faults: busy
/// "publication-failed" when there is none that clients trust.
Result<std::vector<SharedPackage>> newest_variants(const Planning& planning,
                                                   std::span<const Replacement> replacements) {
    std::vector<Sha256> signed_here;
    for (const auto& [older, newer] : replacements) signed_here.push_back(newer);
    const auto rows = TRY(planning.facts().find_packages(signed_here));
    std::vector<Sha256> uploaded;
    for (const auto& [digest, row] : rows) uploaded.push_back(row.uploaded_sha256);
    const auto newest = TRY(planning.facts().find_newest_of(uploaded));
    std::vector<SharedPackage> variants;
    for (const auto& digest : signed_here) {
        const auto row = rows.find(digest);
        const auto found = row == rows.end() ? newest.end() : newest.find(row->second.uploaded_sha256);
        if (found == newest.end() || is_signed_by_revoked(planning.state(), found->second))
            return Error("publication-failed"_problem,
                         "rpms that were signed anew are gone or their key was revoked meanwhile");
        variants.push_back(std::make_shared<const storage::PackageRow>(found->second));
    }
    return variants;
}

Result<> replace_all(Planning& planning, std::span<const Replacement> replacements, ReplacedCounts& replaced) {
    const auto variants = TRY(newest_variants(planning, replacements));
    for (std::size_t i = 0; i < replacements.size(); ++i)
        for (auto& [name, draft] : planning.drafts())
            replaced[name] += TRY(replace_variant(planning, draft, replacements[i].first, variants[i]));
    return {};
}

}  // namespace

Result<Change::Answer> ResignedChange::plan(Planning& planning) const {
    Replacements wanted;
    for (const auto& replacement : replacements_)
        if (!is_purged(planning.state(), replacement.first)) wanted.push_back(replacement);
    ReplacedCounts replaced;
    for (std::span<const Replacement> left = wanted; !left.empty();) {
        const auto part = left.first(std::min(left.size(), asked_at_once));
        TRY(replace_all(planning, part, replaced));
        left = left.subspan(part.size());
    }
    record_replaced(planning, actor(), replaced, "the key that signed them was revoked");
    return answer();
}

}  // namespace slipway::publishing
