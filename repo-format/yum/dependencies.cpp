// The dependencies primary.xml shows are not quite those of the header. createrepo_c (src/parsehdr.c) drops what no
// solver needs, and solvers are tested with its output, so its rules are followed to the letter:
//
// * of Requires: `rpmlib(…)`; a path that the package itself owns and primary.xml lists; what Provides has with the
//   same name, flags and version; repetitions; and of all `libc.so.6…` all but the highest, which goes last;
// * of all lists: entries whose version has an epoch that is no number.
//
// Requirements of PRETRANS and POSTTRANS scripts count as `pre` since createrepo_c 1.0. Lists that lack their flags or
// versions (damaged or very old headers) are left out, again as there.
#include "repo-format/yum/dependencies.hpp"

#include "base/text.hpp"
#include "repo-format/rpm/evr.hpp"
#include "repo-format/yum/libc_requirement.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

namespace slipway::yum {
namespace {

namespace tag = rpm::tag;

// RPMSENSE_… bits (rpm: include/rpm/rpmds.h) that make a requirement one of a script that runs at installation.
constexpr std::uint64_t pre_senses = 1 << 5      // POSTTRANS
                                     | 1 << 6    // PREREQ
                                     | 1 << 7    // PRETRANS
                                     | 1 << 9    // SCRIPT_PRE
                                     | 1 << 10;  // SCRIPT_POST

/// A dependency as the header has it.
struct RawDependency {
    std::string_view name, version;
    std::uint64_t sense;
};

struct ListTags {
    std::string_view element;
    rpm::Tag name, flags, version;
};

constexpr ListTags provides{"rpm:provides", tag::provide_name, tag::provide_flags, tag::provide_version};
constexpr ListTags required{"rpm:requires", tag::require_name, tag::require_flags, tag::require_version};
constexpr ListTags plain_lists[] = {
    {"rpm:conflicts", tag::conflict_name, tag::conflict_flags, tag::conflict_version},
    {"rpm:obsoletes", tag::obsolete_name, tag::obsolete_flags, tag::obsolete_version},
    {"rpm:suggests", tag::suggest_name, tag::suggest_flags, tag::suggest_version},
    {"rpm:enhances", tag::enhance_name, tag::enhance_flags, tag::enhance_version},
    {"rpm:recommends", tag::recommend_name, tag::recommend_flags, tag::recommend_version},
    {"rpm:supplements", tag::supplement_name, tag::supplement_flags, tag::supplement_version},
};

std::vector<RawDependency> raw_list(const rpm::Header& header, const ListTags& tags) {
    const auto names = header.texts(tags.name);
    const auto senses = header.numbers(tags.flags);
    const auto versions = header.texts(tags.version);
    std::vector<RawDependency> list;
    const std::size_t count = std::min({names.size(), senses.size(), versions.size()});
    list.reserve(count);
    for (std::size_t i = 0; i < count; ++i) list.push_back({names[i], versions[i], senses[i]});
    return list;
}

std::string_view flags_of(std::uint64_t sense) {
    switch (sense & 0xf) {
        case 2: return "LT";
        case 4: return "GT";
        case 8: return "EQ";
        case 10: return "LE";
        case 12: return "GE";
        default: return "";
    }
}

/// A number as strtol reads it: blanks and a sign may stand before the digits.
bool is_epoch(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size()));
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Splits `[epoch:]version[-release]` at the first dash; nothing for an epoch that is no number.
std::optional<Dependency> parsed(const RawDependency& raw) {
    Dependency dependency{std::string(raw.name), std::string(flags_of(raw.sense)), "", "", "", false};
    if (raw.version.empty()) return dependency;
    std::string_view rest = raw.version;
    dependency.epoch = "0";
    if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
        if (colon > 0 && !is_epoch(rest.substr(0, colon))) return std::nullopt;
        if (colon > 0) dependency.epoch = rest.substr(0, colon);
        rest.remove_prefix(colon + 1);
    }
    const std::size_t dash = rest.find('-');
    dependency.version = rest.substr(0, dash);
    if (dash != std::string_view::npos) dependency.release = rest.substr(dash + 1);
    return dependency;
}

/// Name, flags and version in one string, as createrepo_c compares requirements with provides.
std::string identity_of(const RawDependency& raw) {
    return std::string(raw.name) + std::string(flags_of(raw.sense)) + std::string(raw.version);
}

DependencyList plain_list(const rpm::Header& header, const ListTags& tags) {
    DependencyList list{tags.element, {}};
    for (const auto& raw : raw_list(header, tags))
        if (auto dependency = parsed(raw)) list.entries.push_back(std::move(*dependency));
    return list;
}

/// Builds the list of requirements, one by one.
class Requirements {
public:
    Requirements(const rpm::Header& header, const std::vector<PackageFile>& files) {
        for (const auto& raw : raw_list(header, provides))
            if (parsed(raw)) provided_.insert(identity_of(raw));
        for (const auto& file : files)
            if (is_primary(file.path)) own_files_.insert(file.path);
    }

    void add(const RawDependency& raw) {
        if (raw.name.starts_with("rpmlib(") || own_files_.contains(std::string(raw.name)) ||
            provided_.contains(identity_of(raw)))
            return;
        const bool pre = (raw.sense & pre_senses) != 0;
        if (is_repetition(raw, pre)) return;
        auto dependency = parsed(raw);
        if (!dependency) return;
        dependency->pre = pre;
        if (raw.name.starts_with("libc.so.6")) {
            if (!libc_ || is_lower_libc(libc_->name, dependency->name)) libc_ = std::move(dependency);
            return;
        }
        last_seen_[std::string(raw.name)] = {flags_of(raw.sense), raw.version, pre};
        entries_.push_back(std::move(*dependency));
    }

    std::vector<Dependency> release() && {
        if (libc_) entries_.push_back(std::move(*libc_));
        return std::move(entries_);
    }

private:
    struct Seen {
        std::string_view flags, version;
        bool pre;
        bool operator==(const Seen&) const = default;
    };

    /// Only the last entry of a name is remembered: A, B, A are three entries.
    bool is_repetition(const RawDependency& raw, bool pre) const {
        const auto seen = last_seen_.find(std::string(raw.name));
        return seen != last_seen_.end() && seen->second == Seen{flags_of(raw.sense), raw.version, pre};
    }

    std::unordered_set<std::string> provided_;
    std::unordered_set<std::string> own_files_;
    std::map<std::string, Seen> last_seen_;
    std::optional<Dependency> libc_;
    std::vector<Dependency> entries_;
};

}  // namespace

std::vector<DependencyList> dependencies_of(const rpm::RpmPackage& package, const std::vector<PackageFile>& files) {
    std::vector<DependencyList> lists{plain_list(package.main, provides)};
    Requirements requirements(package.main, files);
    for (const auto& raw : raw_list(package.main, required)) requirements.add(raw);
    lists.push_back({required.element, std::move(requirements).release()});
    for (const ListTags& tags : plain_lists) lists.push_back(plain_list(package.main, tags));
    return lists;
}

}  // namespace slipway::yum
