// A newer signing takes the place of an older one wherever a channel lists that: its key was revoked, or its bytes were
// lost. What is listed is the same package.
#include "publishing/model/purge.hpp"
#include "publishing/planning/planner.hpp"

namespace slipway::publishing {

void Planner::note_replaced(const Actor& actor, const std::map<std::string, std::uint64_t>& replaced,
                            const std::string& reason) {
    for (const auto& [name, count] : replaced) {
        if (count == 0) continue;
        const auto event = add_event(actor, name, audit::PackagesResigned{count});
        note_change(name, Cause::resign, actor, reason, count, count, event);
    }
}

Result<> Planner::plan_resigned(const Actor& actor, const ResignedChange& change) {
    std::map<std::string, std::uint64_t> replaced;  // by channel
    for (const auto& [older, newer] : change.replacements) {
        if (is_purged(plan_.after, older)) continue;
        const auto package = std::make_shared<const storage::PackageRow>(TRY(newest_signing_of(newer)));
        for (auto& [name, draft] : drafts_) replaced[name] += TRY(replace(draft, older, package));
    }
    note_replaced(actor, replaced, "the key that signed them was revoked");
    return {};
}

/// The signing that stands for the bytes `signed_here` was made from. Faults: busy "publication-failed" when there is
/// none that clients trust.
Result<storage::PackageRow> Planner::newest_signing_of(const Sha256& signed_here) const {
    const auto repository = plan_.after.settings.id;
    const auto row = TRY(storage::find_package(tx_, repository, signed_here));
    auto newest = row ? TRY(storage::find_package_by_upload(tx_, repository, row->uploaded_sha256)) : std::nullopt;
    if (newest && !is_signed_by_revoked(plan_.after, *newest)) return std::move(*newest);
    return Error("publication-failed"_problem,
                 "rpms that were signed anew are gone or their key was revoked meanwhile");
}

/// Puts a newer signing in the place of the older one, wherever the channel has it. How often.
Result<std::uint64_t> Planner::replace(ChannelDraft& draft, const Sha256& older, const SharedPackage& newer) {
    const storage::PackageRow& package = *newer;
    std::uint64_t replaced = 0;
    const index::EntryKey old_key{package.name, package.version, package.architecture, older};
    const auto new_key = key_of(package);
    for (const auto& row : plan_.after.settings.distros) {
        if (row.format != "rpm" || !TRY(draft.contains(row, "", old_key))) continue;
        keep_package(newer, row.id, "");
        draft.remove(row, "", old_key);
        TRY(draft.add(row, "", {new_key, package.weight}));
        ++replaced;
    }
    return replaced;
}

/// The package itself, or the newest signing of one that a revoked key signed; where there is none yet, it will be
/// made.
Result<storage::PackageRow> Planner::standing_signing_of(const storage::PackageRow& package) {
    if (!is_signed_by_revoked(plan_.after, package)) return package;
    auto newest = TRY(storage::find_package_by_upload(tx_, plan_.after.settings.id, package.uploaded_sha256));
    if (newest && !is_signed_by_revoked(plan_.after, *newest)) return std::move(*newest);
    plan_.sign_anew = true;
    return package;
}

}  // namespace slipway::publishing
