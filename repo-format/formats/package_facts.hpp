#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace slipway::formats {

/// Relations of one kind to other packages: "Depends", {"libc6 (>= 2.36)", "adduser | systemd"}.
struct NamedRelations {
    std::string_view kind;  // as a deb's field is called, or rpm's kind in the same form
    std::vector<std::string> entries;

    bool operator==(const NamedRelations&) const = default;
};

/// What a package says of itself. Nothing of it is checked, and it may be any text.
struct PackageFacts {
    std::string homepage;
    std::string license;
    std::vector<NamedRelations> relations;  // those it has, what it needs first; each entry once
};

/// Collects the entries of one kind.
class RelationsOf {
public:
    explicit RelationsOf(std::string_view kind) : relations_{kind, {}} {}

    /// Does nothing for "" and for an entry that is there already.
    void add(std::string entry);
    NamedRelations all() && { return std::move(relations_); }

private:
    NamedRelations relations_;
    std::unordered_set<std::string> seen_;
};

/// Collects the names that a package provides.
class ProvidedNames {
public:
    /// In lower case. False: there is no room for more.
    bool add(std::string_view name);
    /// A line each.
    std::string all() && { return std::move(names_); }

private:
    std::string names_;
};

/// The lines of a text that are whole: a beginning may cut its last one.
std::string_view whole_lines(std::string_view text);

/// What stands between two marks of a text: nothing where the first is missing, all the rest where the second is.
std::string_view text_between(std::string_view text, std::string_view begin, std::string_view end);

}  // namespace slipway::formats
