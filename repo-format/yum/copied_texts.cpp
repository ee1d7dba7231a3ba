// createrepo_c leaves a package with control characters out of the repository with a line in its log; who uploads here
// is told. It passes over carriage returns, DEL and the C1 controls, which would reach the terminals of those that ask
// for a description, so this is stricter: base/control_characters has the rule for all that is copied.
#include "repo-format/yum/copied_texts.hpp"

#include "base/control_characters.hpp"

#include <fmt/format.h>

#include <limits>

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

struct CopiedTag {
    rpm::Tag tag;
    LineEnds ends;
    std::size_t strings;  // so many are copied; of translated texts the first
};

using enum LineEnds;

constexpr CopiedTag copied_tags[] = {
    {tag::summary, allowed, 1},
    {tag::description, allowed, 1},
    {tag::build_host, allowed, 1},
    {tag::vendor, allowed, 1},
    {tag::license, allowed, 1},
    {tag::packager, allowed, 1},
    {tag::group, allowed, 1},
    {tag::url, allowed, 1},
    {tag::source_rpm, refused, 1},
    {tag::changelog_name, allowed, changelog_limit},
    {tag::changelog_text, allowed, changelog_limit},
    {tag::old_file_names, allowed, all},
    {tag::base_names, allowed, all},
    {tag::dir_names, allowed, all},
    {tag::provide_name, refused, all},
    {tag::provide_version, refused, all},
    {tag::require_name, refused, all},
    {tag::require_version, refused, all},
    {tag::conflict_name, refused, all},
    {tag::conflict_version, refused, all},
    {tag::obsolete_name, refused, all},
    {tag::obsolete_version, refused, all},
    {tag::recommend_name, refused, all},
    {tag::recommend_version, refused, all},
    {tag::suggest_name, refused, all},
    {tag::suggest_version, refused, all},
    {tag::supplement_name, refused, all},
    {tag::supplement_version, refused, all},
    {tag::enhance_name, refused, all},
    {tag::enhance_version, refused, all},
    {tag::old_suggests_name, refused, all},
    {tag::old_suggests_version, refused, all},
    {tag::old_enhances_name, refused, all},
    {tag::old_enhances_version, refused, all},
};

Error forbidden(const CopiedTag& copied, std::size_t number, const ControlCharacter& found) {
    const auto which = copied.strings == 1 ? "" : fmt::format("string {}: ", number);
    return Error("invalid-package"_problem,
                 fmt::format("main header: tag {}: {}control character {} at offset {}; no text that is copied into an "
                             "index may contain it",
                             rpm::describe_main_tag(copied.tag), which, found.name, found.offset));
}

Result<> check(const rpm::Header& header, const CopiedTag& copied) {
    const auto* const entry = header.find(copied.tag);
    if (entry == nullptr || header.text(copied.tag).data() == nullptr) return {};  // absent, or no string
    std::string_view rest = header.data_of(*entry);
    for (std::size_t number = 1; number <= copied.strings && !rest.empty(); ++number) {
        const auto text = rest.substr(0, rest.find('\0'));
        if (const auto found = find_control_character(text, copied.ends)) return forbidden(copied, number, *found);
        rest.remove_prefix(text.size() + 1);
    }
    return {};
}

}  // namespace

Result<> check_copied_texts(const rpm::RpmPackage& package) {
    for (const auto& copied : copied_tags) TRY(check(package.main, copied));
    return {};
}

}  // namespace slipway::yum
