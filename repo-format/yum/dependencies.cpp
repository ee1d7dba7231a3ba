// The dependencies primary.xml shows are not quite those of the header. createrepo_c (src/parsehdr.c) drops what no
// solver needs, and solvers are tested with its output, so its rules are followed to the letter:
//
// * of Requires: `rpmlib(…)`; a path that the package itself owns and primary.xml lists; what Provides has with the
//   same name, flags and version; repetitions; and of all `libc.so.6…` all but the highest, which goes last;
// * of all lists: entries whose version has an epoch that is no number.
//
// Weak dependencies had other forms before rpm 4.12 and still have at SUSE and Mageia: a requirement that may be
// missing is a recommendation, OLDSUGGESTS and OLDENHANCES hold those of two strengths.
//
// A package of rpm 3 provides itself, whether it says so or not: rpm adds it (lib/headerutil.c, legacyRetrofit).
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

constexpr std::uint64_t less = rpm::rpm_constant("RPMSENSE_LESS"), greater = rpm::rpm_constant("RPMSENSE_GREATER"),
                        equal = rpm::rpm_constant("RPMSENSE_EQUAL");
// What makes a requirement one of a script that runs at installation.
constexpr std::uint64_t pre_senses = rpm::rpm_constant("RPMSENSE_POSTTRANS") | rpm::rpm_constant("RPMSENSE_PREREQ") |
                                     rpm::rpm_constant("RPMSENSE_PRETRANS") | rpm::rpm_constant("RPMSENSE_SCRIPT_PRE") |
                                     rpm::rpm_constant("RPMSENSE_SCRIPT_POST");
constexpr std::uint64_t missing_ok = rpm::rpm_constant("RPMSENSE_MISSINGOK");
constexpr std::uint64_t strong_bit = 1 << 27;  // of createrepo_c alone: rpm's headers leave the bit free

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
constexpr ListTags recommends{"rpm:recommends", tag::recommend_name, tag::recommend_flags, tag::recommend_version};
constexpr ListTags supplements{"rpm:supplements", tag::supplement_name, tag::supplement_flags, tag::supplement_version};
constexpr ListTags suggests{"rpm:suggests", tag::suggest_name, tag::suggest_flags, tag::suggest_version};
constexpr ListTags enhances{"rpm:enhances", tag::enhance_name, tag::enhance_flags, tag::enhance_version};
constexpr ListTags old_suggests{suggests.element, tag::old_suggests_name, tag::old_suggests_flags,
                                tag::old_suggests_version};
constexpr ListTags old_enhances{enhances.element, tag::old_enhances_name, tag::old_enhances_flags,
                                tag::old_enhances_version};
constexpr ListTags plain_lists[] = {
    {"rpm:conflicts", tag::conflict_name, tag::conflict_flags, tag::conflict_version},
    {"rpm:obsoletes", tag::obsolete_name, tag::obsolete_flags, tag::obsolete_version},
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

/// What a package of rpm 3 provides, whose provides had no versions at first; `own` is its name and whole version.
std::vector<RawDependency> old_provides(const rpm::Header& header, const RawDependency& own) {
    auto list = raw_list(header, provides);
    if (!header.has(provides.version))
        for (const auto name : header.texts(provides.name)) list.push_back({name, "", 0});
    const auto is_own = [&](const RawDependency& raw) {
        return raw.name == own.name && raw.version == own.version && raw.sense == own.sense;
    };
    if (std::none_of(list.begin(), list.end(), is_own)) list.push_back(own);
    return list;
}

std::vector<RawDependency> raw_provides(const rpm::RpmPackage& package, const RawDependency& own) {
    const bool is_old_binary = package.format == 3 && !package.is_source;
    return is_old_binary ? old_provides(package.main, own) : raw_list(package.main, provides);
}

std::string_view flags_of(std::uint64_t sense) {
    switch (sense & 0xf) {  // with bit 0, which nothing uses, it is no comparison
        case less: return "LT";
        case greater: return "GT";
        case equal: return "EQ";
        case less | equal: return "LE";
        case greater | equal: return "GE";
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

enum class Strength : unsigned char { any, weak, strong };

bool has_strength(const RawDependency& raw, Strength wanted) {
    return wanted == Strength::any || ((raw.sense & strong_bit) != 0) == (wanted == Strength::strong);
}

void append(DependencyList& list, const std::vector<RawDependency>& raw_entries, Strength wanted) {
    for (const auto& raw : raw_entries)
        if (auto dependency = parsed(raw); dependency && has_strength(raw, wanted))
            list.entries.push_back(std::move(*dependency));
}

DependencyList plain_list(std::string_view element, const std::vector<RawDependency>& raw_entries) {
    DependencyList list{element, {}};
    append(list, raw_entries, Strength::any);
    return list;
}

/// The list of new packages and the part of this strength of an old one's.
DependencyList weak_list(const rpm::Header& header, const ListTags& tags, const ListTags& old, Strength wanted) {
    DependencyList list = plain_list(tags.element, raw_list(header, tags));
    append(list, raw_list(header, old), wanted);
    return list;
}

/// Builds the list of requirements, one by one.
class Requirements {
public:
    Requirements(const std::vector<RawDependency>& provided, const std::vector<PackageFile>& files) {
        for (const auto& raw : provided)
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
        if ((raw.sense & missing_ok) != 0) return dispensable_.push_back(std::move(*dependency));
        dependency->pre = pre;
        if (raw.name.starts_with("libc.so.6")) {
            if (!libc_ || is_lower_libc(libc_->name, dependency->name)) libc_ = std::move(dependency);
            return;
        }
        last_seen_[std::string(raw.name)] = {flags_of(raw.sense), raw.version, pre};
        entries_.push_back(std::move(*dependency));
    }

    std::vector<Dependency> release() {
        if (libc_) entries_.push_back(std::move(*libc_));
        return std::move(entries_);
    }
    /// Those that may be missing.
    const std::vector<Dependency>& dispensable() const { return dispensable_; }

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
    std::vector<Dependency> entries_, dispensable_;
};

}  // namespace

std::vector<DependencyList> dependencies_of(const rpm::RpmPackage& package, const std::vector<PackageFile>& files) {
    const rpm::Header& main = package.main;
    const std::string evr = rpm::render(package.evr);
    const auto provided = raw_provides(package, {package.name, evr, equal});
    std::vector<DependencyList> lists{plain_list(provides.element, provided)};
    Requirements requirements(provided, files);
    for (const auto& raw : raw_list(main, required)) requirements.add(raw);
    lists.push_back({required.element, requirements.release()});
    for (const ListTags& tags : plain_lists) lists.push_back(plain_list(tags.element, raw_list(main, tags)));
    lists.push_back(weak_list(main, suggests, old_suggests, Strength::weak));
    lists.push_back(weak_list(main, enhances, old_enhances, Strength::weak));
    auto recommended = weak_list(main, recommends, old_suggests, Strength::strong);
    const auto& dispensable = requirements.dispensable();
    recommended.entries.insert(recommended.entries.begin(), dispensable.begin(), dispensable.end());
    lists.push_back(std::move(recommended));
    lists.push_back(weak_list(main, supplements, old_enhances, Strength::strong));
    return lists;
}

}  // namespace slipway::yum
