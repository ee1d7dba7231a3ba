// dpkg's rules for the values of control fields (fieldinfos in its lib/dpkg/parse.c), and how apt reads the same
// fields.
//
// An index is read by apt for every package in it, wanted or not; the package is read by dpkg once it is wanted. So a
// value must be one that dpkg installs, in a spelling that every apt reads alike:
//
//   Package           dpkg turns it into lower case, and so does apt with the names in an index, but not with the names
//                     in relations: lower case everywhere
//   relations         see relations.cpp
//   Multi-Arch        dpkg takes any case, apt lower case only; so do yes and no in Essential and Protected. dpkg
//                     refuses "same" for an architecture of "all"
//   Priority          any word, but none that begins with a known one ("optional-x"): dpkg wants nothing behind it
//   without a value   ignored by dpkg, an error to apt 2.2 and 2.6 in Provides, so left out. A value of nothing in the
//                     very last line is an end of file to dpkg; see deb_package.cpp
//
// Decision 0046 says why fields of an index are dropped and fields of dpkg's status database refused.
#include "repo-format/deb/canonical_control.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace slipway::deb {
namespace {

/// As a list of words, in which dpkg expects as many as in the others of these.
constexpr std::array<std::string_view, 4> archive_fields{"Filename", "MSDOS-Filename", "Size", "MD5sum"};
constexpr std::array<std::string_view, 8> index_fields{"Filename", "MSDOS-Filename", "Size",   "MD5sum",
                                                       "SHA1",     "SHA256",         "SHA512", "Description-md5"};
constexpr std::array<std::string_view, 5> status_fields{"Status", "Config-Version", "Conffiles", "Triggers-Awaited",
                                                        "Triggers-Pending"};

struct Renamed {
    std::string_view obsolete, name;
};

/// dpkg still reads them, apt does not: it would install another version, without what the package recommends.
constexpr std::array<Renamed, 6> renamed_fields{{{"Recommended", "Recommends"},
                                                 {"Optional", "Suggests"},
                                                 {"Class", "Priority"},
                                                 {"Revision", "Version"},
                                                 {"Package-Revision", "Version"},
                                                 {"Package_Revision", "Version"}}};

struct Choice {
    std::string_view field;
    std::array<std::string_view, 4> values;
};

/// Important is apt's old name of Protected; dpkg does not read it, apt warns everybody of other values.
constexpr std::array<Choice, 4> choices{{{"Multi-Arch", {"no", "same", "foreign", "allowed"}},
                                         {"Essential", {"yes", "no", "yes", "no"}},
                                         {"Protected", {"yes", "no", "yes", "no"}},
                                         {"Important", {"yes", "no", "yes", "no"}}}};
constexpr std::array<std::string_view, 5> priorities{"required", "important", "standard", "optional", "extra"};

template <class Names>
bool is_among(const Names& names, std::string_view name) {
    return std::ranges::any_of(names, [&](auto known) { return equal_ignoring_case(known, name); });
}

std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    for (std::size_t at = 0; (at = text.find_first_not_of(" \t\n", at)) != std::string_view::npos; ++words)
        at = std::min(text.find_first_of(" \t\n", at), text.size());
    return words;
}

Result<std::string> one_of(const Choice& choice, std::string_view value) {
    if (is_among(choice.values, value)) return to_lower(value);
    return bad_field(choice.field,
                     fmt::format("unknown value {}; write {}", printable(value),
                                 choice.values[2] == "foreign" ? "no, same, foreign or allowed" : "yes or no"));
}

Result<std::string> priority(std::string_view value) {
    for (const auto known : priorities) {
        if (!equal_ignoring_case(value.substr(0, known.size()), known)) continue;
        if (value.size() == known.size()) return to_lower(value);
        return bad_field("Priority", fmt::format("{} goes on behind \"{}\", which dpkg refuses; write \"{}\"",
                                                 printable(value), known, known));
    }
    return std::string(value);
}

Result<std::string> percentage(std::string_view value) {
    if (const auto number = parse_decimal(value); number && *number <= 100) return std::string(value);
    return bad_field("Phased-Update-Percentage", fmt::format("{} is no number from 0 to 100", printable(value)));
}

Result<> refuse_foreign_fields(const Field& field) {
    if (field.name.size() < 2) return bad_field(field.name, "dpkg takes no field name of one character");
    if (is_among(status_fields, field.name))
        return bad_field(field.name, "it belongs to dpkg's status database, not to a package; leave it out");
    for (const auto& renamed : renamed_fields)
        if (equal_ignoring_case(renamed.obsolete, field.name))
            return bad_field(field.name,
                             fmt::format("it is obsolete and apt does not read it; write {}", renamed.name));
    return {};
}

class Canonical {
public:
    Result<> take(const Field& field) {
        TRY(refuse_foreign_fields(field));
        if (is_among(archive_fields, field.name)) TRY(check_archive_field(field));
        if (field.value.empty()) return {};
        if (is_among(index_fields, field.name)) {
            warn(field.name, "it belongs to the index, which tells it of the file itself; left out");
            return {};
        }
        result_.control.append(field.name, TRY(value_of(field)));
        return {};
    }

    Result<CanonicalControl> finish() && {
        const auto& control = result_.control;
        if (control.find("Multi-Arch") == "same" && control.find("Architecture") == "all")
            return bad_field("Multi-Arch", "\"same\" is not for packages of Architecture all; write \"foreign\"");
        for (const auto* name : {"Maintainer", "Description"})
            if (!control.find(name)) warn(name, "it is missing, of which dpkg warns");
        return std::move(result_);
    }

private:
    Result<std::string> value_of(const Field& field) {
        if (const auto* relation = find_relation_field(field.name)) return relations(*relation, field.value);
        for (const auto& choice : choices)
            if (equal_ignoring_case(choice.field, field.name)) return one_of(choice, field.value);
        if (equal_ignoring_case(field.name, "Priority")) return priority(field.value);
        if (equal_ignoring_case(field.name, "Phased-Update-Percentage")) return percentage(field.value);
        if (equal_ignoring_case(field.name, "Package")) return to_lower(field.value);
        return field.value;
    }

    Result<std::string> relations(const RelationField& field, const std::string& value) {
        const auto read = Relations::parse(field, value);
        if (!read.ok() && field.is_read_by_dpkg) return bad_field(field.name, read.error().message());
        if (!read.ok()) {
            warn(field.name,
                 fmt::format("it is copied as it is, as these are no relations: {}", read.error().message()));
            return value;
        }
        if (!read->respelled.empty())
            warn(field.name,
                 fmt::format("in {} dpkg takes \"<\" for \"<=\", \">\" for \">=\" and a bare version for \"=\"; "
                             "so it is listed",
                             printable(read->respelled.front())));
        return read->render();
    }

    Result<> check_archive_field(const Field& field) {
        const auto words = count_words(field.value);
        if (words == 0) return bad_field(field.name, "it has no value, which dpkg refuses; leave it out");
        if (archive_words_.value_or(words) != words)
            return bad_field(field.name,
                             "it has not as many values as its neighbours, which dpkg refuses; leave it out");
        archive_words_ = words;
        return {};
    }

    void warn(std::string_view field, std::string_view what) {
        result_.warnings.push_back(fmt::format("{}: {}", field, what));
    }

    CanonicalControl result_;
    std::optional<std::size_t> archive_words_;
};

}  // namespace

Result<CanonicalControl> canonical_control(const Paragraph& control) {
    Canonical canonical;
    for (const auto& field : control.fields()) TRY(canonical.take(field));
    return std::move(canonical).finish();
}

}  // namespace slipway::deb
