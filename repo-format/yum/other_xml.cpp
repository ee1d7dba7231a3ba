// The newest ten changelog entries, oldest first. Their dates must differ, since yum's databases used them as a key:
// where the header gives several entries the same date, createrepo_c adds seconds to the newer ones.
#include "repo-format/yum/other_xml.hpp"

#include "repo-format/yum/copied_texts.hpp"
#include "repo-format/yum/package_elements.hpp"

#include <algorithm>
#include <vector>

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;

struct ChangelogEntry {
    std::uint64_t date;
    std::string_view author, text;
};

/// createrepo_c keeps the first character even when it is a blank.
std::string_view without_trailing_blanks(std::string_view author) {
    while (author.size() > 1 && author.back() == ' ') author.remove_suffix(1);
    return author;
}

/// Newest first, as in the header.
std::vector<ChangelogEntry> changelog_of(const rpm::Header& header) {
    const auto dates = header.numbers(tag::changelog_time);
    const auto authors = header.texts(tag::changelog_name);
    const auto texts = header.texts(tag::changelog_text);
    std::vector<ChangelogEntry> entries;
    const std::size_t count = std::min({dates.size(), authors.size(), texts.size(), changelog_limit});
    for (std::size_t i = 0; i < count; ++i)
        entries.push_back({dates[i], without_trailing_blanks(authors[i]), texts[i]});
    return entries;
}

/// For each entry that repeats the header's previous date, moves the run of newer ones that has caught up by a second.
void make_dates_differ(std::vector<ChangelogEntry>& entries) {
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].date != last) {
            last = entries[i].date;
            continue;
        }
        std::uint64_t taken = last;
        for (std::size_t newer = i; newer-- > 0 && entries[newer].date == taken; ++taken) ++entries[newer].date;
    }
}

}  // namespace

std::string other_xml(const rpm::RpmPackage& package, const Placement& placement) {
    XmlWriter xml;
    open_package(xml, package, placement);
    auto entries = changelog_of(package.main);
    make_dates_differ(entries);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        xml.element("changelog", {{"author", std::string(entry->author)}, {"date", std::to_string(entry->date)}},
                    entry->text);
    xml.close();
    return std::move(xml).release();
}

}  // namespace slipway::yum
