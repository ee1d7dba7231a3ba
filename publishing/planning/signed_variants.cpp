// A newer signed variant takes the place of an older one wherever a channel lists that: its key was revoked, or its
// bytes were lost. What is listed is the same package.
#include "publishing/planning/signed_variants.hpp"

#include "repo-format/formats/package_format.hpp"

namespace slipway::publishing {

Result<std::uint64_t> replace_variant(Planning& planning, ChannelDraft& draft, const Sha256& older,
                                      const SharedPackage& newer) {
    const storage::PackageRow& package = *newer;
    std::uint64_t replaced = 0;
    const index::EntryKey old_key{package.name, package.version, package.architecture, older};
    for (const auto& row : planning.state().settings.distros) {
        if (!formats::of(row.format).traits().signs_packages || !TRY(draft.contains(row, "", old_key))) continue;
        planning.store_package(newer, row.id, "");
        draft.remove(row, "", old_key);
        TRY(draft.add(row, "", {key_of(package), package.weight}));
        ++replaced;
    }
    return replaced;
}

void record_replaced(Planning& planning, const Actor& actor, const ReplacedCounts& replaced,
                     const std::string& reason) {
    for (const auto& [name, count] : replaced) {
        if (count == 0) continue;
        const auto event = planning.add_event(actor, name, audit::PackagesResigned{count});
        planning.record_change(name, Cause::resign, actor, reason, {count, count}, event);
    }
}

Result<storage::PackageRow> trusted_variant(Planning& planning, const storage::PackageRow& package) {
    if (!is_signed_by_revoked(planning.state(), package)) return package;
    auto newest = TRY(planning.facts().find_newest(package.uploaded_sha256));
    if (newest && !is_signed_by_revoked(planning.state(), *newest)) return std::move(*newest);
    planning.plan().sign_anew = true;
    return package;
}

}  // namespace slipway::publishing
