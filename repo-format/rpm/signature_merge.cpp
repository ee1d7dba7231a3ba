// librpm shows a package as one header: while it reads a file it copies tags of the signature header into the main one,
// the legacy ones under other numbers (rpm: lib/package.c, headerMergeLegacySigs), and refuses a package where that is
// not possible. A tag must have the type of its new number, exactly, and its count; and the main header must not have
// it already. Sizes and file signatures may stand in either header, as of rpm 4.17 (4.16 wants them in the signature
// header); in packages of rpm 6, where legacy numbers mean nothing, they may not.
#include "repo-format/rpm/signature_merge.hpp"

#include <fmt/format.h>

namespace slipway::rpm {
namespace {

constexpr Tag first_legacy_tag = 1000;
constexpr std::uint32_t max_count = 16 << 20;

enum class Place : unsigned char { signature_header, either_header };

struct MergedTag {
    Tag from, to;
    std::uint32_t count;  // 0: any
    Place place;
};

using enum Place;

constexpr MergedTag merged_tags[] = {
    {signature_tag("SIZE"), main_tag("SIGSIZE"), 1, signature_header},
    {signature_tag("PGP"), main_tag("SIGPGP"), 0, signature_header},
    {signature_tag("MD5"), main_tag("SIGMD5"), 16, signature_header},
    {signature_tag("GPG"), main_tag("SIGGPG"), 0, signature_header},
    {signature_tag("PAYLOADSIZE"), main_tag("ARCHIVESIZE"), 1, either_header},
    {signature_tag("FILESIGNATURES"), main_tag("FILESIGNATURES"), 0, either_header},
    {signature_tag("FILESIGNATURELENGTH"), main_tag("FILESIGNATURELENGTH"), 1, either_header},
    {signature_tag("VERITYSIGNATURES"), main_tag("VERITYSIGNATURES"), 0, signature_header},
    {signature_tag("VERITYSIGNATUREALGO"), main_tag("VERITYSIGNATUREALGO"), 1, signature_header},
    {signature_tag("SHA1"), main_tag("SHA1HEADER"), 1, signature_header},
    {signature_tag("SHA256"), main_tag("SHA256HEADER"), 1, signature_header},
    {signature_tag("SHA3_256"), main_tag("SHA3_256HEADER"), 1, signature_header},
    {signature_tag("DSA"), main_tag("DSAHEADER"), 0, signature_header},
    {signature_tag("RSA"), main_tag("RSAHEADER"), 0, signature_header},
    {signature_tag("LONGSIZE"), main_tag("LONGSIGSIZE"), 1, signature_header},
    {signature_tag("LONGARCHIVESIZE"), main_tag("LONGARCHIVESIZE"), 1, signature_header},
    {signature_tag("OPENPGP"), main_tag("OPENPGP"), 0, signature_header},
};

Error invalid(const std::string& what) { return Error("invalid-package"_problem, what); }

Result<> check(const MergedTag& merged, const HeaderEntry& entry) {
    const bool right_type = entry.type == type_of_main_tag(merged.to);
    const bool right_count = merged.count == 0 ? entry.count <= max_count : entry.count == merged.count;
    if (right_type && right_count) return {};
    return invalid(fmt::format("signature header: tag {}: it may not have {} {} of type {}",
                               describe_signature_tag(merged.from), entry.count, entry.count == 1 ? "value" : "values",
                               static_cast<std::uint32_t>(entry.type)));
}

}  // namespace

Result<> check_merge(const Header& signature, const Header& main, int format) {
    for (const auto& merged : merged_tags) {
        const HeaderEntry* const entry = signature.find(merged.from);
        const bool may_stand_in_main = merged.place == either_header && format < 6 && !entry;
        if (main.has(merged.to) && !may_stand_in_main)
            return invalid(
                fmt::format("main header: tag {}: it belongs into the signature header", describe_main_tag(merged.to)));
        if (entry && !(format >= 6 && merged.from >= first_legacy_tag)) TRY(check(merged, *entry));
    }
    return {};
}

}  // namespace slipway::rpm
